/** Longer runs are not told apart. */
const longest = 1000;

/** Text to look for copies of, such as all tunes that a model has learned from. */
export class KnownText {
  private readonly units: Uint16Array;
  /** Where each of its endings begins, in the order of what they read. */
  private readonly endings: Int32Array;

  constructor(texts: readonly string[]) {
    // No text holds the character between them, so no run goes from one into the next.
    this.units = unitsOf(texts.join("\0"));
    this.endings = Int32Array.from(this.units, (_, index) => index);
    this.endings.sort((a, b) => this.compare(this.units, a, b) || a - b);
  }

  /** For each place of a text, how many characters from there on stand somewhere in this one, too. */
  runs(text: string): number[] {
    const units = unitsOf(text);
    return Array.from(units, (_, at) => this.runAt(units, at));
  }

  private runAt(units: Uint16Array, at: number): number {
    let low = 0;
    let high = this.endings.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compare(units, at, this.endings[middle] ?? 0) > 0) low = middle + 1;
      else high = middle;
    }
    const neighbours = [this.endings[low - 1], this.endings[low]];
    return Math.max(
      0,
      ...neighbours.map((ending) => (ending === undefined ? 0 : this.common(units, at, ending))),
    );
  }

  private compare(units: Uint16Array, at: number, ending: number): number {
    const same = this.common(units, at, ending);
    return same === longest ? 0 : (units[at + same] ?? -1) - (this.units[ending + same] ?? -1);
  }

  private common(units: Uint16Array, at: number, ending: number): number {
    let same = 0;
    while (same < longest) {
      const unit = units[at + same];
      if (unit === undefined || unit !== this.units[ending + same]) break;
      same++;
    }
    return same;
  }
}

function unitsOf(text: string): Uint16Array {
  return Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
}
