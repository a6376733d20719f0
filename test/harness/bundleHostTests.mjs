import { mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
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

// As a program: what the launch configuration "Host Tests" starts, and the folder it opens.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(path.join(root, ".cache/books"), { recursive: true });
  await bundleHostTests(hostTestFiles(), path.join(root, "out/test/host/debug"));
}
