import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { AbortError } from "../../../src/model/abort";
import { CharModel } from "../../../src/model/charModel";
import { meanLoss, sequenceLosses } from "../../../src/model/evaluate";
import { seededRandom } from "../../../src/model/random";
import { TfjsNetwork } from "../../../src/model/tfjsNetwork";
import { use } from "./backends";
import {
  architecture,
  greatestDifference,
  liveWeights,
  randomSequence,
  threeInputs,
} from "./network";
import { PlainNetwork, plainLoss } from "./plainNetwork";

const shape = architecture({ layers: 2, inputs: threeInputs, dropout: 0.5 });
const weights = liveWeights(shape);
const random = seededRandom(6);
const sequences = [9, 1, 30, 4, 30, 17].map((length) => randomSequence(shape, length, random));

/** The losses by the textbook's equations. */
const expected = sequences.map(({ inputs, targets }) => {
  const plain = new PlainNetwork(shape, weights);
  const state = plain.start();
  return Array.from(targets, (target, t) =>
    plainLoss(
      plain.step(
        inputs.map((ids) => ids[t] as number),
        state,
      ),
      target,
    ),
  );
});

describe.each(["cpu", "wasm"] as const)("the loss of sequences on %s", (backend) => {
  test.each([
    [1, 1000],
    [2, 8],
    [4, 5],
    [100, 1],
    [32, 128],
  ])("is right in batches of %i, %i steps at once", async (batchSize, length) => {
    await use(backend);
    const model = new CharModel(shape, weights);
    const network = new TfjsNetwork(model);
    const before = tf.memory().numTensors;
    const losses = await sequenceLosses(network, sequences, { batchSize, length });
    expect(losses.map((one) => one.length)).toEqual(expected.map((one) => one.length));
    for (const [index, one] of losses.entries()) {
      expect(greatestDifference(one, expected[index] as number[])).toBeLessThan(1e-4);
    }
    const again = await sequenceLosses(network, sequences, { batchSize, length });
    expect(again).toEqual(losses);
    expect(tf.memory().numTensors).toBe(before);
    const all = expected.flat();
    const mean = all.reduce((sum, loss) => sum + loss, 0) / all.length;
    expect(meanLoss(losses)).toBeCloseTo(mean, 4);
    model.dispose();
  });
});

test("an evaluation that is aborted ends with an AbortError and frees its state", async () => {
  await use("cpu");
  const model = new CharModel(shape, weights);
  const network = new TfjsNetwork(model);
  const before = tf.memory().numTensors;
  let looks = 0;
  const signal = {
    get aborted() {
      return ++looks > 3;
    },
  };
  await expect(sequenceLosses(network, sequences, { length: 4, signal })).rejects.toThrow(
    AbortError,
  );
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});
