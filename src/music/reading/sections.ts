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
  /** Bars of the section before, its pick-up not counted; undefined where none has closed. */
  readonly barsBefore: number | undefined;
  /** The times of the sections closed, the latest ones, in bars. */
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

/** Times kept of sections that have closed. */
const mostKept = 64;

export const noSections: Sections = {
  closed: 0,
  time: zero,
  bars: 0,
  hasPickUp: false,
  barsBefore: undefined,
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

/** A bar that has ended, as sections count it. */
interface EndedBar {
  /** Its time, in bars. */
  readonly time: Fraction;
  /** How many bars it counts for: a pick-up for none, a rest perhaps for several. */
  readonly count: number;
}

/** The sections behind a bar line, and behind the bar that it ends, where it ends one. */
export function behindBarLine(sections: Sections, barLine: string, bar?: EndedBar): Sections {
  const isPickUp = bar?.count === 0;
  const grown = bar ? withBar(sections, bar) : sections;
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
    barsBefore: grown.bars,
    lengths: [...grown.lengths, grown.time].slice(-mostKept),
    firstEnding: undefined,
    lastFirstEnding: grown.firstEnding,
    ...repeat,
    ...opened,
  };
}

/** The sections where an ending of this number begins: a later one goes on from where the first one began. */
export function atEnding(sections: Sections, number: string): Sections {
  if (number === "1") {
    const firstEnding = { ...sections, firstEnding: undefined, lastFirstEnding: undefined };
    return { ...sections, firstEnding };
  }
  const { lastFirstEnding, isRepeatOpen, time } = sections;
  if (!lastFirstEnding || time.n > 0) return sections;
  return { ...lastFirstEnding, isRepeatOpen, firstEnding: lastFirstEnding };
}

function withBar(sections: Sections, { time, count }: EndedBar): Sections {
  const grown = { ...sections, time: plus(sections.time, time) };
  return count === 0 ? { ...grown, hasPickUp: true } : { ...grown, bars: sections.bars + count };
}
