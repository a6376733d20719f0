import { copyFileSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { apart, bundlesApart } from "../../../scripts/setup/bundlesApart.mjs";
import { wasmFolder } from "../model/backends";
import { kernelFolder } from "../model/kernelBuilds";

/** Bundles a program as esbuild.mjs does, with what it may load or start beside it; gives its path. */
export async function bundled(entry: string, folder: string): Promise<string> {
  const outfile = path.join(folder, `${path.basename(path.dirname(entry))}.js`);
  await bundle(entry, outfile);
  for (const { name, entry } of bundlesApart) await bundle(entry, path.join(folder, name));
  await bundle("src/worker/kernelThread.ts", path.join(folder, "kernelThread.js"));
  mkdirSync(folder, { recursive: true });
  for (const from of [wasmFolder, kernelFolder]) {
    for (const name of readdirSync(from)) {
      if (name.endsWith(".wasm") && !name.includes("threaded")) {
        copyFileSync(path.join(from, name), path.join(folder, name));
      }
    }
  }
  return outfile;
}

async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    mainFields: ["module", "main"],
    logLevel: "warning",
    plugins: [apart],
  });
}
