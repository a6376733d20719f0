import { type Key, letters } from "../key";
import { note, type ReadingState } from "../reading/readingState";

/** Steps of the staff in an octave. */
const octave = letters.length;
/** The steps that are told apart: from two octaves below middle C to two and a half above it. */
const lowest = -2 * octave;
const highest = 2 * octave + 3;
/** The widest step between two notes that is told from wider ones. */
const widest = 9;

export const heights = highest - lowest + 1;
export const steps = 2 * widest + 1;

/** The last notes of a melody, by where they stand on the staff: every note of a chord and every grace note counts. */
export class Melody {
  /** Steps of the staff above middle C (`C`); undefined before the first note. */
  private last: number | undefined;
  private before: number | undefined;

  /** Reads a character of music, which the state is behind. */
  read(character: string, { mode }: Readonly<ReadingState>): void {
    if (mode !== "note" && mode !== "chord" && mode !== "grace") return;
    if (note.test(character)) {
      this.before = this.last;
      const letter = (letters as readonly string[]).indexOf(character.toUpperCase());
      this.last = letter + (character >= "a" ? octave : 0);
    } else if (this.last !== undefined) {
      if (character === ",") this.last -= octave;
      if (character === "'") this.last += octave;
    }
  }

  /** 1 to 7 for the tonic's letter to the one below it; 0 without a note or a tonic. */
  degree(key: Key | undefined): number {
    if (this.last === undefined || key?.tonicLetter === undefined) return 0;
    const above = this.last - letters.indexOf(key.tonicLetter);
    return 1 + (((above % octave) + octave) % octave);
  }

  /** 1 for `C,,` and below, one more for each step of the staff; 0 without a note. */
  get height(): number {
    if (this.last === undefined) return 0;
    return 1 + clamped(this.last, lowest, highest) - lowest;
  }

  /** 1 for nine steps down or more, 10 for none, up to 19; 0 before the second note. */
  get step(): number {
    if (this.last === undefined || this.before === undefined) return 0;
    return 1 + widest + clamped(this.last - this.before, -widest, widest);
  }

  /** The same, to be gone on with by itself. */
  copy(): Melody {
    return Object.assign(new Melody(), this);
  }
}

function clamped(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
