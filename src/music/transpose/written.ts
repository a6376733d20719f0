import type { Span } from "../../abc/tuneBook";
import { alterationOf, type Letter, letters } from "../key";

/** A note as it is written: accidental, letter and octave marks. */
export interface WrittenNote extends Span {
  readonly kind: "note";
  /** Where its letter stands. */
  readonly letterAt: number;
  readonly letter: Letter;
  /** By how much its accidental raises it, when it has one. */
  readonly raised: number | undefined;
  /** Its place on the staff in letters above C, the one below the treble staff. */
  readonly height: number;
}

const accidentals: Readonly<Record<number, string>> = {
  [-2]: "__",
  [-1]: "_",
  0: "=",
  1: "^",
  2: "^^",
};

/** Reads what a note begins with, from `start` on; undefined when its accidental is none of the five. */
export function readWritten(token: string, start: number): WrittenNote | undefined {
  const [, sign = "", name = "", marks = ""] = /^([\^_=]*)([A-Ga-g])([',]*)/.exec(token) ?? [];
  const letter = letters.find((known) => known === name.toUpperCase());
  if (!letter || (sign !== "" && accidentals[alterationOf(sign)] !== sign)) return undefined;
  const up = [...marks].reduce((sum, mark) => sum + (mark === "'" ? 7 : -7), 0);
  const letterAt = start + sign.length;
  return {
    kind: "note",
    start,
    end: letterAt + 1 + marks.length,
    letterAt,
    letter,
    raised: sign === "" ? undefined : alterationOf(sign),
    height: letters.indexOf(letter) + (name === letter ? 0 : 7) + up,
  };
}

/** An accidental as it is written; undefined beyond the double ones. */
export function writtenAccidental(raised: number): string | undefined {
  return accidentals[raised];
}

/** A letter and its octave marks as they are usually written: `B,`, `c`, `c'`. */
export function writtenHeight(height: number): string {
  const octave = Math.floor(height / 7);
  const letter = letters[height - 7 * octave] as Letter;
  if (octave <= 0) return letter + ",".repeat(-octave);
  return letter.toLowerCase() + "'".repeat(octave - 1);
}
