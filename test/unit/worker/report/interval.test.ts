import { expect, test } from "vitest";
import { intervalOf } from "../../../../src/worker/report/interval";

const share = (part: number): { part: number; whole: number } => ({ part, whole: 1 });

test("is as wide as the tunes differ", () => {
  const half = Array.from({ length: 100 }, (_, index) => share(index % 2));
  const { low, high } = intervalOf(half);
  // 1.96 times the standard error of .05.
  expect(low).toBeGreaterThan(0.37);
  expect(low).toBeLessThan(0.43);
  expect(high).toBeGreaterThan(0.57);
  expect(high).toBeLessThan(0.63);
  expect(intervalOf(half)).toEqual({ low, high });
  expect(intervalOf(half.map(() => share(1)))).toEqual({ low: 1, high: 1 });
});

test("draws tunes, not what is in them", () => {
  const tunes = [
    { part: 0, whole: 1000 },
    { part: 1000, whole: 1000 },
  ];
  expect(intervalOf(tunes)).toEqual({ low: 0, high: 1 });
});

test("a tune with nothing to measure changes nothing", () => {
  const { low, high } = intervalOf([share(1), { part: 0, whole: 0 }]);
  expect([low, high]).toEqual([1, 1]);
});
