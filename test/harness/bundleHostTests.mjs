import { readdirSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { root } from "../../scripts/setup/root.mjs";

/** Every test file of test/host. */
export function hostTestFiles() {
  const folder = path.join(root, "test/host");
  return readdirSync(folder)
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => path.join(folder, name));
}

/**
 * Bundles test files with the entry that runs them; answers the entry's path, for `extensionTestsPath`.
 * @param {string[]} files
 * @param {string} outFolder
 */
export async function bundleHostTests(files, outFolder) {
  await build({
    absWorkingDir: root,
    entryPoints: [path.join(root, "test/host/index.ts"), ...files],
    entryNames: "[name]",
    outdir: outFolder,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return path.join(outFolder, "index.js");
}
