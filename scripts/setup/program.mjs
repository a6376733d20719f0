import path from "node:path";
import { root } from "./root.mjs";
import { run } from "./run.mjs";

/**
 * Bundles a program of this project into `folder`, tfjs included; answers a function that runs it in a process of its
 * own and gives the JSON of its last line.
 * @param {string} entry relative to the root
 * @param {string} folder
 * @returns {Promise<(...args: string[]) => Promise<any>>}
 */
export async function program(entry, folder) {
  // Loaded here, for a fresh clone has it only once the dependencies are there.
  const { build } = await import("esbuild");
  const outfile = path.join(folder, "program.cjs");
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    mainFields: ["module", "main"],
    logLevel: "warning",
  });
  return async (...args) => {
    const output = await run(process.execPath, [outfile, ...args], { quiet: true });
    return JSON.parse(output.trim().split("\n").at(-1) ?? "");
  };
}
