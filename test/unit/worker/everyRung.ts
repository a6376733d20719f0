import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll } from "vitest";
import { type Rung, type RungName, rungNames } from "../../../src/worker/rung";
import { loadFused } from "../../../src/worker/rungs/fused";
import { loadTfjsNode } from "../../../src/worker/rungs/tfjsNode";
import { use } from "../model/backends";
import { kernelFolder } from "../model/kernelBuilds";
import { bundledThread } from "../model/kernelTrainees";
import { buildTimeout, hasTfjsNode, tfjsNodePlaces } from "./tfjsNodeChild";

/** The rungs that this machine can have; says why one is missing. */
export async function rungsHere(): Promise<readonly RungName[]> {
  const withTfjsNode = await hasTfjsNode();
  return rungNames.filter((name) => name !== "tfjs-node" || withTfjsNode);
}

/**
 * Loads a rung as the product has it, fused with two threads to train on; tfjs, where it is one of its own, computes on it
 * from here on. To be freed by `free`.
 */
export async function loadedRung(
  name: RungName,
): Promise<{ readonly rung: Rung; free(): Promise<void> }> {
  if (name === "wasm" || name === "cpu") return { rung: await use(name), free: async () => {} };
  const places = name === "fused" ? await fusedPlaces() : await tfjsNodePlaces();
  const rung = await (name === "fused" ? loadFused(places) : loadTfjsNode(places));
  return {
    rung,
    async free() {
      await rung.dispose();
      rmSync(places.distFolder, { recursive: true });
    },
  };
}

/** Loads a rung before the tests of a block, hands it over, and frees it behind them. */
export function useRung(name: RungName, take: (rung: Rung) => void): void {
  beforeAll(async () => {
    const loaded = await loadedRung(name);
    take(loaded.rung);
    return () => loaded.free();
  }, buildTimeout);
}

async function fusedPlaces() {
  const distFolder = mkdtempSync(path.join(tmpdir(), "tunesmith-fused-"));
  for (const name of readdirSync(kernelFolder)) {
    copyFileSync(path.join(kernelFolder, name), path.join(distFolder, name));
  }
  await bundledThread(path.join(distFolder, "kernelThread.js"));
  return { distFolder, threads: 2 };
}
