import "../../../src/model/kernels/webassembly";
import { readFileSync } from "node:fs";
import path from "node:path";

/** Where the tests' kernels are. */
export const kernelFolder = path.resolve(".cache/kernels");

/** A build of the kernels. */
export function kernelBuild(name: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(path.join(kernelFolder, `${name}.wasm`)));
}
