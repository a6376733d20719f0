import type { PlayedBar } from "./abcjs";
import type { CountedBar } from "./barCounter";
import { toNumber } from "./exactTime";
import { type Share, shareOf } from "./share";
import type { Written } from "./written";

/** What abcjs' times, which it rounds, may differ by. */
const rounding = 1e-4;

/** Bars that abcjs plays for as long as they are counted. */
export function agreedBars({ own, judged }: Written): Share {
  return shareOf(own, (bar) => agrees(bar, judged.bars));
}

/** Whether abcjs plays a bar of the text, and nothing else between the same bar lines, for the time that is counted. */
export function agrees({ start, end, time }: CountedBar, played: readonly PlayedBar[]): boolean {
  const [bar, another] = played.filter(({ first }) => first >= start && first < end);
  if (!bar || another) return false;
  return bar.last < end && Math.abs(bar.time - toNumber(time)) < rounding;
}
