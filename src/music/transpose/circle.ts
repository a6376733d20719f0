import { bySharps, type Letter } from "../key";

/** A note's name apart from its octave: its letter, and by how many semitones an accidental raises it. */
export interface Spelling {
  readonly letter: Letter;
  readonly raised: number;
}

/** What a note becomes so many fifths up, or below 0 down: names keep their distances, so every interval its spelling. */
export function upFifths({ letter, raised }: Spelling, fifths: number): Spelling {
  const place = bySharps.indexOf(letter) + 7 * raised + fifths;
  const raisedThere = Math.floor(place / 7);
  return { letter: bySharps[place - 7 * raisedThere] as Letter, raised: raisedThere };
}

/** By how many letters a note moves the nearest way to so many fifths up, -3 to 3: a fifth is four letters. */
export function nearestSteps(fifths: number): number {
  return ((((4 * fifths + 3) % 7) + 7) % 7) - 3;
}
