import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CharModel } from "../../../src/model/charModel";
import { generate } from "../../../src/model/generate";
import { TfjsNetwork } from "../../../src/model/tfjsNetwork";
import { use } from "./backends";
import { anything, collect, options, texts, vocabulary } from "./generating";
import { smallModel } from "./network";

describe.each(["wasm", "cpu"] as const)("on %s", (backend) => {
  let model: CharModel;
  let network: TfjsNetwork;
  let tensors = 0;
  beforeAll(async () => {
    await use(backend);
    model = smallModel({ layers: 2 });
    network = new TfjsNetwork(model);
    const weights = model.weights();
    // Ends seldom, so that there is something to stop.
    (weights.get("output/bias") as Float32Array)[vocabulary.endId as number] = -6;
    model.assign(weights);
    // The model computes its tables at its first step and keeps them.
    await texts(model, "A", { maxChars: 1 });
  });
  afterAll(() => model.dispose());
  beforeEach(() => {
    tensors = tf.memory().numTensors;
  });

  test("a hundred generations leave no tensor", async () => {
    for (let seed = 0; seed < 100; seed++) {
      await texts(model, "AB", { seed, maxChars: 8, candidates: 1 + (seed % 3) });
    }
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test("cancelled in the middle, each candidate ends with what it has", async () => {
    const stop = new AbortController();
    let pieces = 0;
    const stopping = async function* () {
      const given = options({ candidates: 3, signal: stop.signal, maxChars: 10_000 });
      for await (const event of generate(network, vocabulary, [0, 3], given)) {
        if (event.kind === "text" && ++pieces === 20) stop.abort();
        yield event;
      }
    };
    const found = await collect(stopping(), 3);
    const cancelled = found.filter(({ reason }) => reason === "cancelled");
    expect(cancelled.length).toBeGreaterThan(0);
    expect(found.every(({ reason }) => reason === "cancelled" || reason === "end")).toBe(true);
    for (const { text, logProb } of cancelled) {
      expect(text.length).toBeGreaterThan(0);
      expect(logProb).toBeLessThan(0);
    }
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test("cancelled before it begins, it writes nothing", async () => {
    const found = await texts(model, "A", { candidates: 2, signal: { aborted: true } });
    expect(found).toEqual(new Array(2).fill({ text: "", reason: "cancelled", logProb: 0 }));
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test("cancelled while it reads a long prime, it writes nothing", async () => {
    let looks = 0;
    const signal = {
      get aborted() {
        return ++looks >= 3;
      },
    };
    const found = await texts(model, "AB|C".repeat(1000), { signal });
    expect(found).toEqual([{ text: "", reason: "cancelled", logProb: 0 }]);
    expect(looks).toBe(3);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test("leaving the loop frees everything", async () => {
    for (const leaveAt of [1, 2, 7]) {
      let events = 0;
      const given = options({ candidates: 4, maxChars: 10_000 });
      for await (const _ of generate(network, vocabulary, [0, 3, 4], given)) {
        if (++events === leaveAt) break;
      }
    }
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test("an error in the stop rule crosses and frees everything", async () => {
    const rule = () =>
      anything({
        stopsBefore() {
          throw new Error("broken rule");
        },
      });
    await expect(texts(model, "AB", { rule })).rejects.toThrow("broken rule");
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test("an id the model does not have is refused and frees everything", async () => {
    for (const prime of [
      [0, 99],
      [0, 3, -1],
    ]) {
      const generation = generate(network, vocabulary, prime, options());
      await expect(collect(generation, 1)).rejects.toThrow();
    }
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
