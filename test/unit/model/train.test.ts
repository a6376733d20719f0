import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { meanLoss, sequenceLosses } from "../../../src/model/evaluate";
import type { Weights } from "../../../src/model/initialize";
import type { Recipe, Trainee } from "../../../src/model/network";
import type { Sequence } from "../../../src/model/training/batches";
import type { TrainProgress } from "../../../src/model/training/options";
import { TfjsTrainee } from "../../../src/model/training/tfjsTrainee";
import { type Spares, train } from "../../../src/model/training/train";
import { use } from "./backends";
import { greatestDifference, smallModel } from "./network";
import { recipe, sequences, trained, vocabulary } from "./training";

beforeAll(() => use("wasm"));

let tensors = 0;
beforeEach(() => {
  tensors = tf.memory().numTensors;
});

/** A small network to train by a recipe. */
function fresh(by: Recipe = recipe(), changes: Parameters<typeof smallModel>[0] = {}): TfjsTrainee {
  const outputs = vocabulary.size;
  const inputs = [{ name: "character", size: outputs }];
  return new TfjsTrainee(smallModel({ inputs, outputs, ...changes }), by);
}

/** All weights in one row; frees the network. */
function taken(trainee: TfjsTrainee): number[] {
  const values = [...trainee.weights().values()].flatMap((weight) => [...weight]);
  trainee.dispose();
  expect(tf.memory().numTensors).toBe(tensors);
  return values;
}

describe("training", () => {
  test.each(["lstm", "rnn"] as const)("a small %s learns one tune by heart", async (cell) => {
    const one = sequences.slice(0, 1);
    const options = recipe({ learningRate: 0.02, epochs: 120, schedule: "cosine" });
    const layers = cell === "lstm" ? 1 : 2;
    const trainee = fresh(options, { cell, hidden: 32, embedding: 16, layers });
    await trained(trainee, options, [], one);
    expect(meanLoss(await sequenceLosses(trainee, one))).toBeLessThan(0.05);
    taken(trainee);
  });

  test("plain gradient descent learns, too", async () => {
    const options = recipe({ optimizer: "sgd", learningRate: 1, epochs: 15 });
    const trainee = fresh(options);
    const told = await trained(trainee, options);
    const losses = told.filter(({ kind }) => kind === "epoch").map(({ trainLoss }) => trainLoss);
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) - 0.4);
    taken(trainee);
  });

  test("the same seed gives the same weights to the bit, another one others", async () => {
    const run = async (seed: number): Promise<number[]> => {
      const options = recipe({ seed, schedule: "cosine", weightDecay: 0.1 });
      const trainee = fresh(options, { dropout: 0.3, layers: 2 });
      await trained(trainee, options);
      return taken(trainee);
    };
    const first = await run(1);
    expect(await run(1)).toEqual(first);
    expect(greatestDifference(await run(2), first)).toBeGreaterThan(1e-3);
  });

  test("dropout and its seed change training, not the evaluation", async () => {
    const run = async (dropout: number) => {
      const trainee = fresh(recipe(), { dropout });
      const before = meanLoss(await sequenceLosses(trainee, sequences));
      const told = await trained(trainee, recipe({ epochs: 1, learningRate: 1e-7 }), sequences);
      trainee.dispose();
      return { before, trainLoss: told.at(-1)?.trainLoss, heldOut: told.at(-1)?.heldOutLoss };
    };
    const [without, with50] = [await run(0), await run(0.5)];
    expect(without.trainLoss).toBeCloseTo(without.before, 4);
    expect(with50.before).toBeCloseTo(without.before, 6);
    expect(with50.heldOut).toBeCloseTo(without.before, 4);
    expect(Math.abs((with50.trainLoss as number) - without.before)).toBeGreaterThan(1e-3);
  });

  test("the state is carried from chunk to chunk, so short ones cost no loss of context", async () => {
    const losses: number[] = [];
    for (const sequenceLength of [1, 7, 1000]) {
      const still = recipe({ epochs: 1, sequenceLength, optimizer: "sgd", learningRate: 1e-9 });
      const trainee = fresh(still, { layers: 2 });
      const told = await trained(trainee, still);
      losses.push(told.at(-1)?.trainLoss as number);
      taken(trainee);
    }
    expect(greatestDifference(losses, [losses[2], losses[2], losses[2]] as number[])).toBeLessThan(
      1e-4,
    );
  });

  test("tells every epoch, its share of the run and characters", async () => {
    const trainee = fresh();
    const told = await trained(trainee, recipe({ epochs: 2 }), sequences.slice(3));
    const total = sequences.reduce((sum, { targets }) => sum + targets.length, 0);
    const epochs = told.filter(({ kind }) => kind === "epoch");
    expect(epochs.map(({ epoch, progress, characters }) => [epoch, progress, characters])).toEqual([
      [1, 0.5, total],
      [2, 1, 2 * total],
    ]);
    expect(epochs[1]?.secondsLeft).toBe(0);
    // The clock of the recipe goes on at each look, so there is news within an epoch.
    expect(told.some(({ kind }) => kind === "progress")).toBe(true);
    for (const one of told) {
      expect(one.charactersPerSecond).toBeGreaterThan(0);
      expect(one.secondsLeft).toBeGreaterThanOrEqual(0);
    }
    taken(trainee);
  });

  test("keeps the weights of the best epoch by held-out loss", async () => {
    const trainee = fresh(recipe(), { hidden: 16 });
    // Learning the first tune only, at a high rate, soon spoils the others.
    const options = recipe({ epochs: 25, learningRate: 0.05 });
    const heldOut = sequences.slice(1);
    const told = await trained(trainee, options, heldOut, sequences.slice(0, 1));
    const epochs = told.filter(({ kind }) => kind === "epoch");
    const losses = epochs.map(({ heldOutLoss }) => heldOutLoss as number);
    const least = Math.min(...losses);
    expect(losses.at(-1)).toBeGreaterThan(least + 0.01);
    expect(epochs.map(({ best }) => best)).toEqual(
      losses.map((loss, index) => losses.slice(0, index).every((earlier) => loss < earlier)),
    );
    expect(meanLoss(await sequenceLosses(trainee, heldOut))).toBeCloseTo(least, 5);
    taken(trainee);
  });

  test("without held-out tunes keeps the last epoch", async () => {
    const trainee = fresh();
    const told = await trained(trainee, recipe({ epochs: 2 }));
    expect(told.filter(({ kind }) => kind === "epoch").map(({ best }) => best)).toEqual([
      true,
      true,
    ]);
    taken(trainee);
  });
});

