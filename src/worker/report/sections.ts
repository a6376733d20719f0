import type { CountedBar } from "./barCounter";
import { none, over, plus, type Time } from "./exactTime";
import { beginsLaterEnding, plainMusicOf } from "./musicOfBar";
import { type Share, shareOf } from "./share";
import type { Written } from "./written";

/** Sections that last a multiple of four bars. */
export function sectionsOfFours(written: Written): Share {
  return shareOf(sectionLengths(written), ({ n, d }) => n > 0n && d === 1n && n % 4n === 0n);
}

/** Sections that last eight bars. */
export function sectionsOfEight(written: Written): Share {
  return shareOf(sectionLengths(written), ({ n, d }) => n === 8n && d === 1n);
}

/** Sections that last a whole number of bars. */
export function wholeSections(written: Written): Share {
  return shareOf(sectionLengths(written), ({ n, d }) => n > 0n && d === 1n);
}

/** A stretch of a tune from one closing mark (whatever bar line is not plain) to the next. */
interface Section {
  readonly bars: readonly CountedBar[];
  /** Whether what was written closes it; a section that the tune has begun before counts with it. */
  readonly isOwn: boolean;
}

/**
 * Sections, behind another one, whose last bar is that of the one before, ornaments aside. A pick-up that closes a section
 * is not its last bar, and a later ending, which is there to be another one, is compared with nothing.
 */
export function lastBarsAlike(written: Written): Share {
  const { text } = written;
  const sections = sectionsOf(written).map(({ bars, isOwn }) => {
    const last = bars.findLast(isHalfABar);
    return {
      isCompared: isOwn && !bars.slice(0, 1).some((bar) => beginsLaterEnding(text, bar)),
      last: last && plainMusicOf(text, last),
    };
  });
  const pairs = sections.flatMap(({ isCompared, last }, index) => {
    const before = sections[index - 1]?.last;
    return isCompared && before !== undefined && last !== undefined ? [{ before, last }] : [];
  });
  return shareOf(pairs, ({ before, last }) => last === before);
}

/** Whether a bar lasts half of what the meter has, or more. */
function isHalfABar({ time, meter }: CountedBar): boolean {
  return meter !== undefined && 2n * time.n * meter.d >= meter.n * time.d;
}

/** The bars that each section lasts that what was written closes: all the time of it, pick-ups and both endings included. */
function sectionLengths(written: Written): Time[] {
  return sectionsOf(written)
    .filter(({ isOwn }) => isOwn)
    .map(({ bars }) =>
      bars.reduce(
        (length, { time, meter }) => (meter ? plus(length, over(time, meter)) : length),
        none,
      ),
    );
}

function sectionsOf({ bars, start, ended }: Written): Section[] {
  const sections: Section[] = [];
  let begun: CountedBar[] = [];
  for (const bar of bars) {
    begun.push(bar);
    const { end, right } = bar;
    if (right === "|") continue;
    sections.push({ bars: begun, isOwn: end > start && (right !== "" || ended === "end") });
    begun = [];
  }
  return sections;
}
