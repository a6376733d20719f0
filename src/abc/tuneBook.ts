import { BookParser } from "./bookParser";
import type { Eol } from "./lineReader";

/** A half-open span of the source, in UTF-16 units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What a line is: `continuation` is `+:`, `comment` starts with one `%`, `directive` with two, and `typesetText` is
 * any line of a `%%begintext`, `%%beginps` or `%%beginsvg` block, the lines that begin and end it included.
 */
export type LineKind =
  | "empty"
  | "field"
  | "continuation"
  | "music"
  | "comment"
  | "directive"
  | "freeText"
  | "typesetText";

/** One line: its span leaves the line end out, `next` is where the following line starts. */
export interface Line extends Span {
  readonly kind: LineKind;
  readonly next: number;
  /** The letter of a field; of a continuation, that of the field it continues. */
  readonly code?: string;
  /** The trailing comment of a music or field line, from its `%`. */
  readonly comment?: Span;
}

/** A field of a header: its span is the line's, `value` is trimmed and without a trailing comment. */
export interface Field extends Span {
  readonly code: string;
  readonly value: Span;
  /** Which of its owner's lines it is. */
  readonly line: number;
}

/** Lines of a book that belong together; they tile the span. */
export interface Lines extends Span {
  readonly lines: readonly Line[];
}

/** The fields before the first tune, which hold for every tune. */
export interface FileHeader extends Lines {
  readonly fields: readonly Field[];
}

/** A tune, from its `X:` line to the empty line or `X:` line that ends it, that line not included. */
export interface Tune extends Lines {
  /** The text of `X:`. */
  readonly number: string;
  /** The first `T:`, or nothing. */
  readonly title: string;
  /** From `X:` through the `K:` line; where there is no `K:`, up to the first line of music. */
  readonly header: Span;
  readonly headerFields: readonly Field[];
  readonly body: Span;
  /** The `K:` that ends the header. */
  readonly key?: Field;
}

/** A source text cut into its parts: file header, tunes and free text tile it, behind the byte order mark. */
export interface TuneBook {
  readonly source: string;
  /** Whether the source starts with a byte order mark; offsets count it. */
  readonly bom: boolean;
  /** The most frequent line end. */
  readonly eol: Eol;
  readonly fileHeader?: FileHeader;
  readonly tunes: readonly Tune[];
  /** What lies between: empty lines, free text and typeset text. */
  readonly freeText: readonly Lines[];
}

/** Reads any text as a tune book, in time proportional to its length; it never throws. */
export function parseTuneBook(source: string): TuneBook {
  return new BookParser(source).parse();
}

/** The tune that holds `offset`; its end, where the line that ends it starts, counts as part of it. */
export function tuneAt(book: TuneBook, offset: number): Tune | undefined {
  const tune = lastStarted(book.tunes, offset);
  return tune && offset <= tune.end ? tune : undefined;
}

/** The line that holds `offset`, its line end included; at the end of the source, the last line that has no line end. */
export function lineAt(lines: readonly Line[], offset: number): Line | undefined {
  const line = lastStarted(lines, offset);
  return line && (offset < line.next || offset === line.end) ? line : undefined;
}

/** Of parts in order, the last that starts at or before `offset`. */
export function lastStarted<Part extends Span>(
  parts: readonly Part[],
  offset: number,
): Part | undefined {
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const part = parts[middle];
    if (part && part.start <= offset) low = middle + 1;
    else high = middle;
  }
  return parts[low - 1];
}
