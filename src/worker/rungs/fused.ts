import { readFileSync } from "node:fs";
import path from "node:path";
import { KernelNetwork } from "../../model/kernels/kernelNetwork";
import type { Rung, RungPlaces } from "../rung";

/** Loads the fused kernels; throws where the engine has no WebAssembly SIMD. */
export async function loadFused({ distFolder }: RungPlaces): Promise<Rung> {
  const simd = compile(distFolder, "kernels-simd.wasm");
  return {
    name: "fused",
    description: "own WebAssembly SIMD kernels",
    network: async (architecture, weights, precision) =>
      new KernelNetwork(simd, architecture, weights, precision),
    trainee: () => Promise.reject(new Error("not yet")),
    dispose() {},
  };
}

function compile(folder: string, name: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(path.join(folder, name)));
}
