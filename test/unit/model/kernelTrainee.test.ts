import { beforeAll, describe, expect, test } from "vitest";
import { CharModel } from "../../../src/model/charModel";
import { KernelNetwork } from "../../../src/model/kernels/kernelNetwork";
import { type Recipe, startState } from "../../../src/model/network";
import { TfjsTrainee } from "../../../src/model/training/tfjsTrainee";
import { use } from "./backends";
import { kernelBuild } from "./kernelBuilds";
import {
  changing,
  chunkOf,
  kinds,
  relativeDifference,
  type TwentySteps,
  trainees,
  twentySteps,
  unequal,
} from "./kernelTrainees";
import { architecture, copying, greatestDifference, liveWeights, threeInputs } from "./network";

const { start } = trainees();
beforeAll(() => use("cpu"));

const adam: Recipe = { optimizer: "adam", weightDecay: 0.1, clip: 1 };
const sgd: Recipe = { optimizer: "sgd", weightDecay: 0, clip: 0 };
const odd = { hidden: 13, embedding: 5, inputs: threeInputs };

const cases: [string, Parameters<typeof architecture>[0], Recipe, rate: number][] = [
  ...(["lstm", "rnn"] as const).flatMap((cell) =>
    [1, 2, 3].flatMap((layers): typeof cases => [
      [`${layers} × ${cell}, Adam`, { cell, layers }, adam, 0.02],
      [
        `${layers} × ${cell}, odd sizes, three inputs, dropout, SGD`,
        { cell, layers, ...odd, dropout: 0.3 },
        sgd,
        0.5,
      ],
      [
        `${layers} × ${cell}, copying, dropout, Adam`,
        { cell, layers, hidden: 13, ...copying, dropout: 0.3 },
        adam,
        0.02,
      ],
    ]),
  ),
  ["Adam with dropout", { ...odd, layers: 2, dropout: 0.3 }, adam, 0.02],
  ["Adam, always clipped", { ...odd, layers: 2 }, { ...adam, clip: 0.01 }, 0.02],
  ["SGD, always clipped", odd, { ...sgd, clip: 0.05 }, 1],
  ["1 unit", { hidden: 1, embedding: 1 }, adam, 0.02],
];

/** The same 20 steps on plain tfjs. */
function expected(
  changes: Parameters<typeof architecture>[0],
  recipe: Recipe,
  rate: number,
  rounds = [unequal],
): Promise<TwentySteps> {
  const shape = architecture(changes);
  const trainee = new TfjsTrainee(new CharModel(shape, liveWeights(shape)), recipe);
  return twentySteps(trainee, rate, rounds).finally(() => trainee.dispose());
}

function expectSame(own: TwentySteps, other: TwentySteps): void {
  expect(relativeDifference(own.losses, other.losses)).toBeLessThan(1e-5);
  expect(relativeDifference(own.norms, other.norms)).toBeLessThan(1e-4);
  expect(greatestDifference(own.states, other.states)).toBeLessThan(1e-4);
  expect([...own.weights.keys()]).toEqual([...other.weights.keys()]);
  for (const [name, values] of other.weights) {
    expect(greatestDifference(own.weights.get(name) ?? [], values)).toBeLessThan(1e-4);
  }
}

describe.each(kinds)("20 steps on %s kernels are those of tfjs", (kind) => {
  test.each(cases)("%s", async (_, changes, recipe, rate) => {
    const shape = architecture(changes);
    const other = await expected(changes, recipe, rate);
    if (recipe.clip > 0 && recipe.clip < 0.1) {
      expect(Math.min(...other.norms)).toBeGreaterThan(recipe.clip);
    }
    for (const threads of [1, 2]) {
      const trainee = await start(shape, liveWeights(shape), recipe, threads, kind);
      expectSame(await twentySteps(trainee, rate), other);
      trainee.dispose();
    }
  });

  test("with chunks that change their shape, on more threads than lanes, too", async () => {
    const changes = { ...odd, ...copying, layers: 2, dropout: 0.3 };
    const shape = architecture(changes);
    const other = await expected(changes, adam, 0.02, [...changing]);
    for (const threads of [1, 2, 3, 5]) {
      const trainee = await start(shape, liveWeights(shape), adam, threads, kind);
      expectSame(await twentySteps(trainee, 0.02, changing), other);
      trainee.dispose();
    }
  });

  test("to the bit each time, for a number of threads", async () => {
    const shape = architecture({ ...odd, ...copying, layers: 2, dropout: 0.3 });
    for (const threads of [1, 2, 3, 5]) {
      const runs: TwentySteps[] = [];
      for (const _ of [1, 2]) {
        const trainee = await start(shape, liveWeights(shape), adam, threads, kind);
        runs.push(await twentySteps(trainee, 0.02, changing));
        trainee.dispose();
      }
      expect(runs[1]).toEqual(runs[0]);
    }
  });

  test.each([1, 3])("%i threads read what the network for composing reads", async (threads) => {
    const shape = architecture({ ...odd, ...copying, layers: 2, dropout: 0.3 });
    const weights = liveWeights(shape);
    const trainee = await start(shape, weights, adam, threads, kind);
    const network = new KernelNetwork(kernelBuild("kernels-simd"), shape, weights, "float32");
    const [state, other] = [startState(shape, 9), startState(shape, 9)];
    for (const seed of [2, 3]) {
      const chunk = chunkOf(shape, [40, 3, 40, 39, 1, 17, 40, 5, 28], seed);
      const losses = await trainee.losses(chunk, state);
      expect(greatestDifference(losses, network.losses(chunk, other))).toBeLessThan(1e-5);
      expect(greatestDifference(state.values, other.values)).toBeLessThan(1e-5);
    }
    // Reading changes nothing.
    expect([...trainee.weights()]).toEqual([...weights]);
    trainee.dispose();
  });
});

test.each(cases)("%s: weights go in and come out to the bit", async (_, changes, recipe) => {
  const shape = architecture(changes);
  const trainee = await start(shape, liveWeights(shape), recipe);
  expect([...trainee.weights()]).toEqual([...liveWeights(shape)]);
  const other = liveWeights(shape, 9);
  trainee.assign(other);
  const chunk = chunkOf(shape, [5, 9]);
  const losses = await trainee.losses(chunk, startState(shape, 2));
  const fresh = await start(shape, other, recipe);
  expect(losses).toEqual(await fresh.losses(chunk, startState(shape, 2)));
  // They count for training, too, and what was read before leaves no trace in it.
  const step = { rate: 0.1, dropout: { share: 0, seed: 1, stream: 16 } };
  const trained = await trainee.train(chunk, startState(shape, 2), step);
  expect(trained).toEqual(await fresh.train(chunk, startState(shape, 2), step));
  expect([...trainee.weights()]).toEqual([...fresh.weights()]);
  expect(greatestDifference(flat(trainee.weights()), flat(other))).toBeGreaterThan(1e-3);
  trainee.dispose();
  fresh.dispose();
});

function flat(weights: ReadonlyMap<string, Float32Array>): number[] {
  return [...weights.values()].flatMap((values) => [...values]);
}
