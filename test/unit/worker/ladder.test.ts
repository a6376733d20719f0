import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { startState } from "../../../src/model/network";
import { Ladder } from "../../../src/worker/backend";
import { compose } from "../../../src/worker/composeEngine";
import { describeModel, loadModel } from "../../../src/worker/loadedModel";
import { readModelFolder, writeModelFolder } from "../../../src/worker/modelFolder";
import type { Rung, RungPlaces } from "../../../src/worker/rung";
import { type TrainEvent, trainModel } from "../../../src/worker/trainModel";
import { use, wasmFolder } from "../model/backends";
import { architecture, greatestDifference, liveWeights } from "../model/network";
import { recipe, tunes } from "../model/training";
import { book, freshFolder, musicModel, written } from "./folders";
import { killChild, mortalPlaces } from "./mortalRung";

const folder = freshFolder();
const modelFolder = path.join(folder, "model");
const task = { kind: "continue", source: book, offset: book.length } as const;
const options = {
  temperature: 1,
  topP: 1,
  topK: 0,
  bars: 0,
  maxChars: 120,
  keepMeter: true,
  sectionStrength: 0,
  motifStrength: 1,
  seed: 3,
  candidates: 2,
};
const { signal } = new AbortController();

let places: RungPlaces;
beforeAll(async () => {
  places = { ...(await mortalPlaces(path.join(folder, "dist"))), threads: 3 };
  writeModelFolder(modelFolder, musicModel({ endless: true }), "float32");
});

describe("composing on a rung whose process is killed", () => {
  test.each([
    ["before the first character", 0],
    ["in the middle", 20],
  ])("goes on below it to the same text: %s", async (_, after) => {
    const log: string[] = [];
    const ladder = new Ladder(places, (line) => log.push(line), ["tfjs-node", "wasm"]);
    const loaded = await loadModel(modelFolder, ladder, "int8");
    expect(loaded.info.backend).toBe("tfjs-node");
    expect(describeModel(loaded)).toContain("in float32 (tfjs-node has no int8)");
    if (after === 0) killChild(log);
    const streamed = ["", ""];
    let pieces = 0;
    const listener = {
      placed() {},
      streamed(candidate: number, text: string) {
        streamed[candidate] += text;
        if (++pieces === after) killChild(log);
      },
    };
    const composed = await compose(loaded, task, options, listener, signal);
    expect(composed).toMatchObject({ seedToken: "3-wasm-f32", lost: "tfjs-node" });
    expect(composed.candidates.map(({ text }) => text)).toEqual(streamed);
    expect(log).toEqual([
      expect.stringMatching(/^Backend: tfjs-node /),
      expect.stringMatching(/^The backend tfjs-node failed: The process .* \(SIGKILL\)\./),
      expect.stringMatching(/^Backend: wasm /),
    ]);
    expect(loaded.info.backend).toBe("wasm");

    const whole = await loadModel(modelFolder, await use("wasm"), "float32");
    const silent = { placed() {}, streamed() {} };
    const expected = await compose(whole, task, options, silent, signal);
    expect(expected.lost).toBeUndefined();
    expect(composed.candidates.map(({ text }) => text)).toEqual(
      expected.candidates.map(({ text }) => text),
    );
    whole.network.dispose();
    loaded.network.dispose();
    await ladder.dispose();
  });

  test("gives the error of the last rung when none is left", async () => {
    const log: string[] = [];
    const ladder = new Ladder(places, (line) => log.push(line), ["tfjs-node"]);
    const loaded = await loadModel(modelFolder, ladder, "float32");
    killChild(log);
    const silent = { placed() {}, streamed() {} };
    await expect(compose(loaded, task, options, silent, signal)).rejects.toMatchObject({
      name: "BackendLostError",
    });
    expect(ladder.isSpent).toBe(true);
  });

  test("keeps the rung when what was asked for is impossible", async () => {
    const log: string[] = [];
    const ladder = new Ladder(places, (line) => log.push(line), ["fused", "cpu"]);
    const shape = architecture();
    const network = await ladder.network(shape, liveWeights(shape), "float32");
    const unknown = [Int32Array.of(1000)];
    await expect(network.step(unknown, startState(shape, 1))).rejects.toThrow(RangeError);
    expect(ladder.name).toBe("fused");
  });

  test("a network that a rung cannot make is made on the next", async () => {
    const log: string[] = [];
    const cannot = async (): Promise<never> => {
      throw new Error("there is not the memory.");
    };
    const wasm = await use("wasm");
    const load = async (name: string): Promise<Rung> =>
      name === "fused" ? { ...wasm, name, network: cannot } : wasm;
    const ladder = new Ladder(
      { distFolder: wasmFolder },
      (line) => log.push(line),
      ["fused", "wasm"],
      load,
    );
    const shape = architecture();
    const network = await ladder.network(shape, liveWeights(shape), "int8");
    expect(network.precision).toBe("float32");
    expect(log[1]).toBe("The backend fused failed: there is not the memory.");
    const logits = await network.step([Int32Array.of(4)], startState(shape, 1));
    const direct = await wasm.network(shape, liveWeights(shape), "float32");
    const expected = await direct.step([Int32Array.of(4)], startState(shape, 1));
    expect(greatestDifference(logits, expected)).toBe(0);
  });
});

