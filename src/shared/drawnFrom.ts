import type { DrawnBars } from "./composeProtocol";

/** The most runs of bars that are named; the longest ones are. */
const mostNamed = 3;

/** Which bars are as earlier ones, such as "Bars 9–12 as in bars 1–4, bar 15 as in bar 3."; "" where none is. */
export function drawnFromSentence(drawn: readonly DrawnBars[]): string {
  const words = drawnFromInWords(drawn);
  return words && `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

function drawnFromInWords(drawn: readonly DrawnBars[]): string {
  const count = ({ bars: [first, last] }: DrawnBars): number => last - first + 1;
  const longest = [...drawn].sort((a, b) => count(b) - count(a)).slice(0, mostNamed);
  const named = drawn.filter((each) => longest.includes(each));
  const others = drawn
    .filter((each) => !named.includes(each))
    .reduce((n, each) => n + count(each), 0);
  const words = named.map(({ bars, from }) => `${barsInWords(bars)} as in ${barsInWords(from)}`);
  const more = others === 1 ? "1 more bar as before" : `${others} more bars as before`;
  return [...words, ...(others > 0 ? [more] : [])].join(", ");
}

function barsInWords([first, last]: readonly [number, number]): string {
  return first === last ? `bar ${first}` : `bars ${first}–${last}`;
}
