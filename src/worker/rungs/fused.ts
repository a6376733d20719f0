import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { KernelNetwork } from "../../model/kernels/kernelNetwork";
import type { Hire } from "../../model/kernels/training/crew";
import { KernelTrainee } from "../../model/kernels/training/kernelTrainee";
import { hireThreads } from "../kernelCrew";
import type { Rung, RungPlaces } from "../rung";

/** Loads the fused kernels; throws where the engine has no WebAssembly SIMD. */
export async function loadFused({ distFolder, threads }: RungPlaces): Promise<Rung> {
  const simd = compile(distFolder, "kernels-simd.wasm");
  const training = trainingBuild(distFolder, threads ?? availableParallelism() - 1);
  const hire = hireThreads(path.join(distFolder, "kernelThread.js"));
  return {
    name: "fused",
    description: `own WebAssembly SIMD kernels; training with ${training.words}`,
    network: async (architecture, weights, precision) =>
      new KernelNetwork(simd, architecture, weights, precision),
    trainee: (architecture, weights, recipe) =>
      KernelTrainee.start(training.of(hire), architecture, weights, recipe),
    dispose() {},
  };
}

/**
 * The build to train with: relaxed SIMD, whose rounding differs from machine to machine, where the engine has it; memory
 * shared between threads where there is such a thing.
 */
function trainingBuild(folder: string, wanted: number) {
  const threads = typeof SharedArrayBuffer === "undefined" ? 1 : Math.max(1, wanted);
  const shared = threads > 1 ? "-shared" : "";
  const relaxed = readFileSync(path.join(folder, `kernels-relaxed${shared}.wasm`));
  const isRelaxed = WebAssembly.validate(relaxed);
  let build: WebAssembly.Module | undefined;
  return {
    words: `${threads} ${threads === 1 ? "thread" : "threads"}${isRelaxed ? ", relaxed SIMD" : ""}`,
    of(hire: Hire) {
      build ??= isRelaxed
        ? new WebAssembly.Module(relaxed)
        : compile(folder, `kernels-simd${shared}.wasm`);
      return { build, threads, hire };
    },
  };
}

function compile(folder: string, name: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(path.join(folder, name)));
}
