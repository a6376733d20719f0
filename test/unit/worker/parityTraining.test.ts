import { beforeAll, describe, expect, test } from "vitest";
import { type Architecture, copiedInputs } from "../../../src/model/architecture";
import { type NetworkState, type Recipe, startState } from "../../../src/model/network";
import { seededRandom } from "../../../src/model/random";
import { chunks } from "../../../src/model/training/batches";
import type { Rung } from "../../../src/worker/rung";
import { use } from "../model/backends";
import { chunkOf } from "../model/kernelTrainees";
import {
  architecture,
  copying,
  greatestDifference,
  liveWeights,
  randomSequence,
  threeInputs,
} from "../model/network";
import { plainObjective, plainSlopes } from "../model/plainGradient";
import { rungsHere, useRung } from "./everyRung";

/** Networks to train, of odd sizes and of one that a backend may treat apart, and the optimizers to train them with. */
const runs: [string, Architecture, Recipe][] = (
  [
    [
      "adam",
      { layers: 2, hidden: 13, embedding: 5, dropout: 0.25, inputs: threeInputs, outputs: 9 },
    ],
    ["adam", { hidden: 64 }],
    ["sgd", { layers: 3, hidden: 7 }],
    ["adam", { cell: "rnn", hidden: 13, dropout: 0.25 }],
    ["adam", { layers: 2, hidden: 13, dropout: 0.25, ...copying }],
    ["sgd", { cell: "rnn", ...copying }],
  ] as const
).map(([optimizer, changes]) => {
  const shape = architecture(changes);
  const copies = copiedInputs(shape).length > 0 ? ", copying," : "";
  const name = `${shape.layers} × ${shape.hidden} ${shape.cell}${copies} by ${optimizer}`;
  return [name, shape, { optimizer, weightDecay: 0.01, clip: 1 }];
});

/** Trains 20 steps on tunes of unequal length, in chunks of 5 steps, the state carried from each to the next. */
async function twentySteps(rung: Rung, shape: Architecture, recipe: Recipe) {
  const trainee = await rung.trainee(shape, liveWeights(shape), recipe);
  const random = seededRandom(8);
  const batch = [30, 12, 25].map((length) => randomSequence(shape, length, random));
  const losses: number[] = [];
  const norms: number[] = [];
  const states: number[] = [];
  while (losses.length < 20) {
    const state = startState(shape, batch.length);
    for (const chunk of chunks(batch, 5)) {
      if (losses.length === 20) break;
      const dropout = { share: shape.dropout, seed: 3, stream: 16 + losses.length };
      const { lossSum, norm } = await trainee.train(chunk, state, { rate: 0.02, dropout });
      losses.push(lossSum / chunk.count);
      norms.push(norm);
      states.push(...state.values);
    }
  }
  const weights = await trainee.weights();
  trainee.dispose();
  return { losses, norms, states, weights };
}

/** What the cpu rung made of each run. */
const expected = new Map<string, Awaited<ReturnType<typeof twentySteps>>>();
beforeAll(async () => {
  const cpu = await use("cpu");
  for (const [name, shape, recipe] of runs) {
    expected.set(name, await twentySteps(cpu, shape, recipe));
  }
});

/** Tiny networks, a chunk in which lanes end early, and the state it begins with. */
const tiny = (
  [
    ["lstm", { layers: 2, inputs: threeInputs }],
    ["rnn", { layers: 2, inputs: threeInputs }],
    ["lstm", copying],
    ["rnn", copying],
  ] as const
).map(([cell, changes]) => {
  const shape = architecture({ cell, embedding: 3, hidden: 5, ...changes });
  const random = seededRandom(8);
  const from = startState(shape, 4);
  for (const i of from.values.keys()) from.values[i] = random() - 0.5;
  const chunk = chunkOf(shape, [6, 3, 1, 5]);
  const before = liveWeights(shape);
  const loss = (weights: Map<string, Float32Array>) => plainObjective(shape, weights, chunk, from);
  const slopes = [...before.keys()].map((name) => [name, plainSlopes(shape, name, loss)] as const);
  const kind = changes === copying ? `copying ${cell}` : cell;
  return { kind, shape, from, chunk, before, loss: loss(before), slopes };
});

describe.each(await rungsHere())("on %s", (name) => {
  let rung: Rung;
  useRung(name, (loaded) => {
    rung = loaded;
  });

  test.each(runs)("20 steps of %s go as on cpu, within 1e-3", async (run, shape, recipe) => {
    const own = await twentySteps(rung, shape, recipe);
    const cpu = expected.get(run) as typeof own;
    expect(own.losses).toHaveLength(20);
    // Something was learned.
    expect(Math.min(...cpu.losses)).toBeLessThan((cpu.losses[0] as number) - 0.05);
    expect(greatestDifference(own.losses, cpu.losses)).toBeLessThan(1e-3);
    expect(greatestDifference(own.norms, cpu.norms)).toBeLessThan(1e-3);
    expect(greatestDifference(own.states, cpu.states)).toBeLessThan(1e-3);
    for (const [weight, values] of cpu.weights) {
      expect(greatestDifference(own.weights.get(weight) ?? [], values)).toBeLessThan(1e-3);
    }
  });

  test.each(tiny)(
    "the gradient of a tiny $kind is the slope of its loss in doubles, along every weight",
    async ({ shape, from, chunk, before, loss, slopes }) => {
      // Without clipping, a step of gradient descent goes as far as the gradient says; a long one, so that the rounding of
      // the weights it leaves hardly counts.
      const rate = 64;
      const trainee = await rung.trainee(shape, before, {
        optimizer: "sgd",
        weightDecay: 0,
        clip: 0,
      });
      const state: NetworkState = { lanes: from.lanes, values: from.values.slice() };
      const dropout = { share: 0, seed: 1, stream: 16 };
      const { lossSum } = await trainee.train(chunk, state, { rate, dropout });
      expect(lossSum / (chunk.steps * chunk.batch)).toBeCloseTo(loss, 5);
      const after = await trainee.weights();
      for (const [weight, slope] of slopes) {
        const [w0, w1] = [before.get(weight), after.get(weight)] as [Float32Array, Float32Array];
        const gradient = Array.from(w0, (value, i) => (value - (w1[i] as number)) / rate);
        expect(Math.max(...slope.map(Math.abs))).toBeGreaterThan(5e-4);
        expect(greatestDifference(gradient, slope), weight).toBeLessThan(2e-6);
      }
      trainee.dispose();
    },
  );
});
