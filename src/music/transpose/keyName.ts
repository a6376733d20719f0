import type { Span } from "../../abc/tuneBook";
import { type KeyMode, letters, nameOfKey, readKey, sharpsOf } from "../key";
import type { Spelling } from "./circle";

/** The key of a tune that has a signature. */
export interface TuneKey {
  /** Its sharps, or below 0 its flats: -7 to 7. */
  readonly fifths: number;
  readonly tonic: Spelling;
  readonly mode: KeyMode;
}

/** The most sharps or flats of a signature. */
export const mostFifths = 7;

/**
 * The key in a K: field whose value stands from `start` to `end` of `source` and goes on with `rest`, and where its tonic
 * stands. Undefined without one, with accidentals listed behind it, or with more than seven sharps or flats.
 */
export function readKeyName(
  source: string,
  { start, end }: Span,
  rest = "",
): { readonly key: TuneKey; readonly tonic: Span } | undefined {
  const value = source.slice(start, end);
  const whole = `${value} ${rest}`;
  const key = readKey(whole);
  if (!key?.tonicLetter || key.mode === "explicit" || /[\^_=]/.test(nameOfKey(whole))) {
    return undefined;
  }
  const [, blank = "", name, sign = ""] = /^(\s*)([A-G])([#b♯♭]?)/i.exec(value) ?? [];
  // The words of a clef may come first and begin with the letter of a note, too.
  const [first = ""] = value.trim().split(/\s/, 1);
  const letter = letters.find((known) => known === name?.toUpperCase());
  if (!letter || nameOfKey(first) !== first) return undefined;
  const fifths = sharpsOf(key);
  if (Math.abs(fifths) > mostFifths) return undefined;
  const raised = raisedBy(sign);
  const at = start + blank.length;
  const tonic = { start: at, end: at + 1 + sign.length };
  return { key: { fifths, tonic: { letter, raised }, mode: key.mode }, tonic };
}

/** By how many semitones the sign behind the letter of a key or a chord symbol raises it. */
export function raisedBy(sign: string): number {
  return sign === "" ? 0 : sign === "#" || sign === "♯" ? 1 : -1;
}

/** The name of a key's tonic or a chord's root; undefined where one sign is too few. */
export function nameOf({ letter, raised }: Spelling): string | undefined {
  if (Math.abs(raised) > 1) return undefined;
  return letter + (raised === 0 ? "" : raised > 0 ? "#" : "b");
}
