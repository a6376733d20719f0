import { parseTuneBook, type Tune, type TuneBook } from "../../abc/tuneBook";
import { tuneText } from "../../composing/tuneText";
import type { TuneSource } from "../tuneFiles";
import { countBars, isExact } from "./barCounter";

/** A tune to continue: its text alone, and where the part ends that is given. */
export interface HeldOutTune {
  readonly text: string;
  readonly start: number;
}

/** How many full bars of a tune are given. */
const barsGiven = 4;

/** Codes of the fields that a tune book needs to be read, whatever a model knows. */
const needed = "XMLK";
/** Those of all fields but lyrics and symbol lines, which a continuation has none of. */
const allButLyrics = [..."ABCDFGHIKLMNOPQRSTUVXYZmr"].join("");

/**
 * Up to `most` tunes of the sources, as a model with these `fields` reads them, each with at least one bar behind its first
 * four full bars (a pick-up is none) that end in a plain bar line.
 */
export function heldOutTunes(
  sources: readonly TuneSource[],
  fields: string,
  most: number,
): HeldOutTune[] {
  const kept = fields === "*" ? allButLyrics : fields + needed;
  const tunes: HeldOutTune[] = [];
  for (const { text } of sources) {
    const book = parseTuneBook(text);
    for (const tune of book.tunes) {
      if (tunes.length === most) return tunes;
      const alone = textOf(book, tune, kept);
      const start = endOfGiven(alone);
      if (start !== undefined) tunes.push({ text: alone, start });
    }
  }
  return tunes;
}

/** A tune by itself, X: first, then what the file header says for all tunes. */
function textOf(book: TuneBook, tune: Tune, fields: string): string {
  const { text } = tuneText(book, tune, fields);
  const number = /^X:.*\n/m.exec(text)?.[0] ?? "X:1\n";
  return number + text.replace(number, "");
}

function endOfGiven(text: string): number | undefined {
  const bars = countBars(text);
  const full = bars.filter((bar) => isExact(bar) && bar.right === "|");
  const end = full[barsGiven - 1]?.end;
  return bars.some(({ start }) => end !== undefined && start >= end) ? end : undefined;
}
