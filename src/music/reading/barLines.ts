import { compare, type Fraction, fraction, over, plus, times } from "../fraction";
import type { BarTime } from "./barTime";
import type { Taken } from "./notes";
import type { ReadingState } from "./readingState";
import { atEnding, behindBarLine, isSectionMark, type Sections } from "./sections";

/** The bar lines that are known; the last one is a slip that many books have. */
const barLines = "| || ||| |] |: ||: :| :|| :|] :|: :: :||: [| [|: [|] |:|".split(" ");

/** How many bars that have ended are kept. */
const barsKept = 32;

/** Takes another character of a bar line, or what follows it. */
export function takeBarLine(state: ReadingState, c: string): Taken {
  const more = state.text + c;
  if (barLines.some((line) => line.startsWith(more) && mayBe(state, line))) {
    state.mode = "barLine";
    return state.write(c);
  }
  if (!isWholeBarLine(state)) return false;
  endBar(state);
  if (/^[1-9]$/.test(c)) return beginEnding(state, c);
  state.mode = "music";
  return "again";
}

/** Begins an ending with its first digit. */
export function beginEnding(state: ReadingState, c: string): true {
  state.sections = atEnding(state.sections, c);
  // An ending goes on where the section was left: a short bar of it is no pick-up.
  state.bar.isFirst = false;
  return state.go("ending");
}

/** Whether what has been read is a bar line, wherever it stands. */
export function isBarLine(text: string): boolean {
  return barLines.includes(text);
}

/** Whether what has been read is a bar line that may stand here. */
export function isWholeBarLine(state: Readonly<ReadingState>): boolean {
  return isBarLine(state.text) && mayBe(state, state.text);
}

/** The sections when the bar line that has been read ends here. */
export function sectionsBehind({ bar, text, sections }: Readonly<ReadingState>): Sections {
  if (!bar.hasNotes) return behindBarLine(sections, text);
  const { isFirst, length, filled, rests } = bar;
  const isPickUp = isFirst && length !== undefined && compare(filled, length) < 0;
  return behindBarLine(sections, text, { time: inBars(bar), count: isPickUp ? 0 : rests });
}

/** Ends the bar at the bar line that has been read. */
export function endBar(state: ReadingState): void {
  const { bar, text, latestBars } = state;
  state.sections = sectionsBehind(state);
  state.barLines++;
  if (bar.hasNotes) {
    state.bars++;
    state.latestBars = [...latestBars, endedMusic(state)].slice(-barsKept);
  }
  bar.end(isSectionMark(text));
  state.barText = "";
  state.previous = undefined;
}

/** The music of the begun bar so far, without white space and the number of an ending. */
export function musicSoFar({ barText }: Readonly<ReadingState>): string {
  return barText.replace(/^\s*\[?[1-9][\d,.-]*/, "").replace(/[\s\\]/g, "");
}

/** The same of a bar whose bar line has been read, which is no part of it. */
export function endedMusic(state: Readonly<ReadingState>): string {
  const music = musicSoFar(state);
  return music.slice(0, Math.max(0, music.length - state.text.length));
}

/** The time of the section, in bars, when the begun bar ends here. */
export function sectionTime({ bar, sections }: Readonly<ReadingState>): Fraction {
  if (!bar.hasNotes) return sections.time;
  return plus(sections.time, inBars(bar));
}

/** The time of a bar, in bars: a wrong one counts as one, but at the beginning of a section it may be a long pick-up. */
function inBars({ length, filled, isFree, isFirst, rests }: BarTime): Fraction {
  if (!length || (isFree && !isFirst)) return fraction(rests);
  return times(over(filled, length), fraction(rests));
}

function mayBe(state: Readonly<ReadingState>, barLine: string): boolean {
  const { bar, lineBegins, longestSection } = state;
  const { plain, section } = bar.kinds;
  if (isSectionMark(barLine)) return section;
  if (!bar.hasNotes) return plain || (lineBegins && bar.emptyLines < 2 && !bar.limit);
  return plain && !(longestSection && compare(sectionTime(state), fraction(longestSection)) >= 0);
}
