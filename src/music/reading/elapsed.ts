import { type Fraction, one, plus, times } from "../fraction";
import { readLength } from "../time";
import type { ReadingState } from "./readingState";

/** The time since the bar began, in whole notes, the note that is being written at its length so far. */
export function elapsed(state: Readonly<ReadingState>): Fraction {
  const { bar } = state;
  const written = lengthSoFar(state);
  if (written === undefined) return bar.filled;
  const length = written === "" ? one : (readLength(written) ?? one);
  const { unit, factor } = state.time;
  return plus(bar.filled, times(times(length, unit), factor));
}

/** What is written of the length of the note that has been begun; undefined where none has. */
function lengthSoFar({ mode, text, notes, chordLength }: Readonly<ReadingState>) {
  if (mode === "note") return text;
  return mode === "chord" && notes > 0 ? chordLength : undefined;
}
