import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { usualComputing } from "../../../src/shared/computing";
import { loadRung, type RungLoader } from "../../../src/worker/backend";
import type { RungPlaces } from "../../../src/worker/rung";
import { fastestFirst, type TrainingWork, trainingLadder } from "../../../src/worker/trainingProbe";
import { wasmFolder } from "../model/backends";
import { architecture } from "../model/network";
import { freshFolder, written } from "./folders";
import { mortalPlaces } from "./mortalRung";

const work: TrainingWork = {
  architecture: architecture({ hidden: 24, dropout: 0.1 }),
  recipe: { optimizer: "adam", weightDecay: 0, clip: 1 },
  batchSize: 4,
  sequenceLength: 16,
};
/** Only one backend is measured. */
const wasmOnly = { fused: "load", "tfjs-node": "load" };
const folder = freshFolder();
let places: RungPlaces;
beforeAll(async () => {
  places = { ...(await mortalPlaces(path.join(folder, "dist"))), threads: 1 };
});

/** Probes with the real rungs but those that are `broken`; gives the order, the log and what was loaded and closed. */
async function probed(
  cacheFolder: string,
  broken: Partial<Record<string, string>> = {},
  changes: Partial<TrainingWork> = {},
  to: RungPlaces = places,
) {
  const log: string[] = [];
  const open: string[] = [];
  const loaded: string[] = [];
  const load: RungLoader = async (name, where) => {
    if (broken[name] === "load") throw new Error("it is not here.");
    const rung = await loadRung(name, where);
    open.push(name);
    loaded.push(name);
    return {
      ...rung,
      ...(broken[name] === "train" && {
        trainee: () => Promise.reject(new Error("not on this one.")),
      }),
      async dispose() {
        open.splice(open.indexOf(name), 1);
        await rung.dispose();
      },
    };
  };
  const probe = { places: to, cacheFolder, log: (line: string) => void log.push(line), load };
  const order = await fastestFirst({ ...work, ...changes }, probe);
  expect(open).toEqual([]);
  return { order, log, loaded };
}

describe("the choice of a rung to train on", () => {
  test("is made by measuring, told with its figures, and kept", async () => {
    const cache = path.join(folder, "fresh", "deep");
    await loadRung("cpu", places);
    const tensors = tf.memory().numTensors;
    const first = await probed(cache, { fused: "train" });
    expect(tf.memory().numTensors).toBe(tensors);
    expect(first.loaded).toEqual(["fused", "tfjs-node", "wasm"]);
    expect([...first.order].sort()).toEqual(["cpu", "tfjs-node", "wasm"]);
    expect(first.order[2]).toBe("cpu");
    expect(first.log[0]).toBe("The backend fused cannot train: not on this one.");
    expect(first.log).toHaveLength(2);
    const figure = "[\\d.]+k?";
    const [a, b] = first.order;
    expect(first.log[1]).toMatch(
      new RegExp(`^Training: ${a} ${figure}, ${b} ${figure} chars/s: ${a}\\.$`),
    );
    const again = await probed(cache, { fused: "load" });
    expect(again.order).toEqual(first.order);
    expect(again.loaded).toEqual([]);
    expect(again.log).toEqual([
      first.log[1]?.replace(" chars/s:", " chars/s, as measured before:"),
    ]);
  });

  test("counts a rung again that could not train the last time", async () => {
    const cache = freshFolder();
    const broken = { "tfjs-node": "load" };
    expect((await probed(cache, { ...broken, fused: "train" })).order).toEqual(["wasm", "cpu"]);
    expect((await probed(cache, broken)).order).toContain("fused");
    expect((await probed(cache, broken)).loaded).toEqual([]);
  });

  test("takes the fastest of the figures kept", async () => {
    const cache = freshFolder();
    await probed(cache);
    const file = path.join(cache, "training-backends.json");
    const kept = JSON.parse(readFileSync(file, "utf8")) as Record<string, object>;
    const [key] = Object.keys(kept) as [string];
    const speeds = { fused: 20, "tfjs-node": 31_400, wasm: 314 };
    writeFileSync(file, JSON.stringify({ [key]: speeds }));
    const { order, log } = await probed(cache);
    expect(order).toEqual(["tfjs-node", "wasm", "fused", "cpu"]);
    const figures = "tfjs-node 31k, wasm 314, fused 20 chars/s";
    expect(log).toEqual([`Training: ${figures}, as measured before: tfjs-node.`]);
  });

  test.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["another kind of figure", '{"KEY":{"wasm":"fast"}}'],
    ["a figure of nothing", '{"KEY":{"fused":0,"tfjs-node":1,"wasm":1}}'],
    ["another backend", '{"KEY":{"gpu":1}}'],
  ])("is made anew when what was kept is %s", async (_, text) => {
    const cache = freshFolder();
    await probed(cache, wasmOnly);
    const file = path.join(cache, "training-backends.json");
    const [key] = Object.keys(JSON.parse(readFileSync(file, "utf8")) as object) as [string];
    writeFileSync(file, text.replace('"KEY"', JSON.stringify(key)));
    expect((await probed(cache, wasmOnly)).loaded).toEqual(["wasm"]);
    expect((await probed(cache, wasmOnly)).loaded).toEqual([]);
  });

  test("is made anew for other work, other threads, and when another rung has come to load", async () => {
    const cache = freshFolder();
    const first = await probed(cache, wasmOnly);
    expect(first.order).toEqual(["wasm", "cpu"]);
    expect(first.log[1]).toBe("The backend tfjs-node did not load: it is not here.");
    expect((await probed(cache, wasmOnly)).loaded).toEqual([]);
    const others = [
      () => probed(cache, wasmOnly, { batchSize: 8 }),
      () => probed(cache, wasmOnly, { architecture: architecture({ hidden: 40 }) }),
      () => probed(cache, wasmOnly, {}, { ...places, threads: 2 }),
    ];
    for (const other of others) {
      expect((await other()).loaded).toEqual(["wasm"]);
      expect((await other()).loaded).toEqual([]);
    }
    const more = await probed(cache, { fused: "load" });
    expect(more.order).toContain("tfjs-node");
  });

  test("is made though its figures cannot be kept, and says so", async () => {
    const file = written(freshFolder(), "file", "");
    const { order, log } = await probed(path.join(file, "below"), wasmOnly);
    expect(order).toEqual(["wasm", "cpu"]);
    expect(log.at(-1)).toMatch(
      /^The figures cannot be kept in .*: a part of the path is no folder\.$/,
    );
  });

  test("is the last resort when no other can train, which is measured anew when one loads", async () => {
    const cache = freshFolder();
    const none = { ...wasmOnly, wasm: "load" };
    expect((await probed(cache, none)).order).toEqual(["cpu"]);
    expect((await probed(cache, wasmOnly)).order).toEqual(["wasm", "cpu"]);
  });

  test("needs no measuring when a backend is wanted", async () => {
    const cache = path.join(freshFolder(), "none");
    const log: string[] = [];
    const wanted = { ...usualComputing, backend: "wasm" } as const;
    const choose = trainingLadder(wanted, wasmFolder, cache, (line) => log.push(line));
    const ladder = await choose(work);
    expect((await ladder.rung()).name).toBe("wasm");
    expect(log).toEqual([expect.stringMatching(/^Backend: wasm /)]);
    expect(existsSync(cache)).toBe(false);
  });
});
