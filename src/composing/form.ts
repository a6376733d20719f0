import { type Fraction, fraction, isMultiple } from "../music/fraction";
import type { Sections } from "../music/reading/sections";

/** The usual length of a section where a tune has none yet, in bars. */
const usualLength = 8;
/** Sections close after so many bars at the latest, or where the longest of the tune did. */
const longestUsual = 16;
const phrase = fraction(4);

/**
 * How much stands against closing a section of this time, in bars: 0 nothing, 1 a length that is none of the tune's, 2 a
 * part of a bar too little or too much; below 0 it is due.
 */
export function againstClosing(sections: Sections, time: Fraction): number {
  if (time.d !== 1) return 2;
  const lengths = sections.lengths.filter(({ d }) => d === 1).map(({ n }) => n);
  const longest = Math.max(usualLength, ...lengths);
  const isDue =
    lengths.length === 0 ? time.n === usualLength : lengths.includes(time.n) && time.n >= phrase.n;
  if (isDue || (time.n > longest && isMultiple(time, phrase))) return -2;
  return isMultiple(time, phrase) ? 0.5 : 1;
}

/** The bars after which the section that is being written has to close. */
export function longestSection(sections: Sections, time: Fraction): number {
  const bars = Math.ceil(time.n / time.d);
  const lengths = sections.lengths.map(({ n, d }) => Math.ceil(n / d));
  // One that runs longer already may finish its phrase.
  const begun = bars >= longestUsual ? bars + phrase.n - (bars % phrase.n) : 0;
  return Math.max(longestUsual, begun, ...lengths);
}
