import { MusicReader } from "../music/reading/musicReader";

/** The share of the bars of `text` that stand before, in `before` or in the text itself; 0 without any whole bar. */
export function shareOfRepeatedBars(before: string, text: string): number {
  const bars = barsOf(before + text);
  const { barsSoFar } = MusicReader.behind(before);
  const seen = new Set(bars.slice(0, barsSoFar));
  const written = bars.slice(barsSoFar);
  let repeated = 0;
  for (const bar of written) {
    if (seen.has(bar)) repeated++;
    seen.add(bar);
  }
  return repeated / Math.max(1, written.length);
}

/** The bars of a tune without the blanks in them. */
function barsOf(tune: string): string[] {
  const reader = new MusicReader();
  const bars: string[] = [];
  let bar = "";
  for (const character of `${tune} `) {
    bar = reader.state.barText;
    if (reader.read(character)) bars.push(bar.replace(/[|:[\]\s]|\d+$/g, ""));
  }
  return bars;
}
