import { expect, test } from "vitest";
import { seededRandom } from "../../../src/model/random";
import { dropoutMask } from "../../../src/model/training/dropout";

test("keeps its share, scaled so that the mean stays", () => {
  for (const share of [0.1, 0.3, 0.5, 0.9]) {
    const mask = dropoutMask(200, 100, { share, seed: 3, stream: 16 });
    const kept = Math.fround(1 / (1 - share));
    expect(mask).toHaveLength(20_000);
    expect(new Set(mask)).toEqual(new Set([0, kept]));
    const out = mask.filter((value) => value === 0).length / mask.length;
    expect(Math.abs(out - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / mask.length));
  }
});

test("leaves nothing out without dropout", () => {
  expect(dropoutMask(2, 3, { share: 0, seed: 1, stream: 16 })).toEqual(new Float32Array(6).fill(1));
});

test("is drawn row by row from its stream of the seed", () => {
  const random = seededRandom(9, 17);
  const expected = Array.from({ length: 15 }, () => (random() < 0.5 ? 0 : 2));
  expect([...dropoutMask(5, 3, { share: 0.5, seed: 9, stream: 17 })]).toEqual(expected);
  // More rows of the same width begin alike.
  expect([...dropoutMask(9, 3, { share: 0.5, seed: 9, stream: 17 }).slice(0, 15)]).toEqual(
    expected,
  );
});

test("differs between streams and seeds", () => {
  const masks = [
    { share: 0.5, seed: 1, stream: 16 },
    { share: 0.5, seed: 1, stream: 17 },
    { share: 0.5, seed: 2, stream: 16 },
  ].map((dropout) => dropoutMask(8, 8, dropout).join());
  expect(new Set(masks).size).toBe(3);
});
