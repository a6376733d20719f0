import type { Field, Line, Tune, TuneBook } from "../abc/tuneBook";

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

/** Fields given once for the whole book that a tune without its own takes over. */
const inherited = "RMLQ";

/**
 * Turns a tune into the text a model reads; the one function for training, composing and recording. `fields` lists the
 * codes of the fields to keep; "*" keeps every line to the letter. Fields of the file header that the tune lacks come first. With `upTo`, an
 * offset into the book, the text ends there.
 */
export function tuneText(book: TuneBook, tune: Tune, fields: string, upTo?: number): TuneText {
  const end = upTo ?? Number.POSITIVE_INFINITY;
  const out = new TextBuilder(book.source);
  const verbatim = fields === "*";
  const keeps = (code: string | undefined): boolean =>
    code !== undefined && (verbatim || fields.includes(code));

  for (const field of inheritedFields(book, tune)) {
    if (keeps(field.code)) out.keep(field.start, field.value.end, true);
  }
  for (const line of tune.lines) {
    if (line.start >= tune.header.end) out.beginBody();
    if (line.start >= end) break;
    // A last line without its end is whole only when the tune is: what is composed goes on in it.
    const whole = line.next <= end && (line.next > line.end || upTo === undefined);
    const kept = verbatim || line.kind === "music" || (line.kind === "field" && keeps(line.code));
    const content = verbatim ? line.end : endOfContent(book.source, line, end);
    const contentEnd = Math.min(kept ? content : line.start, end);
    if (kept) out.keep(line.start, contentEnd, whole);
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
  let end = line.comment.start;
  while (end > line.start && (source[end - 1] === " " || source[end - 1] === "\t")) end--;
  return end;
}

class TextBuilder {
  private readonly source: string;
  private text = "";
  private readonly offsets: number[] = [];
  private bodyStart: number | undefined;
  private dropped = 0;
  private droppedBody = 0;

  constructor(source: string) {
    this.source = source;
  }

  keep(start: number, end: number, lineEnd: boolean): void {
    this.text += this.source.slice(start, end);
    for (let at = start; at < end; at++) this.offsets.push(at);
    if (!lineEnd) return;
    this.text += "\n";
    this.offsets.push(end);
  }

  drop(count: number): void {
    this.dropped += count;
    if (this.bodyStart !== undefined) this.droppedBody += count;
  }

  beginBody(): void {
    this.bodyStart ??= this.text.length;
  }

  finish(): TuneText {
    return {
      text: this.text,
      offsets: Int32Array.from(this.offsets),
      bodyStart: this.bodyStart ?? this.text.length,
      dropped: this.dropped,
      droppedBody: this.droppedBody,
    };
  }
}
