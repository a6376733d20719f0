/** A first bar that is this much shorter than others is a pick-up. */
const nearlyWhole = 0.99;

/**
 * Counts the bars of a line of music as people do who write so many to a line: without a pick-up that begins the line or a
 * section, and without the bars of a second ending.
 */
export class LineOfMusic {
  /** Bars counted in the line whose bar lines have ended. */
  bars = 0;
  /** Whether the bar line read last closed or opened a section. */
  afterSectionMark = false;
  private readonly usualUnits: number | undefined;
  /** The length of the bar whose bar line is being read; 0 without notes. */
  private unitsBefore = 0;
  private isFirst = true;
  private inLaterEnding = false;

  /** `usualUnits` is the length of most of the tune's bars, in unit notes, if there is one. */
  constructor(usualUnits: number | undefined) {
    this.usualUnits = usualUnits;
  }

  copy(): LineOfMusic {
    return Object.assign(new LineOfMusic(this.usualUnits), this);
  }

  /** Reads the first character of a bar line, behind a bar of that many unit notes. */
  beginBarLine(units: number): void {
    this.unitsBefore = units;
  }

  /** Bars counted in the line, with the one whose bar line is being read. */
  get barsWithThis(): number {
    return this.bars + (this.counts(this.unitsBefore) ? 1 : 0);
  }

  /** Reads that the bar line ends. */
  endBarLine(isSectionMark: boolean): void {
    this.bars = this.barsWithThis;
    if (isSectionMark) this.inLaterEnding = false;
    this.isFirst = isSectionMark || (this.isFirst && this.unitsBefore === 0);
    this.unitsBefore = 0;
    this.afterSectionMark = isSectionMark;
  }

  beginEnding(text: string): void {
    this.inLaterEnding = !/^\[?1/.test(text);
  }

  /** Reads a line end. */
  endLine(): void {
    this.bars = 0;
    this.isFirst = true;
    this.inLaterEnding = false;
  }

  private counts(units: number): boolean {
    if (units === 0 || this.inLaterEnding) return false;
    const { usualUnits = 0 } = this;
    return !this.isFirst || units >= usualUnits * nearlyWhole;
  }
}