describe("epochs of sequences of their own", () => {
  const epochs: readonly (readonly Sequence[])[] = [
    sequences.slice(0, 1),
    sequences,
    sequences.slice(1),
  ];
  const charactersOf = (epoch: readonly Sequence[]): number =>
    epoch.reduce((sum, { targets }) => sum + targets.length, 0);

  test("are each read to the end, however many characters they have", async () => {
    const trainee = fresh();
    const told: TrainProgress[] = [];
    const sequencesOf = (epoch: number) => epochs[epoch - 1] ?? [];
    for await (const one of train(trainee, sequencesOf, [], recipe({ epochs: 3 }))) told.push(one);
    const ends = told.filter(({ kind }) => kind === "epoch");
    let read = 0;
    expect(ends.map(({ characters }) => characters)).toEqual(
      epochs.map((epoch) => {
        read += charactersOf(epoch);
        return read;
      }),
    );
    expect(ends.map(({ progress }) => progress)).toEqual([1 / 3, 2 / 3, 1]);
    taken(trainee);
  });

  test("are begun again with the same sequences when a trainee fails", async () => {
    const run = async (failAt: number) => {
      // Plain steps: what Adam remembers is lost with its trainee.
      const options = recipe({ epochs: 3, optimizer: "sgd", learningRate: 0.1 });
      const asked: number[] = [];
      let steps = 0;
      const make = (weights: Weights): Trainee => {
        const made = new TfjsTrainee(smallModel({ outputs: vocabulary.size, inputs }), options);
        made.assign(weights);
        const step = made.train.bind(made);
        made.train = (...args) => {
          steps++;
          if (steps === failAt) throw new Error("It is gone.");
          return step(...args);
        };
        return made;
      };
      const inputs = [{ name: "character", size: vocabulary.size }];
      const model = smallModel({ outputs: vocabulary.size, inputs });
      let kept: Weights = model.weights();
      model.dispose();
      let trainee = make(kept);
      const spares: Spares = {
        keep: (weights) => {
          kept = weights;
        },
        replace: async () => {
          trainee.dispose();
          trainee = make(kept);
          return trainee;
        },
      };
      const sequencesOf = (epoch: number) => {
        asked.push(epoch);
        return epochs[epoch - 1] ?? [];
      };
      const told: TrainProgress[] = [];
      for await (const one of train(trainee, sequencesOf, [], options, spares)) told.push(one);
      trainee.dispose();
      const losses = told.filter(({ kind }) => kind === "epoch").map(({ trainLoss }) => trainLoss);
      return { asked, losses };
    };
    const whole = await run(0);
    const failing = await run(8);
    expect(failing).toEqual(whole);
    expect(whole.asked).toEqual([1, 2, 3]);
  });
});

