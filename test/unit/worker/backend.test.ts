import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { build } from "esbuild";
import { describe, expect, test } from "vitest";
import { Ladder, loadRung, type RungLoader, rungsFrom } from "../../../src/worker/backend";
import { type Rung, rungNames } from "../../../src/worker/rung";
import { architecture, liveWeights } from "../model/network";

test("the ladder's order is fused, tfjs-node, wasm, cpu", () => {
  expect(rungNames).toEqual(["fused", "tfjs-node", "wasm", "cpu"]);
});

test("without its .wasm files the wasm backend gives way to cpu, and the log says both", async () => {
  const empty = mkdtempSync(path.join(tmpdir(), "backend-"));
  try {
    const lines: string[] = [];
    const log = (line: string): void => void lines.push(line);
    const ladder = new Ladder({ distFolder: empty }, log, rungsFrom("wasm"));
    const rung = await ladder.rung();
    expect(rung.name).toBe("cpu");
    expect(lines).toEqual([
      expect.stringMatching(/^The backend wasm did not load: \S.+$/),
      expect.stringMatching(/^Backend: cpu \(tfjs \d.+\)\.$/),
    ]);
  } finally {
    rmSync(empty, { recursive: true });
  }
  expect(tf.getBackend()).toBe("cpu");
  expect(tf.add(1, 2).dataSync()[0]).toBe(3);
});

describe("while a rung is being loaded", () => {
  /** Loads a rung each time it is asked, tells how many are open, and waits for `go` before. */
  function slowly() {
    const open: Rung[] = [];
    let go = (): void => {};
    const wait = new Promise<void>((resolve) => {
      go = resolve;
    });
    const load: RungLoader = async (name, places) => {
      await wait;
      const rung = await loadRung(name, places);
      const counted: Rung = { ...rung, dispose: () => void open.splice(open.indexOf(counted), 1) };
      open.push(counted);
      return counted;
    };
    const ladder = new Ladder({ distFolder: "" }, () => {}, ["cpu", "cpu"], load);
    return { ladder, open, go };
  }

  test("all who want one get the same", async () => {
    const { ladder, open, go } = slowly();
    const shape = architecture();
    const asked = [ladder.rung(), ladder.rung()];
    const made = [1, 2].map(() =>
      ladder.make((rung) => rung.network(shape, liveWeights(shape), "int8")),
    );
    go();
    const rungs = [
      ...(await Promise.all(asked)),
      ...(await Promise.all(made)).map(({ rung }) => rung),
    ];
    expect(new Set(rungs).size).toBe(1);
    expect(open).toEqual([rungs[0]]);
    await ladder.dispose();
    expect(open).toEqual([]);
  });

  test("a ladder that is freed frees it when it has come", async () => {
    const { ladder, open, go } = slowly();
    const asked = ladder.rung();
    await ladder.dispose();
    go();
    await expect(asked).rejects.toThrow("needed no more");
    expect(open).toEqual([]);
  });
});

/** The packages that load with a program, without what it imports later, if ever. */
async function loadedWith(entries: string[]): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: entries,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    outdir: "out",
    packages: "external",
    logLevel: "silent",
  });
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const { path: to, kind, external } of metafile.inputs[file]?.imports ?? []) {
      if (kind === "dynamic-import") continue;
      if (external) found.add(to);
      else visit(to);
    }
  };
  for (const entry of entries) visit(entry);
  return [...found];
}

test("tfjs loads only with the rung that computes with it", async () => {
  expect(await loadedWith(["src/worker/rungs/tfjs.ts"])).toContain("@tensorflow/tfjs-core");
  const withoutTfjs = [
    ...["generate", "evaluate", "sampling", "vocabulary", "checkpoint", "architecture"].map(
      inModel,
    ),
    ...["initialize", "network", "nextTurn", "exp"].map(inModel),
    ...["train", "batches", "options", "meter", "dropout", "schedule"].map(
      (name) => `src/model/training/${name}.ts`,
    ),
    "src/worker/main.ts",
    "src/cli/main.ts",
  ];
  for (const file of withoutTfjs) {
    const loaded = await loadedWith([file]);
    expect(loaded.filter((name) => name.startsWith("@tensorflow/"))).toEqual([]);
  }
});

function inModel(name: string): string {
  return `src/model/${name}.ts`;
}
