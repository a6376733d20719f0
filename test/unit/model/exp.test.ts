import { expect, test } from "vitest";
import { exp } from "../../../src/model/exp";
import { seededRandom } from "../../../src/model/random";

/** e to the power of x with some 30 digits, by Taylor's series in whole numbers; x is a double of at most 60 in size. */
function exactly(x: number): number {
  const one = 10n ** 60n;
  // A double of that size times 2 ** 80 is a whole number, or what is cut off is far below its last bit.
  const scaled = (BigInt(Math.round(x * 2 ** 40)) * one) / 2n ** 40n;
  let term = one;
  let sum = one;
  for (let n = 1n; term !== 0n; n++) {
    term = (term * scaled) / (n * one);
    sum += term;
  }
  const digits = sum.toString();
  return Number(`${digits.slice(0, 25)}e${digits.length - 25 - 60}`);
}

test("is right to fourteen digits", () => {
  const random = seededRandom(1);
  let worst = 0;
  for (let i = 0; i < 2000; i++) {
    // Multiples of 2 ** -40, which the whole numbers hold exactly.
    const x = Math.round((random() - 0.5) * 120 * 2 ** 40) / 2 ** 40;
    const expected = exactly(x);
    worst = Math.max(worst, Math.abs(exp(x) - expected) / expected);
  }
  expect(worst).toBeLessThan(1e-15);
});

test("is near the platform's own over the whole range", () => {
  const random = seededRandom(2);
  for (let i = 0; i < 20_000; i++) {
    const x = -708 + random() * (709.7 + 708);
    const ratio = exp(x) / Math.exp(x);
    expect(Math.abs(ratio - 1)).toBeLessThan(1e-14);
  }
});

// What is composed from a seed hangs on these: they never change.
test("has the same bits in every version and on every machine", () => {
  expect([-0.1, 2, -1, 0.5, 10, -30.25, -700, 700].map(exp)).toEqual([
    0.9048374180359595, 7.38905609893065, 0.36787944117144233, 1.6487212707001282,
    22026.465794806718, 7.287724095819692e-14, 9.85967654375977e-305, 1.0142320547350045e304,
  ]);
});

test("ends well at its limits", () => {
  expect(exp(0)).toBe(1);
  expect(exp(-0)).toBe(1);
  expect(exp(710)).toBe(Number.POSITIVE_INFINITY);
  expect(exp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  expect(exp(-746)).toBe(0);
  expect(exp(-1e300)).toBe(0);
  expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
  expect(exp(Number.NaN)).toBeNaN();
  expect(exp(709.78) / Math.exp(709.78)).toBeCloseTo(1, 13);
  for (const small of [-708.5, -720, -740, -745]) {
    expect(Math.abs(exp(small) - Math.exp(small))).toBeLessThanOrEqual(2 * Number.MIN_VALUE);
  }
});
