import { MusicReader } from "../music/reading/musicReader";

/** The share of the bars of `text` that stand before, in `before` or in the text itself; 0 without any whole bar. */
export function shareOfRepeatedBars(before: string, text: string): number {
  const { bars, barsBefore } = barsOf(before, text);
  const seen = new Set(bars.slice(0, barsBefore));
  const written = bars.slice(barsBefore);
  let repeated = 0;
  for (const bar of written) {
    if (seen.has(bar)) repeated++;
    seen.add(bar);
  }
  return repeated / Math.max(1, written.length);
}

/** The bars of a tune without the blanks in them, and how many of them `before` has. */
function barsOf(before: string, text: string): { bars: string[]; barsBefore: number } {
  const reader = new MusicReader();
  const bars: string[] = [];
  const read = (character: string): void => {
    const bar = reader.state.barText;
    if (reader.read(character)) bars.push(bar.replace(/[|:[\]\s]|\d+$/g, ""));
  };
  for (const character of before) read(character);
  const barsBefore = reader.barsSoFar;
  for (const character of `${text} `) read(character);
  return { bars, barsBefore };
}
