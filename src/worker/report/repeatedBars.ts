import { musicOf } from "./musicOfBar";
import { type Share, shareOf } from "./share";
import type { Written } from "./written";

/** The lengths, in bars, of what may come the third time. */
const stretches = [1, 2, 3, 4];

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

/**
 * Bars that belong to a stretch of one to four bars that comes the third time in a row, or more: what stands behind two of
 * it.
 */
export function thirdRepeats({ text, bars, own }: Written): Share {
  const music = bars.map((bar) => musicOf(text, bar));
  const isThird = music.map(() => false);
  for (const stretch of stretches) {
    let repeated = 0;
    for (const [index, bar] of music.entries()) {
      repeated = bar === music[index - stretch] ? repeated + 1 : 0;
      if (repeated >= 2 * stretch) isThird.fill(true, index + 1 - stretch, index + 1);
    }
  }
  return shareOf(isThird.slice(bars.length - own.length), (is) => is);
}
