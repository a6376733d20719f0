import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { KernelNetwork } from "../../model/kernels/kernelNetwork";
import { KernelTrainee } from "../../model/kernels/training/kernelTrainee";
import { mostThreads } from "../../model/kernels/training/orders";
import { hireThreads } from "../kernelCrew";
import type { Rung, RungPlaces } from "../rung";

/** Loads the fused kernels; throws where the engine has no WebAssembly SIMD. */
export async function loadFused({ distFolder, threads }: RungPlaces): Promise<Rung> {
  const simd = compile(distFolder, "kernels-simd.wasm");
  const hire = hireThreads(path.join(distFolder, "kernelThread.js"));
  // Composing needs none of it.
  let training: ReturnType<typeof trainingBuild> | undefined;
  const forTraining = () => {
    training ??= trainingBuild(distFolder, threads ?? availableParallelism() - 1);
    return training;
  };
  return {
    name: "fused",
    description: "own WebAssembly SIMD kernels",
    network: async (architecture, weights, precision) =>
      new KernelNetwork(simd, architecture, weights, precision),
    async trainee(architecture, weights, recipe) {
      const { build, threads } = forTraining();
      return KernelTrainee.start({ build, threads, hire }, architecture, weights, recipe);
    },
    training() {
      const { threads, relaxedSimd } = forTraining();
      return { threads, relaxedSimd };
    },
    dispose() {},
  };
}

/**
 * The build to train with: relaxed SIMD, whose rounding differs from machine to machine, where the engine has it; memory
 * shared between threads where there is such a thing.
 */
function trainingBuild(folder: string, wanted: number) {
  const most = typeof SharedArrayBuffer === "undefined" ? 1 : mostThreads;
  const threads = Math.max(1, Math.min(most, wanted));
  const shared = threads > 1 ? "-shared" : "";
  const relaxed = readFileSync(path.join(folder, `kernels-relaxed${shared}.wasm`));
  const relaxedSimd = WebAssembly.validate(relaxed);
  const build = relaxedSimd
    ? new WebAssembly.Module(relaxed)
    : compile(folder, `kernels-simd${shared}.wasm`);
  return { build, threads, relaxedSimd };
}

function compile(folder: string, name: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(path.join(folder, name)));
}
