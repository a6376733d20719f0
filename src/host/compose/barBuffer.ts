import type { MusicReader } from "../../music/reading/musicReader";
import type { Candidate } from "../../shared/composeProtocol";

/** Streamed music, cut where bars end: what is whole may go into the document, the begun bar may not yet. */
export class BarBuffer {
  private readonly reader: MusicReader;
  /** Bars that had ended before the stream began. */
  private readonly barsBefore: number;
  private text = "";
  private wholeEnd = 0;
  private taken = 0;

  /** The stream goes on from `before`, which is not read on. */
  constructor(before: MusicReader) {
    this.reader = before.copy();
    this.barsBefore = this.reader.barsSoFar;
  }

  /** Bars of the stream that have ended. */
  get bars(): number {
    return Math.max(0, this.reader.state.bars - this.barsBefore);
  }

  /** The bar that has begun: what follows the last whole one. */
  get begun(): string {
    return this.text.slice(this.wholeEnd);
  }

  /** What has been taken so far. */
  get takenText(): string {
    return this.text.slice(0, this.taken);
  }

  /** Adds what has been streamed. */
  push(piece: string): void {
    for (const character of piece) {
      if (this.reader.read(character)) this.wholeEnd = this.text.length;
      this.text += character;
    }
  }

  /** The whole bars that have not been taken yet, or "". */
  takeWhole(): string {
    return this.takeUpTo(this.wholeEnd);
  }

  /** Says that nothing follows: a bar line that might have gone on is whole as it stands. */
  end(): void {
    if (this.reader.end()) this.wholeEnd = this.text.length;
  }

  /** Everything that has not been taken yet; `text` is the finished stream. */
  private takeRest(text: string): string {
    if (text.startsWith(this.text)) this.push(text.slice(this.text.length));
    else this.text = this.takenText + text.slice(this.taken);
    this.end();
    this.wholeEnd = this.text.length;
    return this.takeUpTo(this.text.length);
  }

  /** What may go in of a finished stream: all of it, or its whole bars when it stopped inside one. */
  takeFinished({ text, ended }: Pick<Candidate, "text" | "ended">): string {
    this.end();
    const isMidBar = ended === "cancelled" || ended === "stuck";
    const cutShort = isMidBar || (ended === "length" && this.bars > 0);
    return cutShort ? this.takeWhole() : this.takeRest(text);
  }

  private takeUpTo(end: number): string {
    const from = this.taken;
    this.taken = Math.max(from, end);
    return this.text.slice(from, this.taken);
  }
}

/** How many bars `text` ends when it goes on from `before`. */
export function barsIn(before: MusicReader, text: string): number {
  const buffer = new BarBuffer(before);
  buffer.push(text);
  buffer.end();
  return buffer.bars;
}
