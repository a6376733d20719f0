import path from "node:path";
import { root } from "../setup/root.mjs";
import { run } from "../setup/run.mjs";

/**
 * The bench's programs, bundled into a folder.
 * @typedef {object} Programs
 * @property {string} main
 * @property {string} tfjsNode
 * @property {(...args: string[]) => Promise<any>} answer runs main and gives the JSON of its last line
 */

/**
 * Bundles bench/main.ts and bench/tfjsNode.ts.
 * @param {string} folder
 * @returns {Promise<Programs>}
 */
export async function bundlePrograms(folder) {
  // Loaded here, for a fresh clone has it only once the dependencies are there.
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: root,
    entryPoints: ["bench/main.ts", "bench/tfjsNode.ts"],
    outdir: folder,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    mainFields: ["module", "main"],
    logLevel: "warning",
  });
  const main = path.join(folder, "main.cjs");
  return {
    main,
    tfjsNode: path.join(folder, "tfjsNode.cjs"),
    async answer(...args) {
      const output = await run(process.execPath, [main, ...args], { quiet: true });
      return JSON.parse(output.trim().split("\n").at(-1) ?? "");
    },
  };
}
