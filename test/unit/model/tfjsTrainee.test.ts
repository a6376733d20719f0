import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Network, Recipe, Trainee, TrainStep } from "../../../src/model/network";
import { startState } from "../../../src/model/network";
import { seededRandom } from "../../../src/model/random";
import { TfjsNetwork } from "../../../src/model/tfjsNetwork";
import { type Chunk, chunks } from "../../../src/model/training/batches";
import { dropoutMask } from "../../../src/model/training/dropout";
import { TfjsTrainee } from "../../../src/model/training/tfjsTrainee";
import { train } from "../../../src/model/training/train";
import { use } from "./backends";
import {
  architecture,
  greatestDifference,
  liveWeights,
  randomSequence,
  smallModel,
} from "./network";
import { recipe, sequences, vocabulary } from "./training";

const shape = architecture({ layers: 2 });
const random = seededRandom(3);
const batch = [10, 6, 8].map((length) => randomSequence(shape, length, random));
const [first, second] = [...chunks(batch, 5)] as [Chunk, Chunk];
const plain: Recipe = { optimizer: "sgd", weightDecay: 0, clip: 0 };
const still: TrainStep = { rate: 0, dropout: { share: 0, seed: 1, stream: 16 } };

describe.each(["wasm", "cpu"] as const)("a trainee on %s", (backend) => {
  beforeAll(() => use(backend));
  let tensors = 0;
  beforeEach(() => {
    tensors = tf.memory().numTensors;
  });

  test("carries its state on in place, and its loss counts targets only", () => {
    const trainee = new TfjsTrainee(smallModel({ layers: 2 }), plain);
    const network = new TfjsNetwork(smallModel({ layers: 2 }));
    const [state, other] = [startState(shape, 3), startState(shape, 3)];
    for (const chunk of [first, second]) {
      const { values } = state;
      const { lossSum, norm } = trainee.train(chunk, state, still);
      const losses = network.losses(chunk, other);
      const expected = losses.reduce((sum, loss, i) => sum + loss * (chunk.weights[i] ?? 0), 0);
      expect(lossSum).toBeCloseTo(expected, 3);
      expect(norm).toBeGreaterThan(0.01);
      expect(state.values).toBe(values);
      expect(greatestDifference(values, other.values)).toBeLessThan(1e-5);
    }
    expect(Math.max(...state.values)).toBeGreaterThan(0.01);
    const again = trainee.losses(first, startState(shape, 3));
    expect(again).toEqual(network.losses(first, startState(shape, 3)));
    trainee.dispose();
    network.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  });

  test("leaves out the outputs of its mask", () => {
    // The gradient of an output's weights is 0 where the output is left out in every row.
    const [chunk] = [...chunks([randomSequence(shape, 1, random)], 1)] as [Chunk];
    const before = liveWeights(shape).get("output/kernel") as Float32Array;
    for (const stream of [16, 17, 18]) {
      const dropout = { share: 0.5, seed: 4, stream };
      const trainee = new TfjsTrainee(smallModel({ layers: 2 }), plain);
      trainee.train(chunk, startState(shape, 1), { rate: 1, dropout });
      const after = trainee.weights().get("output/kernel") as Float32Array;
      const changed = Array.from({ length: shape.hidden }, (_, unit) => {
        const row = [unit * shape.outputs, (unit + 1) * shape.outputs] as const;
        return greatestDifference(after.subarray(...row), before.subarray(...row)) > 0;
      });
      const mask = dropoutMask(1, shape.hidden, dropout);
      expect(changed).toEqual(Array.from(mask, (value) => value > 0));
      trainee.dispose();
    }
  });

  test("that meets gradients that are no numbers keeps its weights", () => {
    const model = smallModel({ layers: 2 });
    const weights = model.weights();
    (weights.get("recurrent_1/bias") as Float32Array)[9] = Number.NaN;
    model.assign(weights);
    const trainee = new TfjsTrainee(model, plain);
    const { norm } = trainee.train(first, startState(shape, 3), { ...still, rate: 0.1 });
    expect(norm).toBeNaN();
    expect(trainee.weights()).toEqual(weights);
    trainee.dispose();
  });
});

test("each chunk of a run draws its dropout from a stream of its own, and answers may come late", async () => {
  await use("wasm");
  const outputs = vocabulary.size;
  const inputs = [{ name: "character", size: outputs }];
  const options = recipe({ epochs: 2, seed: 5 });
  const make = () =>
    new TfjsTrainee(smallModel({ inputs, outputs, dropout: 0.25, layers: 2 }), options);
  const [inner, direct] = [make(), make()];
  const steps: TrainStep[] = [];
  const late: Trainee = {
    architecture: inner.architecture,
    train: async (chunk, state, step) => {
      steps.push(step);
      await new Promise((resolve) => setTimeout(resolve, 1));
      return inner.train(chunk, state, step);
    },
    losses: async (...args: Parameters<Network["losses"]>) => inner.losses(...args),
    weights: async () => inner.weights(),
    assign: async (weights) => inner.assign(weights),
    dispose() {},
  };
  for await (const _ of train(late, () => sequences, sequences, options)) {
    // Only what it was asked counts.
  }
  expect(steps.map(({ dropout }) => dropout)).toEqual(
    steps.map((_, index) => ({ share: 0.25, seed: 5, stream: 16 + index })),
  );
  expect(steps.length).toBeGreaterThan(8);
  for await (const _ of train(direct, () => sequences, sequences, recipe({ epochs: 2, seed: 5 }))) {
    // The same run without waiting.
  }
  expect(direct.weights()).toEqual(inner.weights());
  inner.dispose();
  direct.dispose();
});
