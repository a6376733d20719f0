import type { Fraction } from "../../../src/music/fraction";

/** A fraction as one writes it: `3/4`, `2`; "" for none. */
export function written(fraction: Fraction | undefined): string {
  if (!fraction) return "";
  return fraction.d === 1 ? `${fraction.n}` : `${fraction.n}/${fraction.d}`;
}
