import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { root } from "./root.mjs";

const sources = path.join(root, "assembly");
const shared = ["--sharedMemory", "--maximumMemory", "65536", "--enable", "threads"];
const relaxed = ["--enable", "relaxed-simd"];
const always = ["--enable", "simd", "-O3", "--noAssert", "--runtime", "stub", "--importMemory"];

/** The builds by file name: plain or relaxed SIMD, memory of their own or shared between threads. */
const builds = {
  "kernels-simd.wasm": [],
  "kernels-simd-shared.wasm": shared,
  "kernels-relaxed.wasm": relaxed,
  "kernels-relaxed-shared.wasm": [...relaxed, ...shared],
};

/**
 * The compiler, imported by a name TypeScript does not follow: its types would replace the console everywhere.
 * @type {string}
 */
const compiler = "assemblyscript/asc";

/**
 * Compiles the kernels into `folder`, unless they are there and the sources are what they were.
 * @param {string} folder
 */
export async function buildKernels(folder) {
  mkdirSync(folder, { recursive: true });
  const { default: asc } = await import(compiler);
  const stamp = path.join(folder, "kernels.stamp");
  const print = fingerprint(asc.version);
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === print) return;
  for (const [name, options] of Object.entries(builds)) {
    // Written beside and renamed: tests may be reading the last build.
    const unfinished = path.join(folder, `${name}.${process.pid}`);
    const { error, stderr } = await asc.main([
      path.join(sources, "index.ts"),
      ...always,
      ...options,
      "--outFile",
      unfinished,
    ]);
    if (error) throw new Error(`The kernels do not compile: ${error.message}\n${stderr}`);
    renameSync(unfinished, path.join(folder, name));
  }
  writeFileSync(stamp, print);
}

/**
 * What the builds depend on: the compiler, the sources and this file.
 * @param {string} version
 */
function fingerprint(version) {
  const hash = createHash("sha256").update(version);
  const files = readdirSync(sources).sort();
  for (const file of [...files.map((name) => path.join(sources, name)), import.meta.filename]) {
    hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}
