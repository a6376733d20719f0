import { placeAt } from "../src/abc/place";
import { type Line, parseTuneBook, type TuneBook } from "../src/abc/tuneBook";
import { tuneText } from "../src/composing/tuneText";
import { MusicReader } from "../src/music/reading/musicReader";
import type { TuneSource } from "../src/worker/tuneFiles";

/** Counts over the tunes of a corpus. */
export interface BookCounts {
  sources: number;
  tunes: number;
  /** Sources that hold no tune. */
  withoutTune: number;
  /** Tunes without a K: field. */
  withoutKey: number;
  /** Sources whose parts do not tile the text. */
  untiled: number;
  /** Sources that parse into another number of tunes or lines with CRLF line ends. */
  changedByCrlf: number;
  /** Kept characters whose offset points at another character. */
  misplaced: number;
  bars: number;
  /** Places, one a source, at which a tune was looked up and another found. */
  misfound: number;
}

/** Reads every source and counts what is odd about it or about us. */
export function countBooks(sources: readonly TuneSource[], fields: string): BookCounts {
  const counts: BookCounts = {
    sources: sources.length,
    tunes: 0,
    withoutTune: 0,
    withoutKey: 0,
    untiled: 0,
    changedByCrlf: 0,
    misplaced: 0,
    bars: 0,
    misfound: 0,
  };
  for (const { text } of sources) {
    const book = parseTuneBook(text);
    counts.tunes += book.tunes.length;
    if (book.tunes.length === 0) counts.withoutTune++;
    if (!tiles(book)) counts.untiled++;
    const crlf = parseTuneBook(text.replaceAll(/\r\n?|\n/g, "\r\n"));
    if (shapeOf(crlf) !== shapeOf(book)) counts.changedByCrlf++;
    for (const tune of book.tunes) {
      if (!tune.key) counts.withoutKey++;
      if (placeAt(book, tune.body.start).tune !== tune) counts.misfound++;
      const read = tuneText(book, tune, fields);
      for (const [index, at] of read.offsets.entries()) {
        const character = read.text[index];
        if (character !== "\n" && character !== text[at]) counts.misplaced++;
      }
      counts.bars += MusicReader.behind(read.text).barsSoFar;
    }
  }
  return counts;
}

function linesOf(book: TuneBook): Line[] {
  const parts = [...book.tunes, ...book.freeText, ...(book.fileHeader ? [book.fileHeader] : [])];
  return parts.flatMap(({ lines }) => [...lines]).sort((a, b) => a.start - b.start);
}

function tiles(book: TuneBook): boolean {
  let at = book.bom ? 1 : 0;
  for (const line of linesOf(book)) {
    if (line.start !== at) return false;
    at = line.next;
  }
  return at === book.source.length;
}

function shapeOf(book: TuneBook): string {
  const kinds = linesOf(book).map(({ kind, code }) => `${kind}${code ?? ""}`);
  return `${book.tunes.length}:${kinds.join()}`;
}
