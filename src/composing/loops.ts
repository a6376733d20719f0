import { endedMusic, isBarLine, musicSoFar } from "../music/reading/barLines";
import type { ReadingState } from "../music/reading/readingState";

/** The most bars of a stretch that is kept from coming again and again. */
const longestStretch = 8;
/** How much less likely, in nats, what begins to bring a stretch the third time is, and by how much that grows a bar. */
const first = 2;
const growth = 4;
const most = 1e6;

/**
 * ln of what the odds of each character that may come next are multiplied by, so that no tune goes round for ever: where a
 * stretch of bars stands twice in a row, what goes on as it did becomes less likely, and ever less with each bar that does.
 */
export function loopBias(state: Readonly<ReadingState>): (character: string) => number {
  const { mode } = state;
  if (mode === "header" || mode === "field" || mode === "comment") return () => 0;
  const bars = barsSoFar(state);
  let begun: string | undefined;
  const against = new Map<string, number>();
  for (let stretch = 1; stretch <= longestStretch; stretch++) {
    const more = repeatedBars(bars, stretch) - stretch;
    if (more < 0) continue;
    begun ??= mode === "barLine" ? "" : musicSoFar(state);
    const source = bars[bars.length - stretch];
    if (!source?.startsWith(begun)) continue;
    const due = source.charAt(begun.length);
    const bias = -Math.min(most, first * growth ** more);
    against.set(due, Math.min(bias, against.get(due) ?? 0));
  }
  return (character) => against.get(character) ?? 0;
}

/** The bars that have ended; one whose bar line stands last has if nothing more of it follows. */
function barsSoFar(state: Readonly<ReadingState>): readonly string[] {
  const { mode, text, bar, latestBars } = state;
  const ends = mode === "barLine" && bar.hasNotes && isBarLine(text);
  return ends ? [...latestBars, endedMusic(state)] : latestBars;
}

/** How many of the latest bars, in a row, are as the one so many bars before each. */
function repeatedBars(bars: readonly string[], back: number): number {
  let count = 0;
  for (let index = bars.length - 1; index >= back; index--) {
    if (bars[index] !== bars[index - back]) break;
    count++;
  }
  return count;
}
