import { describe, expect, test } from "vitest";
import type { Architecture } from "../../../src/model/architecture";
import { type NetworkState, type Recipe, startState } from "../../../src/model/network";
import { seededRandom } from "../../../src/model/random";
import { chunkOf, kinds, trainees } from "./kernelTrainees";
import { architecture, copying, greatestDifference, liveWeights, threeInputs } from "./network";
import { plainObjective, plainSlopes } from "./plainGradient";

const { start } = trainees();
const plain: Recipe = { optimizer: "sgd", weightDecay: 0, clip: 0 };
const still = { share: 0, seed: 1, stream: 16 };
/** Large, so that the rounding of weights that were updated hardly counts in the gradient. */
const rate = 64;

const small = { embedding: 3, hidden: 5, outputs: 7 };
const shapes: [string, Architecture][] = (["lstm", "rnn"] as const).flatMap((cell) => [
  ...[1, 2, 3].map((layers): [string, Architecture] => [
    `${layers} × ${cell}`,
    architecture({ cell, layers, ...small, ...(layers === 2 && { inputs: threeInputs }) }),
  ]),
  [`1 × ${cell}, copying`, architecture({ cell, ...small, ...copying })],
]);

/** A state as training carries it from the chunk before. */
function carried(shape: Architecture, lanes: number): NetworkState {
  const random = seededRandom(8);
  const state = startState(shape, lanes);
  for (const i of state.values.keys()) state.values[i] = random() - 0.5;
  return state;
}

describe.each(shapes)("the gradient of %s", (_, shape) => {
  // Lanes that end early, and a state that came from somewhere.
  const chunk = chunkOf(shape, [6, 3, 6, 1, 5]);
  const from = carried(shape, 5);
  const loss = (weights: Map<string, Float32Array>) => plainObjective(shape, weights, chunk, from);
  const before = liveWeights(shape);
  const expected = [...before.keys()].map(
    (name) => [name, plainSlopes(shape, name, loss)] as const,
  );
  const norm = Math.hypot(...expected.flatMap(([, values]) => values));

  test.each(kinds.flatMap((kind) => [1, 2].map((threads) => [kind, threads] as const)))(
    "is the slope of the loss along every weight: %s kernels, %i threads",
    async (kind, threads) => {
      const trainee = await start(shape, before, plain, threads, kind);
      const state = { lanes: from.lanes, values: from.values.slice() };
      const told = await trainee.train(chunk, state, { rate, dropout: still });
      expect(told.lossSum / (chunk.steps * chunk.batch)).toBeCloseTo(loss(before), 5);
      expect(told.norm / norm).toBeCloseTo(1, 5);
      const after = trainee.weights();
      for (const [name, slope] of expected) {
        const [w0, w1] = [before.get(name), after.get(name)] as [Float32Array, Float32Array];
        const gradient = Array.from(w0, (value, i) => (value - (w1[i] as number)) / rate);
        expect(Math.max(...slope.map(Math.abs))).toBeGreaterThan(5e-4);
        expect(greatestDifference(gradient, slope), name).toBeLessThan(1e-6);
      }
      trainee.dispose();
    },
  );

  test("is cut down to the norm that is allowed, in its direction", async () => {
    const most = norm / 10;
    const trainee = await start(shape, before, { ...plain, clip: most });
    const state = { lanes: from.lanes, values: from.values.slice() };
    expect((await trainee.train(chunk, state, { rate, dropout: still })).norm / norm).toBeCloseTo(
      1,
      5,
    );
    const after = trainee.weights();
    const moved = expected.flatMap(([name]) =>
      Array.from(before.get(name) ?? [], (w, i) => (w - (after.get(name)?.[i] as number)) / rate),
    );
    const direction = expected.flatMap(([, values]) => values.map((value) => value / 10));
    expect(greatestDifference(moved, direction)).toBeLessThan(1e-6);
    expect(Math.hypot(...moved) / most).toBeCloseTo(1, 5);
    trainee.dispose();
  });
});
