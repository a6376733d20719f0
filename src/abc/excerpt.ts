import { endedTune, trailedTune } from "./place";
import { type TuneBook, tuneAt } from "./tuneBook";

/** A part of a book that stands for itself: the file header and one tune. */
export interface Excerpt {
  readonly text: string;
  /** The place asked for, in `text`. */
  readonly offset: number;
  /** What to add to an offset inside the tune of `text` to get the one in the book. */
  readonly shift: number;
}

/** One more than the greatest number of the book's tunes. */
export function nextTuneNumber(book: TuneBook): number {
  let greatest = 0;
  for (const tune of book.tunes) {
    const number = Number.parseInt(tune.number, 10);
    if (number > greatest && number < Number.MAX_SAFE_INTEGER) greatest = number;
  }
  return greatest + 1;
}

/**
 * The file header and the tune at `offset`; where that is in the empty lines behind the tune, also what lies between and
 * the line after `offset`, which tells whether an empty line follows. `undefined` elsewhere.
 */
export function excerptAt(book: TuneBook, offset: number): Excerpt | undefined {
  const tune = tuneAt(book, offset) ?? endedTune(book, offset) ?? trailedTune(book, offset);
  if (!tune) return undefined;
  const { source, fileHeader, eol } = book;
  const fields = fileHeader ? source.slice(fileHeader.start, fileHeader.end) : "";
  // A line feed behind a lone carriage return would join it instead of making an empty line.
  const empty = fields.endsWith("\r") && eol === "\n" ? "\n\n" : eol;
  const header = fileHeader ? fields + empty : "";
  const text =
    header + source.slice(tune.start, offset < tune.end ? tune.end : endOfNextLine(source, offset));
  const shift = tune.start - header.length;
  return { text, offset: offset - shift, shift };
}

/** Where the line after the one at `offset` ends. */
function endOfNextLine(source: string, offset: number): number {
  const following = /^[^\r\n]*(?:\r\n|\r|\n)?[^\r\n]*/.exec(source.slice(offset, offset + 1000));
  return offset + (following?.[0].length ?? 0);
}
