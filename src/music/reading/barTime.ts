import { compare, equal, type Fraction, fraction, minus, times, zero } from "../fraction";

const two = fraction(2);

/** Kinds of bar line: between the bars of a section, and at its end or beginning. */
export interface BarLineKinds {
  readonly plain: boolean;
  readonly section: boolean;
}

/** The time of the bars so far, as much of it as tells which bar lines may come. */
export class BarTime {
  /** The length of a bar in whole notes; undefined in free meter. */
  length: Fraction | undefined;
  filled: Fraction = zero;
  /** Whether anything that sounds stands in the bar. */
  hasNotes = false;
  /** How many bars it stands for: those of a rest of several. */
  rests = 1;
  /** Bar lines behind the last one that ended a bar. */
  emptyLines = 0;
  /** Whether no bar line stands before the bar in its section: it may be a pick-up. */
  isFirst = true;
  /** Whether no bar has ended yet. */
  isVeryFirst = true;
  /** Lengths of pick-ups so far, each once. */
  pickUps: readonly Fraction[] = [];
  /** What the last bar of the section before fell short by. */
  lacked: Fraction | undefined;

  /** Whether the bar keeps no time, for it is wrong already. */
  isFree = false;
  /** Whether the bar holds too much already: it may end, and hold no more. */
  isOver = false;
  /** How far the bar is to be filled where what follows it stands already: no bar line may come. */
  limit: Fraction | undefined;

  /** What is left of the bar; undefined where no time is kept. */
  get left(): Fraction | undefined {
    if (this.limit) return minus(this.limit, this.filled);
    if (this.isOver) return zero;
    return this.length && !this.isFree ? minus(this.length, this.filled) : undefined;
  }

  /** The same bar, to be gone on with by itself. */
  copy(): BarTime {
    const copy = new BarTime();
    copy.length = this.length;
    copy.filled = this.filled;
    copy.hasNotes = this.hasNotes;
    copy.rests = this.rests;
    copy.emptyLines = this.emptyLines;
    copy.isFirst = this.isFirst;
    copy.isVeryFirst = this.isVeryFirst;
    copy.pickUps = this.pickUps;
    copy.lacked = this.lacked;
    copy.isFree = this.isFree;
    copy.isOver = this.isOver;
    copy.limit = this.limit;
    return copy;
  }

  /** The bar lines that may stand here. */
  get kinds(): BarLineKinds {
    const { length, filled } = this;
    if (this.limit) return { plain: false, section: false };
    if (this.isFree || this.isOver) return { plain: true, section: true };
    // A section may be opened where another is closed, but they do not go on and on without notes.
    if (!this.hasNotes) return { plain: false, section: this.emptyLines < 2 };
    if (!length) return { plain: true, section: true };
    if (equal(filled, length)) return { plain: true, section: true };
    if (compare(filled, length) > 0) return { plain: false, section: false };
    const known = (time: Fraction): boolean => this.knows(time);
    const completes = this.lacked !== undefined && equal(filled, this.lacked);
    const most = compare(times(filled, two), length);
    const pickUp = this.isVeryFirst || (this.isFirst && (most <= 0 || known(filled) || completes));
    // Before a repeat or another section, what is missing may be the pick-up that follows.
    return { plain: pickUp, section: pickUp || most >= 0 || known(minus(length, filled)) };
  }

  /** Whether a pick-up so far had this time. */
  private knows(time: Fraction): boolean {
    return this.pickUps.some((pickUp) => equal(pickUp, time));
  }

  /** Ends the bar at a bar line. */
  end(section: boolean): void {
    const { length, filled } = this;
    if (this.hasNotes) {
      const isShort = length !== undefined && !this.isFree && compare(filled, length) < 0;
      if (isShort && this.isFirst && !this.knows(filled)) this.pickUps = [...this.pickUps, filled];
      this.lacked = isShort && section ? minus(length, filled) : undefined;
      this.isVeryFirst = false;
      this.isFirst = section;
      this.emptyLines = 0;
    } else {
      this.isFirst ||= section;
      this.emptyLines++;
    }
    this.filled = zero;
    this.hasNotes = false;
    this.rests = 1;
    this.isFree = false;
    this.isOver = false;
    this.limit = undefined;
  }
}
