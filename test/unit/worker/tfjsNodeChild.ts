import type { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { mkdtempSync, renameSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  makeTfjsNode,
  tfjsNodeAvailability,
  tfjsNodeFolder,
} from "../../../scripts/setup/tfjsNode.mjs";
import type { RungPlaces } from "../../../src/worker/rung";
import { childScript } from "../../../src/worker/tfjsNode/protocol";
import { bundled } from "./bundle";

/** Whether this machine can have tfjs-node; says why not. */
export async function hasTfjsNode(): Promise<boolean> {
  const { available, reason } = await tfjsNodeAvailability();
  if (!available) console.log(`The tests of tfjs-node are not there: ${reason}`);
  return available;
}

/** How long `tfjsNodePlaces` may take when tfjs-node has to be built first. */
export const buildTimeout = 600_000;

/** Makes tfjs-node ready and bundles its child; gives where they are. */
export async function tfjsNodePlaces(): Promise<RungPlaces> {
  await makeTfjsNode();
  const distFolder = mkdtempSync(path.join(tmpdir(), "tunesmith-child-"));
  await bundledChild(distFolder);
  return { distFolder, tfjsNodePath: tfjsNodeFolder, threads: 1 };
}

/** Bundles the entry of the child process as the build does. */
export async function bundledChild(folder: string): Promise<void> {
  renameSync(await bundled("src/worker/tfjsNode/child.ts", folder), path.join(folder, childScript));
}

/** What `work` will give, and the process that it starts at once. */
export function starting<Result>(work: () => Promise<Result>): {
  readonly result: Promise<Result>;
  readonly child: ChildProcess;
} {
  let child: ChildProcess | undefined;
  const started = (message: unknown): void => {
    child = (message as { process: ChildProcess }).process;
  };
  subscribe("child_process", started);
  const result = work();
  unsubscribe("child_process", started);
  if (!child) throw new Error("No process was started.");
  return { result, child };
}
