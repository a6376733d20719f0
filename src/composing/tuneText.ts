import type { Field, Line, Tune, TuneBook } from "../abc/tuneBook";
import { TextBuilder, withoutBlanks } from "./textBuilder";
import { besidesVoice, voicesOf } from "./voices";

/** A tune as a model reads it: "\n" after each line, only the fields the model knows, no comments, no typeset text. */
export interface TuneText {
  readonly text: string;
  /** For each UTF-16 unit of `text`, where in the book it stands. */
  readonly offsets: Int32Array;
  /** Where in `text` the body starts: behind the K: line. */
  readonly bodyStart: number;
  /** Characters of the tune that were left out, line ends counted as one. */
  readonly dropped: number;
  /** How many of them stand in the body. */
  readonly droppedBody: number;
}

/** How much of a tune is read: all of it when nothing is said. */
export interface Extent {
  /** Only what stands at or behind this offset into the book: first the rest of its line. */
  readonly from?: number;
  /** Only what stands before this offset. */
  readonly upTo?: number;
  /** Only the music of this one of its several voices, as if it were a tune of its own. */
  readonly voice?: string | undefined;
}

/** Fields given once for the whole book that a tune without its own takes over. */
const inherited = "RMLQ";

/**
 * Turns a tune into the text a model reads; the one function for training, composing and recording. `fields` lists the
 * codes of the fields to keep; "*" keeps every line to the letter. Fields of the file header that the tune lacks come first.
 */
export function tuneText(
  book: TuneBook,
  tune: Tune,
  fields: string,
  { from = Number.NEGATIVE_INFINITY, upTo, voice }: Extent = {},
): TuneText {
  const end = upTo ?? Number.POSITIVE_INFINITY;
  const voices = voice === undefined ? undefined : voicesOf(book, tune);
  const beside = voices && voice !== undefined ? besidesVoice(tune, voices, voice) : [];
  const out = new TextBuilder(book.source, from, beside);
  const verbatim = fields === "*";
  const keeps = (code: string | undefined): boolean =>
    code !== undefined && (verbatim || fields.includes(code));

  for (const field of inheritedFields(book, tune)) {
    if (keeps(field.code) && from <= tune.start) out.keep(field.start, field.value.end, true);
  }
  for (const line of tune.lines) {
    if (line.start >= tune.header.end) out.beginBody();
    if (line.start >= end) break;
    if (line.next <= from) continue;
    // A last line without its end is whole only when the tune is: what is composed goes on in it.
    const whole = line.next <= end && (line.next > line.end || upTo === undefined);
    const known = verbatim || line.kind === "music" || (line.kind === "field" && keeps(line.code));
    const content = verbatim ? line.end : endOfContent(book.source, line, end);
    const start = Math.max(line.start, from);
    const contentEnd = known ? Math.max(Math.min(content, end), start) : start;
    // Behind a place in a line its end follows, whatever the line is.
    const kept = (known || start > line.start) && out.keep(start, contentEnd, whole);
    const hasEnd = line.next > line.end && whole;
    out.drop(Math.min(line.end, end) - contentEnd + (hasEnd && !kept ? 1 : 0));
  }
  return out.finish();
}

function inheritedFields(book: TuneBook, tune: Tune): Field[] {
  const own = new Set(tune.headerFields.map(({ code }) => code));
  const given = book.fileHeader?.fields ?? [];
  return given.filter(({ code }) => inherited.includes(code) && !own.has(code));
}

/** Where a line's content ends: before a trailing comment that begins before `upTo`, and the white space that leads to it. */
function endOfContent(source: string, line: Line, upTo: number): number {
  if (!line.comment || line.comment.start >= upTo) return line.end;
  return withoutBlanks(source, line.start, line.comment.start);
}