describe("a training that is stopped", () => {
  test("before its first step changes nothing and tells nothing", async () => {
    const trainee = fresh();
    const before = trainee.weights();
    const told = await trained(trainee, recipe({ signal: { aborted: true } }), sequences);
    expect(told).toEqual([]);
    expect(trainee.weights()).toEqual(before);
    taken(trainee);
  });

  test("within an epoch judges that half epoch and keeps the best", async () => {
    const trainee = fresh();
    const stop = new AbortController();
    const told = [];
    for await (const progress of train(
      trainee,
      () => sequences,
      sequences,
      recipe({ epochs: 50, signal: stop.signal }),
    )) {
      told.push(progress);
      if (progress.kind === "progress" && progress.epoch === 3) stop.abort();
    }
    const last = told.at(-1);
    expect(last).toMatchObject({ kind: "epoch", epoch: 3 });
    expect(last?.progress).toBeLessThan(3 / 50);
    const least = Math.min(
      ...told.map(({ heldOutLoss }) => heldOutLoss ?? Number.POSITIVE_INFINITY),
    );
    expect(meanLoss(await sequenceLosses(trainee, sequences))).toBeCloseTo(least, 5);
    taken(trainee);
  });

  test("by leaving the loop holds the best so far and frees the rest", async () => {
    const trainee = fresh();
    let heldOut: number | undefined;
    for await (const progress of train(
      trainee,
      () => sequences,
      sequences,
      recipe({ epochs: 50 }),
    )) {
      if (progress.kind === "epoch") heldOut ??= progress.heldOutLoss;
      else if (progress.epoch === 2) break;
    }
    expect(meanLoss(await sequenceLosses(trainee, sequences))).toBeCloseTo(heldOut as number, 5);
    taken(trainee);
  });

  test("by the clock ends in its time, its schedule done", async () => {
    const trainee = fresh();
    const told = await trained(trainee, recipe({ epochs: 100_000, minutes: 2 }), sequences);
    expect(told.at(-1)).toMatchObject({ kind: "epoch", progress: 1, secondsLeft: 0 });
    expect(told.at(-1)?.epoch).toBeLessThan(100);
    taken(trainee);
  });
});

describe("a training that cannot be", () => {
  test("without tunes is refused", async () => {
    const trainee = fresh();
    await expect(trained(trainee, recipe(), [], [])).rejects.toThrow(
      "There is no tune to train on.",
    );
    taken(trainee);
  });

  test("that blows up says so and leaves the best weights", async () => {
    const blowUp = recipe({ optimizer: "sgd", learningRate: 1e30, clip: 0, epochs: 9 });
    const trainee = fresh(blowUp);
    await expect(trained(trainee, blowUp, sequences)).rejects.toThrow("smaller learning rate");
    taken(trainee);
  });
});
