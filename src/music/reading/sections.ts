import { type Fraction, plus, zero } from "../fraction";

/** The section that is being written and those before it, as their bar lines divide them; never changed in place. */
export interface Sections {
  /** Sections closed so far; one with two endings counts once. */
  readonly closed: number;
  /** The time of the section's bars so far, its pick-up included, in bars; in free meter each bar counts 1. */
  readonly time: Fraction;
  /** Bars ended in the section, its pick-up not counted. */
  readonly bars: number;
  /** Whether the section began with a pick-up. */
  readonly hasPickUp: boolean;
  /** The times of the sections closed, in bars. */
  readonly lengths: readonly Fraction[];
  /** Whether a repeat has been opened and not closed. */
  readonly isRepeatOpen: boolean;
  /** Whether any repeat so far was opened by a sign of its own. */
  readonly opensRepeats: boolean;
  /** Where in the section its first ending begins. */
  readonly firstEnding: Sections | undefined;
  /** The same of the section before, which a second ending goes back to. */
  readonly lastFirstEnding: Sections | undefined;
}

export const noSections: Sections = {
  closed: 0,
  time: zero,
  bars: 0,
  hasPickUp: false,
  lengths: [],
  isRepeatOpen: false,
  opensRepeats: false,
  firstEnding: undefined,
  lastFirstEnding: undefined,
};

/** Whether a bar line ends a section: all but the plain one do. */
export function isSectionMark(barLine: string): boolean {
  return barLine !== "|";
}

/** Whether a bar line closes a repeat. */
function closesRepeat(barLine: string): boolean {
  return barLine.startsWith(":") || barLine === "|:|";
}

/** Whether a bar line opens a repeat. */
function opensRepeat(barLine: string): boolean {
  return barLine.endsWith("|:") || barLine === "::";
}

/** The sections behind a bar line; `bar` is the time of the bar that it ends, in bars, undefined where it ends none. */
export function behindBarLine(
  sections: Sections,
  barLine: string,
  bar: Fraction | undefined,
  isPickUp: boolean,
): Sections {
  const grown = bar ? withBar(sections, bar, isPickUp) : sections;
  const repeat = closesRepeat(barLine) ? { isRepeatOpen: false } : {};
  const opened = opensRepeat(barLine) ? { isRepeatOpen: true, opensRepeats: true } : {};
  if (!isSectionMark(barLine) || grown.time.n === 0) return { ...grown, ...repeat, ...opened };
  // A pick-up alone is no section: it leads into the one that opens here.
  if (isPickUp && grown.bars === 0 && !closesRepeat(barLine))
    return { ...sections, ...opened, hasPickUp: true };
  return {
    ...grown,
    closed: grown.closed + 1,
    time: zero,
    bars: 0,
    hasPickUp: false,
    lengths: [...grown.lengths, grown.time],
    firstEnding: undefined,
    lastFirstEnding: grown.firstEnding,
    ...repeat,
    ...opened,
  };
}

/** The sections where an ending of this number begins: a later one goes on from where the first one began. */
export function atEnding(sections: Sections, number: string): Sections {
  if (number === "1") return { ...sections, firstEnding: { ...sections, firstEnding: undefined } };
  const { lastFirstEnding, isRepeatOpen, time } = sections;
  if (!lastFirstEnding || time.n > 0) return sections;
  return { ...lastFirstEnding, isRepeatOpen, firstEnding: lastFirstEnding };
}

function withBar(sections: Sections, bar: Fraction, isPickUp: boolean): Sections {
  const time = plus(sections.time, bar);
  if (isPickUp) return { ...sections, time, hasPickUp: true };
  return { ...sections, time, bars: sections.bars + Math.max(1, Math.round(bar.n / bar.d)) };
}
