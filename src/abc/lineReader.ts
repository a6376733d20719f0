/** A line end as it stands in a file. */
export type Eol = "\n" | "\r\n" | "\r";

/** Walks a text line by line in one pass, whatever its line ends are; call `advance` before reading a line. */
export class LineReader {
  /** Where the line starts, where its text ends, and where the line after it starts. */
  start = 0;
  end = 0;
  next: number;
  readonly #source: string;
  readonly #seen: Record<Eol, number> = { "\n": 0, "\r\n": 0, "\r": 0 };
  // The next of each at or after the line's start: a search is repeated only once it is passed.
  #lineFeed = -1;
  #return = -1;
  #percent = -1;

  constructor(source: string, from: number) {
    this.#source = source;
    this.next = from;
  }

  /** Moves to the next line; false at the end of the text. */
  advance(): boolean {
    const source = this.#source;
    this.start = this.next;
    if (this.start >= source.length) {
      this.end = this.start;
      return false;
    }
    if (this.#lineFeed < this.start) this.#lineFeed = find(source, "\n", this.start);
    if (this.#return < this.start) this.#return = find(source, "\r", this.start);
    this.end = Math.min(this.#lineFeed, this.#return);
    if (this.end > source.length) {
      this.end = this.next = source.length;
      return true;
    }
    const eol =
      this.#lineFeed < this.#return ? "\n" : this.#lineFeed === this.end + 1 ? "\r\n" : "\r";
    this.#seen[eol]++;
    this.next = this.end + eol.length;
    return true;
  }

  /** Where the line's first percent sign is, or `undefined`. */
  percent(): number | undefined {
    if (this.#percent < this.start) this.#percent = find(this.#source, "%", this.start);
    return this.#percent < this.end ? this.#percent : undefined;
  }

  /** The line end met most often so far. */
  eol(): Eol {
    const seen = this.#seen;
    if (seen["\r\n"] > seen["\n"] && seen["\r\n"] >= seen["\r"]) return "\r\n";
    return seen["\r"] > seen["\n"] ? "\r" : "\n";
  }
}

// Not found is one past the end, so that it is never taken for the line feed behind a carriage return.
function find(source: string, character: string, from: number): number {
  const at = source.indexOf(character, from);
  return at < 0 ? source.length + 1 : at;
}
