import { mkdirSync, renameSync } from "node:fs";
import path from "node:path";
import type { RungPlaces } from "../../../src/worker/rung";
import { childScript } from "../../../src/worker/tfjsNode/protocol";
import { bundled } from "./bundle";
import { written } from "./folders";

/**
 * Puts what is needed of the rungs into a folder: the real .wasm files, and in place of tfjs-node a process that computes
 * without it, which tells its number in the log when it is loaded.
 */
export async function mortalPlaces(folder: string): Promise<RungPlaces> {
  const script = await bundled("test/unit/worker/mortalChild.ts", folder);
  renameSync(script, path.join(folder, childScript));
  const tfjsNodePath = path.join(folder, "tfjs-node");
  const library = path.join(tfjsNodePath, "lib", "napi-v8");
  mkdirSync(library, { recursive: true });
  written(library, "tfjs_binding.node", "");
  written(tfjsNodePath, "package.json", '{"name":"@tensorflow/tfjs-node"}');
  return { distFolder: folder, tfjsNodePath };
}

/** Kills the process of which the log tells, without a word. */
export function killChild(log: readonly string[]): void {
  const told = log.map((line) => /of process (\d+)/.exec(line)).findLast((found) => found);
  if (!told) throw new Error(`No process is told of: ${log.join("\n")}`);
  process.kill(Number(told[1]), "SIGKILL");
}
