import { beforeAll, expect, test } from "vitest";
import type { Architecture } from "../../../src/model/architecture";
import { CharModel } from "../../../src/model/charModel";
import { meanLoss, sequenceLosses } from "../../../src/model/evaluate";
import { type NetworkState, type Recipe, startState } from "../../../src/model/network";
import { seededRandom } from "../../../src/model/random";
import type { Chunk } from "../../../src/model/training/batches";
import { TfjsTrainee } from "../../../src/model/training/tfjsTrainee";
import { use } from "./backends";
import { chunkOf, relativeDifference, trainees } from "./kernelTrainees";
import { architecture, greatestDifference, liveWeights } from "./network";
import { recipe, sequences, trained, vocabulary } from "./training";

const { start } = trainees();
beforeAll(() => use("cpu"));

const inputs = [{ name: "character", size: vocabulary.size }];
const shapeOf = (changes: Partial<Architecture>): Architecture =>
  architecture({ inputs, outputs: vocabulary.size, ...changes });
const sgd: Recipe = { optimizer: "sgd", weightDecay: 0, clip: 0 };
const step = { rate: 0.1, dropout: { share: 0, seed: 1, stream: 16 } };

test.each([
  ["lstm", 1, 2],
  ["rnn", 2, 1],
] as const)(
  "a small %s of %i layers learns one tune by heart on %i threads",
  async (cell, layers, threads) => {
    const shape = shapeOf({ cell, layers, hidden: 32, embedding: 16 });
    const options = recipe({ learningRate: 0.02, epochs: 120, schedule: "cosine" });
    const trainee = await start(shape, liveWeights(shape), options, threads);
    const one = sequences.slice(0, 1);
    await trained(trainee, options, [], one);
    expect(meanLoss(await sequenceLosses(trainee, one))).toBeLessThan(0.05);
    trainee.dispose();
  },
);

test("a run with dropout, held-out tunes and a schedule tells what it tells on tfjs", async () => {
  const shape = shapeOf({ layers: 2, hidden: 13, dropout: 0.3 });
  const options = () => recipe({ epochs: 3, schedule: "cosine", weightDecay: 0.1, batchSize: 3 });
  const [training, heldOut] = [sequences.slice(1), sequences.slice(0, 1)];
  const own = await start(shape, liveWeights(shape), options(), 2);
  const other = new TfjsTrainee(new CharModel(shape, liveWeights(shape)), options());
  const told = await trained(own, options(), heldOut, training);
  const expected = await trained(other, options(), heldOut, training);
  const losses = (all: typeof told) =>
    all.flatMap(({ trainLoss, heldOutLoss = 1 }) => [trainLoss, heldOutLoss]);
  expect(relativeDifference(losses(told), losses(expected))).toBeLessThan(1e-5);
  const { heldOutLoss } = told.at(-1) ?? {};
  expect(meanLoss(await sequenceLosses(own, heldOut))).toBeCloseTo(heldOutLoss as number, 5);
  own.dispose();
  other.dispose();
});

test.each([1, 2])(
  "gradients that are no numbers change nothing, on %i threads",
  async (threads) => {
    const shape = architecture({ hidden: 13 });
    const weights = liveWeights(shape);
    weights.set("output/kernel", new Float32Array(13 * 11).fill(3e38));
    const adam: Recipe = { optimizer: "adam", weightDecay: 0.1, clip: 1 };
    const trainee = await start(shape, weights, adam, threads);
    const chunk = chunkOf(shape, [5, 3, 4, 5, 5]);
    const { norm } = await trainee.train(chunk, startState(shape, 5), step);
    expect(norm).not.toSatisfy(Number.isFinite);
    expect([...trainee.weights()]).toEqual([...weights]);
    // Nothing of it is left when the weights are good again.
    trainee.assign(liveWeights(shape));
    const fresh = await start(shape, liveWeights(shape), adam, threads);
    for (const _ of [1, 2]) {
      const told = await trainee.train(chunk, startState(shape, 5), step);
      expect(told).toEqual(await fresh.train(chunk, startState(shape, 5), step));
    }
    expect([...trainee.weights()]).toEqual([...fresh.weights()]);
    trainee.dispose();
    fresh.dispose();
  },
);

test("a training that blows up says so and leaves the best weights", async () => {
  const shape = shapeOf({});
  const blowUp = recipe({ optimizer: "sgd", learningRate: 1e30, clip: 0, epochs: 9 });
  const trainee = await start(shape, liveWeights(shape), blowUp);
  await expect(trained(trainee, blowUp, sequences)).rejects.toThrow("smaller learning rate");
  trainee.dispose();
});

/** Weights of a large network, quickly. */
function quickWeights(shape: Architecture): Map<string, Float32Array> {
  const random = seededRandom(3);
  const small = liveWeights({ ...shape, hidden: 1, embedding: 1 });
  const { hidden, embedding, outputs } = shape;
  const sizes = [11 * embedding, embedding * 4 * hidden, hidden * 4 * hidden, 4 * hidden];
  const all = [...sizes, hidden * outputs, outputs];
  return new Map(
    [...small.keys()].map((name, i) => [
      name,
      Float32Array.from({ length: all[i] as number }, () => 0.1 * (random() - 0.5)),
    ]),
  );
}

