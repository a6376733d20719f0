import { musicOf } from "./musicOfBar";
import { type Share, shareOf } from "./share";
import type { Written } from "./written";

/** Bars that are written as an earlier bar of the tune. */
export function repeatedBars({ text, bars, own }: Written): Share {
  const before = bars.slice(0, bars.length - own.length);
  const seen = new Set(before.map((bar) => musicOf(text, bar)));
  return shareOf(own, (bar) => {
    const music = musicOf(text, bar);
    const isSeen = seen.has(music);
    seen.add(music);
    return isSeen;
  });
}

/** Different bars among those written. */
export function distinctBars({ text, own }: Written): Share {
  return { part: new Set(own.map((bar) => musicOf(text, bar))).size, whole: own.length };
}
