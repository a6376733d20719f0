import type { Ended } from "../../shared/composeProtocol";
import type { Judged } from "./abcjs";
import { type CountedBar, countBars } from "./barCounter";

/** A tune whose end is to be measured: what was composed, or what the composer of the tune wrote there. */
export interface Written {
  /** The tune from its header to the end of its last whole bar, or to its end. */
  readonly text: string;
  /** Where in the text what is measured begins. */
  readonly start: number;
  readonly ended: Ended;
  /** All its bars. */
  readonly bars: readonly CountedBar[];
  /** Those that are measured. */
  readonly own: readonly CountedBar[];
  readonly judged: Judged;
}

/** Reads a tune for measuring; of one that was cut, a begun bar is left out. */
export function readWritten(
  whole: string,
  start: number,
  ended: Ended,
  judge: (tune: string) => Judged,
): Written {
  const counted = countBars(whole);
  // A bar line where a text was cut may be the half of another one.
  const bars =
    ended === "end" ? counted : counted.filter(({ end, right }) => right && end < whole.length);
  const text = ended === "end" ? whole : whole.slice(0, Math.max(start, bars.at(-1)?.end ?? 0));
  const own = bars.filter((bar) => bar.start >= start);
  return { text, start, ended, bars, own, judged: judge(text) };
}