describe("training on a rung whose process is killed", () => {
  test("begins the epoch again below it, from the weights of the last finished one", async () => {
    const data = written(
      folder,
      "train.abc",
      tunes.map((tune, i) => `X:${i + 1}\n${tune}`).join("\n"),
    );
    const train = {
      data: [data],
      heldOut: [data],
      name: "mortal",
      precision: "float32",
      cell: "lstm",
      hidden: 12,
      layers: 1,
      dropout: 0.2,
      fields: "MK",
      command: "",
    } as const;
    const sgd = {
      optimizer: "sgd",
      learningRate: 0.5,
      schedule: "constant",
      sequenceLength: 8,
    } as const;
    const run = async (
      out: string,
      epochs: number,
      names: readonly ("tfjs-node" | "wasm")[],
      killAt?: number,
    ) => {
      const log: string[] = [];
      const told: TrainEvent[] = [];
      let time = 0;
      const now = (): number => {
        time += 1500;
        // The clock is asked at each chunk.
        return time;
      };
      const given = { ...recipe({ ...sgd, epochs }), now };
      const ladder = new Ladder(places, (line) => log.push(line), names);
      let progressed = 0;
      for await (const event of trainModel(() => ladder, {
        ...train,
        out: path.join(folder, out),
        recipe: given,
      })) {
        told.push(event);
        if (event.kind === "progress" && event.epoch === 2 && ++progressed === killAt)
          killChild(log);
      }
      return { log, told, saved: readModelFolder(path.join(folder, out)) };
    };
    const broken = await run("broken", 3, ["tfjs-node", "wasm"], 2);
    expect(broken.log).toEqual([
      expect.stringMatching(/^Backend: tfjs-node /),
      "Training on tfjs-node with 3 threads.",
      expect.stringMatching(/^The backend tfjs-node failed: The process .* \(SIGKILL\)\./),
      expect.stringMatching(/^Backend: wasm /),
      "Training on wasm with 1 thread.",
      "Training goes on from the last finished epoch.",
    ]);
    const whole = await run("whole", 3, ["wasm"]);
    const losses = (told: TrainEvent[]) =>
      told.flatMap((event) =>
        event.kind === "epoch" ? [event.trainLoss, event.heldOutLoss ?? 0] : [],
      );
    // Plain gradient descent remembers nothing else, so the run is the one that nothing befell.
    for (const [index, loss] of losses(whole.told).entries()) {
      expect(losses(broken.told)[index]).toBeCloseTo(loss, 4);
    }
    for (const [name, values] of whole.saved.weights) {
      const others = broken.saved.weights.get(name) as Float32Array;
      expect(greatestDifference(others, values)).toBeLessThan(1e-4);
    }
    expect(broken.saved.metadata.training[0]).toMatchObject({
      backend: "wasm",
      options: { threads: 1 },
    });
  });

  test("ends with what ended the last rung", async () => {
    const data = written(folder, "one.abc", book);
    const log: string[] = [];
    const ladder = new Ladder(places, (line) => log.push(line), ["tfjs-node"]);
    const events = trainModel(() => ladder, {
      data: [data],
      heldOut: [],
      out: path.join(folder, "never"),
      name: "never",
      precision: "float32",
      cell: "lstm",
      hidden: 8,
      layers: 1,
      dropout: 0,
      fields: "MK",
      command: "",
      recipe: recipe({ epochs: 1000 }),
    });
    const all = async (): Promise<void> => {
      for await (const event of events)
        if (event.kind === "epoch" && event.epoch === 2) killChild(log);
    };
    await expect(all()).rejects.toMatchObject({ name: "BackendLostError" });
    // What was finished is there.
    expect(readModelFolder(path.join(folder, "never")).metadata.training[0]?.epochs).toBe(2);
  });
});
