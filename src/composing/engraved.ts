import { compare, type Fraction, fraction, isMultiple, minus, one, times } from "../music/fraction";
import type { ReadingState } from "../music/reading/readingState";
import { readLength } from "../music/time";

/** The shortest note that programs engrave, as a part of a whole note. */
const shortest = 64;

/** Whether a note of this many whole notes can be engraved as one: a power of two of them, with or without dots. */
function isOneNote({ n, d }: Fraction): boolean {
  if (n >= d) return true;
  // With dots a note has 3/2, 7/4, 15/8 ... of its length: all ones in binary.
  return (d & (d - 1)) === 0 && (n & (n + 1)) === 0 && n * shortest >= d;
}

/** Whether a length is written as people write it: `3/2`, `/`, `/4`, not `2/2`, `4/8` or `1`. */
export function isPlainLength(text: string): boolean {
  const [above = "", below] = text.split("/", 2);
  if (above === "1" || (above !== "" && text.includes("//"))) return false;
  return below === undefined || below === "" || (below !== "1" && lowest(above, below));
}

function lowest(above: string, below: string): boolean {
  return fraction(Number(above || 1), Number(below)).d === Number(below);
}

/** Whether the note that is being read can be engraved with a length that is written so. */
export function canBeEngraved(state: Readonly<ReadingState>, text: string): boolean {
  const time = timeOf(state, text);
  return time !== undefined && isOneNote(time);
}

/** Whether both notes can be engraved when the one that is being read, or was just read, gets one more sign of a broken rhythm. */
export function canBeBroken(state: Readonly<ReadingState>): boolean {
  const time = state.mode === "note" ? timeOf(state, state.text) : state.previous;
  return time?.n === 1 && time.d * 2 ** (state.brokenRun.length + 1) <= shortest;
}

/** Whether notes that can be engraved fill what a length that is written so leaves of the bar. */
export function leavesNotes({ time, brokenFactor }: Readonly<ReadingState>, text: string): boolean {
  const { left, unit, factor } = time;
  const length = readLength(text);
  if (!left || !length) return true;
  const quarter = times(unit, fraction(1, 4));
  const least = fraction(1, shortest);
  const step = compare(quarter, least) < 0 ? least : quarter;
  // A bar that began with shorter notes goes on as it can; a broken rhythm is even with its second note.
  if (brokenFactor === one && !isMultiple(left, step)) return true;
  return isMultiple(minus(left, times(length, times(unit, factor))), step);
}

/** How long the note that is being read is engraved with a length that is written so, in whole notes. */
function timeOf(state: Readonly<ReadingState>, text: string): Fraction | undefined {
  const length = readLength(text);
  const { unit, brokenFactor, chordFactor } = state;
  return length && times(times(length, unit), times(brokenFactor, chordFactor));
}
