import { equal, times } from "../music/fraction";
import type { MusicReader } from "../music/reading/musicReader";
import type { Mode, ReadingState } from "../music/reading/readingState";
import { readLength } from "../music/time";

/** What a reader of music knows of the place that it has reached. */
export interface Place {
  readonly inside: Mode;
  /** What has been read of the bar line, note length, field or quote that is being read. */
  readonly text: string;
  /** The character read last, "" at the start. */
  readonly previous: string;
  /** Whether anything that sounds stands in the bar; a bar whose bar line is still being read counts as going on. */
  readonly barHasNotes: boolean;
  /** The value of the K: field in force. */
  readonly key: string;
  /** The text of the bar so far, from behind its bar line. */
  readonly unitsOfBar: string;
  /** Whether no more time is left in the bar, behind the note that is being read; undefined where no time is kept. */
  readonly barIsFull: boolean | undefined;
}

/** The place that a reader has reached. */
export function placeOf({ state }: MusicReader): Place {
  const { mode, text, last, bar, key, barText } = state;
  return {
    inside: mode,
    text,
    previous: last,
    barHasNotes: bar.hasNotes,
    key,
    unitsOfBar: barText,
    get barIsFull() {
      return isFull(state);
    },
  };
}

function isFull({ mode, text, time }: Readonly<ReadingState>): boolean | undefined {
  const { left, unit, factor } = time;
  if (!left) return undefined;
  if (mode !== "note") return left.n === 0;
  const length = readLength(text);
  return length !== undefined && equal(left, times(times(length, unit), factor));
}
