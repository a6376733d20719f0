import type { MusicToken } from "../abc/musicTokens";
import { barUnits } from "../music/barUnits";
import { isSectionMark } from "../music/reading/sections";
import { LineOfMusic } from "./lineOfMusic";

/** Lines that agree on how many bars a line has: so many make it sure. */
const enoughLines = 3;
/** Of so many lines, one may have another number of bars. */
const perException = 5;

/** How long lines of music are. */
export interface LineHabits {
  /** How many bars a line has that no end of a section cuts short, as `LineOfMusic` counts; undefined without a habit. */
  readonly barsPerLine: number | undefined;
  /** Whether enough lines agree to be sure. */
  readonly isLineSure: boolean;
  /** The line that the text ends in. */
  readonly line: LineOfMusic;
}

/** Reads how long a tune's lines of music are. */
export function readLineHabits(lines: readonly (readonly MusicToken[])[]): LineHabits {
  const line = new LineOfMusic(usualUnits(lines));
  const whole: number[] = [];
  const cut: number[] = [];
  let bar = "";
  let begun = "";
  for (const token of lines.flat()) {
    if (begun !== "") line.endBarLine(isSectionMark(begun));
    const endsAtBarLine = begun !== "" || bar.trim() === "";
    begun = "";
    switch (token.kind) {
      case "barLine":
        line.beginBarLine(barUnits(bar));
        bar = "";
        begun = token.text;
        break;
      case "ending":
        line.beginEnding(token.text);
        break;
      case "lineEnd":
        if (line.afterSectionMark) cut.push(line.bars);
        else if (line.bars > 0) whole.push(endsAtBarLine ? line.bars : Number.NaN);
        line.endLine();
        break;
      default:
        // A backslash joins lines; it is no music behind the bar line.
        if (token.text !== "\\") bar += token.text;
    }
  }
  return { ...barsOf(whole, cut), line };
}

/** The number of bars that lines agree on; those that a section's end may have cut short are only not to be longer. */
function barsOf(whole: readonly number[], cut: readonly number[]): Omit<LineHabits, "line"> {
  const usual = mostFrequent(whole);
  const agree = [...whole, ...cut].filter((bars) => bars === usual).length;
  const shorter = usual === undefined ? 0 : cut.filter((bars) => bars < usual).length;
  const exceptions = whole.length + cut.length - agree - shorter;
  const barsPerLine = exceptions * perException <= agree ? usual : undefined;
  return { barsPerLine, isLineSure: barsPerLine !== undefined && agree >= enoughLines };
}

/** The length that most bars have, in unit notes; undefined where no length is usual. */
function usualUnits(lines: readonly (readonly MusicToken[])[]): number | undefined {
  const lengths: number[] = [];
  let bar = "";
  for (const { kind, text } of lines.flat()) {
    if (kind !== "barLine") {
      bar += text;
      continue;
    }
    const units = barUnits(bar);
    if (units > 0) lengths.push(units);
    bar = "";
  }
  const usual = mostFrequent(lengths);
  const count = lengths.filter((length) => length === usual).length;
  return count * 2 > lengths.length ? usual : undefined;
}

function mostFrequent(numbers: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const one of numbers) if (!Number.isNaN(one)) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