test("1000 units train as on tfjs, with a chunk of one step among others", async () => {
  const shape = architecture({ hidden: 1000, embedding: 3 });
  const weights = quickWeights(shape);
  const own = await start(shape, weights, sgd, 2);
  const other = new TfjsTrainee(new CharModel(shape, weights), sgd);
  const [state, expected] = [startState(shape, 5), startState(shape, 5)];
  for (const lengths of [
    [3, 2, 3, 1, 3],
    [1, 1, 1, 1, 1],
  ]) {
    const chunk = chunkOf(shape, lengths);
    const [a, b] = [await own.train(chunk, state, step), other.train(chunk, expected, step)];
    expect(relativeDifference([a.lossSum, a.norm], [b.lossSum, b.norm])).toBeLessThan(1e-5);
    expect(greatestDifference(state.values, expected.values)).toBeLessThan(1e-5);
  }
  for (const [name, values] of other.weights()) {
    expect(greatestDifference(own.weights().get(name) ?? [], values)).toBeLessThan(1e-5);
  }
  own.dispose();
  other.dispose();
});

/** A chunk of nothing but zeros. */
function blank(steps: number, batch: number): Chunk {
  const zeros = () => new Int32Array(steps * batch);
  const weights = new Float32Array(steps * batch);
  return { steps, batch, inputs: [zeros()], targets: zeros(), weights, count: 0 };
}

test("memory that cannot be had is told with its size, and training goes on without it", async () => {
  const shape = architecture({ hidden: 1000, embedding: 3 });
  const trainee = await start(shape, quickWeights(shape), sgd);
  const chunk = chunkOf(shape, [2, 1]);
  const before = await trainee.losses(chunk, startState(shape, 2));
  // Gates of [steps · lanes, 4000], and six times [steps · lanes, 1000]; the second is beyond what 32 bits count.
  for (const [steps, lanes] of [
    [1000, 128],
    [1024, 1024],
  ] as const) {
    const wanted = (steps * lanes * 10_000 * 4) / 2 ** 20;
    const error = await trainee
      .train(blank(steps, lanes), startState(shape, lanes), step)
      .catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({
      name: "OutOfMemoryError",
      message: expect.stringMatching(/^The network needs \d+ MB of memory, which cannot be had\.$/),
    });
    const told = Number(/\d+/.exec((error as Error).message)?.[0]);
    expect(told / wanted).toBeGreaterThan(1);
    expect(told / wanted).toBeLessThan(1.1);
  }
  expect(await trainee.losses(chunk, startState(shape, 2))).toEqual(before);
  trainee.dispose();
});

test("weights that are missing, of another size or no numbers are named, before and while training", async () => {
  const shape = architecture();
  const trainee = await start(shape, liveWeights(shape), sgd);
  const refused = async (change: (weights: Map<string, Float32Array>) => void, why: string) => {
    const weights = liveWeights(shape);
    change(weights);
    await expect(start(shape, weights, sgd, 2)).rejects.toThrow(why);
    expect(() => trainee.assign(weights)).toThrow(why);
  };
  await refused((weights) => weights.delete("output/bias"), "output/bias is not of shape [11]");
  await refused(
    (weights) => weights.set("recurrent_1/bias", new Float32Array(33)),
    "recurrent_1/bias is not of shape [32]",
  );
  for (const value of [Number.NaN, Number.NEGATIVE_INFINITY]) {
    await refused((weights) => {
      (weights.get("recurrent_1/kernel") as Float32Array)[7] = value;
    }, "recurrent_1/kernel holds what is no number");
  }
  expect([...trainee.weights()]).toEqual([...liveWeights(shape)]);
  await expect(start(architecture({ layers: 4 }), liveWeights(shape), sgd)).rejects.toThrow(
    "1 to 3 layers",
  );
  trainee.dispose();
});

test("a chunk that does not fit is refused and leaves no trace", async () => {
  const shape = architecture();
  const [trainee, fresh] = [
    await start(shape, liveWeights(shape), sgd, 2),
    await start(shape, liveWeights(shape), sgd, 2),
  ];
  const chunk = chunkOf(shape, [4, 3, 4, 4, 2]);
  const with7 = (ids: Int32Array, value: number) => ids.with(7, value);
  const state = (lanes = 5): NetworkState => startState(shape, lanes);
  const refused = async (bad: Chunk, from: NetworkState, why: string) => {
    await expect(trainee.train(bad, from, step)).rejects.toThrow(why);
    await expect(trainee.losses(bad, from)).rejects.toThrow(why);
    expect(Math.max(...from.values.map(Math.abs), 0)).toBe(0);
  };
  const [ids] = chunk.inputs as [Int32Array];
  const noTarget = { ...chunk, targets: with7(chunk.targets, 11) };
  await refused(
    { ...chunk, inputs: [with7(ids, 11)] },
    state(),
    "character 11 is not one of 0 to 10",
  );
  await refused({ ...chunk, inputs: [with7(ids, -1)] }, state(), "character -1");
  await refused(noTarget, state(), "The target 11 is not one of 0 to 10");
  await refused({ ...chunk, inputs: [] }, state(), "needs 1 inputs, not 0");
  await refused(chunk, state(3), "of 3 lanes, the chunk of");
  await refused(blank(0, 5), state(), "at least one step, not 0");
  const told = await trainee.train(chunk, state(), step);
  expect(told).toEqual(await fresh.train(chunk, state(), step));
  expect([...trainee.weights()]).toEqual([...fresh.weights()]);
  trainee.dispose();
  fresh.dispose();
});
