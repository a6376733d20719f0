import type { Span } from "../abc/tuneBook";
import type { TuneText } from "./tuneText";

/** Puts a tune's text together from parts of its book, in their order, and counts what it leaves out. */
export class TextBuilder {
  private readonly source: string;
  private readonly from: number;
  private readonly beside: readonly Span[];
  /** The first span of `beside` that has not been passed. */
  private ahead = 0;
  private text = "";
  private readonly offsets: number[] = [];
  private bodyStart: number | undefined;
  private dropped = 0;
  private droppedBody = 0;

  /** Of what is to be kept, the spans `beside`, in order, are left out; reading begins at `from`. */
  constructor(source: string, from: number, beside: readonly Span[]) {
    this.source = source;
    this.from = from;
    this.beside = beside;
  }

  /** Takes what stands from `start` to `end` of a line over, with or without a line end; false when all of it is left out. */
  keep(start: number, end: number, lineEnd: boolean): boolean {
    const parts = this.partsOf(start, end);
    let to = parts.at(-1)?.end ?? start;
    if (parts.length === 0) {
      this.drop(end - start);
      // A line end is what follows a place in a line that goes on with what is left out.
      if (start !== this.from) return false;
    } else if (lineEnd && to < end) {
      to = withoutBlanks(this.source, parts.at(-1)?.start ?? start, to);
    }
    let at = start;
    for (const part of parts) {
      const partEnd = Math.min(part.end, to);
      this.drop(part.start - at);
      this.text += this.source.slice(part.start, partEnd);
      for (at = part.start; at < partEnd; at++) this.offsets.push(at);
    }
    if (parts.length > 0) this.drop(end - at);
    if (!lineEnd) return true;
    this.text += "\n";
    this.offsets.push(to);
    return true;
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

  /** What is not left out of a span that lies behind those asked for before; none when nothing but blanks is not. */
  private partsOf(start: number, end: number): Span[] {
    const parts: Span[] = [];
    let at = start;
    let spans = 0;
    for (let span = this.beside[this.ahead]; span; span = this.beside[++this.ahead]) {
      // Blanks behind a [V:id] are text where reading begins among them.
      const spanEnd = span.start < this.from ? Math.min(span.end, this.from) : span.end;
      if (spanEnd <= start) continue;
      if (span.start >= end) break;
      spans++;
      if (span.start > at) parts.push({ start: at, end: span.start });
      at = spanEnd;
      if (spanEnd > end) break;
    }
    if (at < end || spans === 0) parts.push({ start: at, end });
    const isBlank = parts.every((part) => this.source.slice(part.start, part.end).trim() === "");
    return spans > 0 && isBlank ? [] : parts;
  }
}

/** Where what stands from `start` to `end` ends when the blanks at its end do not count. */
export function withoutBlanks(source: string, start: number, end: number): number {
  let to = end;
  while (to > start && (source[to - 1] === " " || source[to - 1] === "\t")) to--;
  return to;
}
