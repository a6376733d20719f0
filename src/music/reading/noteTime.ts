import { compare, type Fraction, fraction, isMultiple, minus, one, times, zero } from "../fraction";
import { readLength } from "../time";

/** Where notes stand in time: what is left of the bar and what the next note's length is multiplied by. */
export interface NoteTime {
  /** Time left in the bar in whole notes; undefined in free meter. */
  readonly left: Fraction | undefined;
  /** A unit note in whole notes. */
  readonly unit: Fraction;
  /** What a length counts for, in a tuplet or behind a broken rhythm. */
  readonly factor: Fraction;
  /** Notes of the tuplet still to come, the next one among them; 0 outside a tuplet. */
  readonly inTuplet: number;
}

/** Lengths, in units, that the rest of a bar can be thought to be filled with. */
const usual: readonly Fraction[] = [
  one,
  fraction(2),
  fraction(1, 2),
  fraction(3),
  fraction(4),
  fraction(3, 2),
  fraction(1, 4),
  fraction(3, 4),
  fraction(6),
];

/** What may still be written behind a length so that it is one. */
const behindDigits = ["", "/", "//", "/2", "/4", "/8", "0", "2", "6"];
const behindSlash = ["", "/", "2", "3", "4", "8", "16"];
const behindBoth = ["", "2", "6"];

/** The smallest part of a unit that is ever left of a bar: lengths with /16 and with /3 can fill it. */
const grain = fraction(1, 48);

/** Whether a bar with so much time left can be filled to the end. */
function canBeFilled(left: Fraction, unit: Fraction): boolean {
  return compare(left, zero) >= 0 && isMultiple(left, times(unit, grain));
}

/** Whether a note of this length, in units, leaves a bar that can be filled. */
function fitsLength(time: NoteTime, length: Fraction): boolean {
  const { left, unit, factor, inTuplet } = time;
  if (!left) return true;
  const each = times(unit, factor);
  const rest = minus(left, times(length, each));
  if (compare(rest, zero) < 0) return false;
  if (inTuplet <= 1) return canBeFilled(rest, unit);
  const more = fraction(inTuplet - 1);
  return [length, ...usual].some((other) =>
    canBeFilled(minus(rest, times(times(other, each), more)), unit),
  );
}

/** Whether a note whose length is written so, and is complete, leaves a bar that can be filled. */
export function fits(time: NoteTime, text: string): boolean {
  const length = readLength(text);
  return length !== undefined && fitsLength(time, length);
}

/** Whether what is written of a length can become one that fits, and of which `also` holds. */
export function canFit(
  time: NoteTime,
  text: string,
  also: (text: string) => boolean = () => true,
): boolean {
  const suffixes = text.endsWith("/")
    ? behindSlash
    : text.includes("/")
      ? behindBoth
      : behindDigits;
  return suffixes.some((suffix) => fits(time, text + suffix) && also(text + suffix));
}

/** Whether the rest of a tuplet fits where all its notes have the length of the next one. */
export function fitsEvenly(time: NoteTime, text: string): boolean {
  const { left, unit, factor, inTuplet } = time;
  const length = readLength(text);
  if (!length || !left) return length !== undefined;
  const all = times(times(length, times(unit, factor)), fraction(Math.max(1, inTuplet)));
  return canBeFilled(minus(left, all), unit);
}

/** Whether any note fits. */
export function canBegin(time: NoteTime): boolean {
  if (!time.left) return true;
  return compare(time.left, zero) > 0 && usual.some((length) => fitsLength(time, length));
}
