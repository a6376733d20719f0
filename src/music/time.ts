import { type Fraction, fraction, one } from "./fraction";

/** A meter as an M: field gives it. */
export interface Meter {
  /** The length of a bar in whole notes; undefined for free meter and for what cannot be read. */
  readonly bar: Fraction | undefined;
  /** Whether its beats have three parts, as of 6/8, 9/8 and 12/8: tuplets of 5, 7 and 9 then stand for 3. */
  readonly compound: boolean;
}

/** No meter: bars of any length. */
export const freeMeter: Meter = { bar: undefined, compound: false };

/** Reads the value of an M: field: `6/8`, `C`, `C|`, `2+2+3/8`, `(2+3)/8`, `none`. */
export function readMeter(value: string): Meter {
  const text = value.replace(/%.*/, "").trim();
  if (/^C\|?$/.test(text)) return { bar: one, compound: false };
  const [, above, below] = /^\(?\s*(\d+(?:\s*\+\s*\d+)*)\s*\)?\s*\/\s*(\d+)$/.exec(text) ?? [];
  if (above === undefined) return freeMeter;
  const beats = above.split("+").reduce((sum, part) => sum + Number(part), 0);
  const unit = Number(below);
  if (beats === 0 || unit === 0) return freeMeter;
  const compound = !above.includes("+") && beats > 3 && beats % 3 === 0 && unit >= 8;
  return { bar: fraction(beats, unit), compound };
}

/** Reads the value of an L: field, such as `1/8`, in whole notes; undefined when it cannot be read. */
export function readUnit(value: string): Fraction | undefined {
  const [, above, below = "1"] = /^\s*(\d+)(?:\/(\d+))?\s*(?:%.*)?$/.exec(value) ?? [];
  if (above === undefined || Number(above) === 0 || Number(below) === 0) return undefined;
  return fraction(Number(above), Number(below));
}

/** The unit note length of a tune without L: 1/16 when its bar is shorter than 3/4 of a whole note, else 1/8 (ABC 2.1, 3.1.7). */
export function usualUnit({ bar }: Meter): Fraction {
  return bar && bar.n / bar.d < 0.75 ? fraction(1, 16) : fraction(1, 8);
}

/** Reads a note's length, such as ``, `2`, `3/2`, `//`, as a multiple of the unit; undefined when it is none. */
export function readLength(text: string): Fraction | undefined {
  if (text === "") return one;
  const [all, above = "", slashes = "", below = ""] = /^(\d*)(\/*)(\d*)$/.exec(text) ?? [];
  if (all === undefined || (slashes === "" && below !== "")) return undefined;
  // Behind two slashes a number is no part of the length.
  if (slashes.length > 1 && below !== "") return undefined;
  const n = above === "" ? 1 : Number(above);
  const d = below === "" ? 2 ** slashes.length : Number(below);
  return n === 0 || d === 0 ? undefined : fraction(n, d);
}

/** How many notes' time the p notes of a tuplet `(p` take (ABC 2.1, 4.13). */
export function tupletTime(p: number, { compound }: Meter): number {
  const usual: Readonly<Record<number, number>> = { 2: 3, 3: 2, 4: 3, 6: 2, 8: 3 };
  return usual[p] ?? (compound ? 3 : 2);
}
