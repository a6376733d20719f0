import type { Sections } from "../reading/sections";
import type { RememberedBar } from "./rememberedBar";

/** How many bars back the tune is remembered, whatever its sections. */
export const lags: readonly number[] = [1, 2, 4, 8];
const farthest = Math.max(...lags);
/** Bars kept of a section; those behind them are forgotten. */
const longestSection = 64;

type Bars = readonly RememberedBar[];

/** The bars that are remembered; never changed in place. */
export interface BarMemory {
  /** Bars of the tune so far, pick-ups not counted; endings all count. */
  readonly count: number;
  /** The bars before, pick-ups left out; in a second ending, those before the first. */
  readonly latest: Bars;
  /** The bars of the section so far. */
  readonly section: Bars;
  readonly pickUp: RememberedBar | undefined;
  /** The bars of the section before; in a second ending, of the section with the first. */
  readonly sectionBefore: Bars;
  readonly pickUpBefore: RememberedBar | undefined;
  /** What was known where the section's first ending begins. */
  readonly firstEnding: BarMemory | undefined;
  /** The same of the section before. */
  readonly lastFirstEnding: BarMemory | undefined;
}

export const nothingRemembered: BarMemory = {
  count: 0,
  latest: [],
  section: [],
  pickUp: undefined,
  sectionBefore: [],
  pickUpBefore: undefined,
  firstEnding: undefined,
  lastFirstEnding: undefined,
};

/** What is remembered behind a bar line, where the sections turn from `before` to `behind`; `bar` is the one it ends. */
export function rememberedBehind(
  memory: BarMemory,
  bar: Omit<RememberedBar, "number"> | undefined,
  before: Sections,
  behind: Sections,
): BarMemory {
  const closes = behind.closed > before.closed;
  const bars = (closes ? (behind.barsBefore ?? 0) : behind.bars) - before.bars;
  const grown = bar ? withBar(memory, bar, bars) : memory;
  if (!closes) return grown;
  return {
    ...grown,
    section: [],
    pickUp: undefined,
    sectionBefore: grown.section,
    pickUpBefore: grown.pickUp,
    firstEnding: undefined,
    lastFirstEnding: grown.firstEnding,
  };
}

/** What is remembered where an ending of this number begins: a later one goes on from where the first one began. */
export function rememberedAtEnding(memory: BarMemory, number: string, at: Sections): BarMemory {
  if (number === "1") {
    return {
      ...memory,
      firstEnding: { ...memory, firstEnding: undefined, lastFirstEnding: undefined },
    };
  }
  const { lastFirstEnding, sectionBefore, pickUpBefore, count } = memory;
  if (!lastFirstEnding || at.time.n > 0) return memory;
  return { ...lastFirstEnding, count, sectionBefore, pickUpBefore, firstEnding: lastFirstEnding };
}

/** The bars that the next one is likened to, in the order of the sources: each lag, and the section before. */
export function sourceBars(memory: BarMemory, sections: Sections): (RememberedBar | undefined)[] {
  const { latest, sectionBefore, pickUpBefore } = memory;
  const back = lags.map((lag) => latest[latest.length - lag]);
  const begins = sections.bars === 0 && !sections.hasPickUp;
  return [...back, (begins ? pickUpBefore : undefined) ?? sectionBefore[sections.bars]];
}

/** With a bar that counts for so many: none is a pick-up, and a rest may be several. */
function withBar(
  memory: BarMemory,
  { characters, times }: Omit<RememberedBar, "number">,
  bars: number,
): BarMemory {
  const { count } = memory;
  if (bars === 0) return { ...memory, pickUp: { characters, times, number: count } };
  const bar = { characters, times, number: count + 1 };
  const more = new Array<RememberedBar>(Math.min(bars, longestSection)).fill(bar);
  return {
    ...memory,
    count: count + bars,
    latest: [...memory.latest, ...more].slice(-farthest),
    section: [...memory.section, ...more].slice(0, longestSection),
  };
}
