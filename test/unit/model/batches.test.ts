import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../src/model/random";
import { CharacterEncoder } from "../../../src/model/stepEncoder";
import {
  chunks,
  epochBatches,
  type Sequence,
  sequenceOf,
} from "../../../src/model/training/batches";
import { CountingEncoder } from "./countingEncoder";

/** Sequences whose every input and target is a number of its own. */
function numbered(lengths: readonly number[]): Sequence[] {
  let next = 1;
  return lengths.map((length) => {
    const inputs = Int32Array.from({ length }, () => next++);
    return { inputs: [inputs, inputs.map((id) => -id)], targets: inputs.map((id) => id + 1000) };
  });
}

test("a tune's ids are each read and predicted but for the first and the last", () => {
  expect(sequenceOf([0, 5, 6, 1], new CharacterEncoder())).toEqual({
    inputs: [Int32Array.of(0, 5, 6)],
    targets: Int32Array.of(5, 6, 1),
  });
  expect(sequenceOf([], new CharacterEncoder()).targets).toHaveLength(0);
});

test("further inputs tell what was read up to each id, and what before them all", () => {
  const before = new CountingEncoder();
  before.read(3);
  const inputs = [
    Int32Array.of(0, 5, 3, 3, 6),
    Int32Array.of(1, 1, 2, 3, 3),
    Int32Array.of(1, 2, 0, 0, 1),
  ];
  expect(sequenceOf([0, 5, 3, 3, 6, 1], before).inputs).toEqual(inputs);
  // It stays where it was.
  expect(sequenceOf([0, 5, 3, 3, 6, 1], before).inputs).toEqual(inputs);
});

describe("chunks", () => {
  test("are time-major, and empty beyond a sequence's end", () => {
    const all = [...chunks(numbered([2, 3]), 2)];
    expect(all).toEqual([
      {
        steps: 2,
        batch: 2,
        inputs: [Int32Array.of(1, 3, 2, 4), Int32Array.of(-1, -3, -2, -4)],
        targets: Int32Array.of(1001, 1003, 1002, 1004),
        weights: Float32Array.of(1, 1, 1, 1),
        count: 4,
      },
      {
        steps: 1,
        batch: 2,
        inputs: [Int32Array.of(0, 5), Int32Array.of(0, -5)],
        targets: Int32Array.of(0, 1005),
        weights: Float32Array.of(0, 1),
        count: 1,
      },
    ]);
  });

  test.each([1, 2, 5, 100])("of %i steps hold every target once, in order", (length) => {
    const batch = numbered([7, 1, 12, 12, 3]);
    const found = batch.map((): number[] => []);
    for (const chunk of chunks(batch, length)) {
      expect(chunk.steps).toBeLessThanOrEqual(length);
      for (const [at, weight] of chunk.weights.entries()) {
        if (weight === 0) continue;
        found[at % chunk.batch]?.push(chunk.targets[at] as number);
        expect(chunk.targets[at]).toBe((chunk.inputs[0]?.[at] as number) + 1000);
        expect(chunk.inputs[1]?.[at]).toBe(-(chunk.inputs[0]?.[at] as number));
      }
    }
    expect(found).toEqual(batch.map(({ targets }) => [...targets]));
  });
});

describe("an epoch's batches", () => {
  const random = seededRandom(1);
  const lengths = Array.from({ length: 203 }, () => 1 + Math.floor(random() * 300));
  const sequences = numbered(lengths);

  test("hold every sequence once", () => {
    const batches = epochBatches(sequences, 4, seededRandom(2));
    expect(Math.max(...batches.map((batch) => batch.length))).toBe(4);
    const seen = new Set(batches.flat());
    expect(batches.flat()).toHaveLength(sequences.length);
    expect(seen).toEqual(new Set(sequences));
  });

  test("waste little on padding", () => {
    const batches = epochBatches(sequences, 4, seededRandom(2));
    const targets = lengths.reduce((sum, length) => sum + length, 0);
    const padded = batches.reduce(
      (sum, batch) => sum + batch.length * Math.max(...batch.map((one) => one.targets.length)),
      0,
    );
    expect(padded / targets).toBeLessThan(1.1);
  });

  test("come in the order of their seed", () => {
    const order = (seed: number): number[] =>
      epochBatches(sequences, 4, seededRandom(seed)).flatMap((batch) =>
        batch.map((sequence) => sequences.indexOf(sequence)),
      );
    expect(order(2)).toEqual(order(2));
    expect(order(3)).not.toEqual(order(2));
    // Long and short batches come mixed: the first half is neither.
    const half = order(2)
      .slice(0, 100)
      .map((index) => lengths[index] as number);
    const mean = half.reduce((sum, length) => sum + length, 0) / half.length;
    expect(mean).toBeGreaterThan(100);
    expect(mean).toBeLessThan(200);
  });
});
