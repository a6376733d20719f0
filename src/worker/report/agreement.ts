import type { PlayedBar } from "./abcjs";
import type { CountedBar } from "./barCounter";
import { toNumber } from "./exactTime";

/** What abcjs' times, which it rounds, may differ by. */
const rounding = 1e-4;

/** Whether abcjs plays a bar of the text, and nothing else between the same bar lines, for the time that is counted. */
export function agrees({ start, end, time }: CountedBar, played: readonly PlayedBar[]): boolean {
  const [bar, another] = played.filter(({ first }) => first >= start && first < end);
  if (!bar || another) return false;
  return bar.last < end && Math.abs(bar.time - toNumber(time)) < rounding;
}
