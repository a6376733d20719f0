import { type BarAccidentals, letterIndex } from "../music/barAccidentals";
import { alterationOf } from "../music/key";
import type { AccidentalsSoFar, Habits } from "./habits";
import { KeyAccidentals } from "./keyAccidentals";

/** What is added to ln p of an accidental that neither the tune nor its mode makes expect. */
const unusual = -2;

/** Keeps accidentals to those that say something, and knows those that a tune would hardly have. */
export class AccidentalKeeper {
  private readonly habits: Habits;
  private readonly bar: BarAccidentals;
  /** The accidental whose note is to come. */
  private accidental: string;
  private key: KeyAccidentals;

  constructor(habits: Habits, { bar, accidental, key }: AccidentalsSoFar) {
    this.habits = habits;
    this.bar = bar.copy();
    this.accidental = accidental;
    this.key = key;
  }

  copy(): AccidentalKeeper {
    const { bar, accidental, key } = this;
    return new AccidentalKeeper(this.habits, { bar, accidental, key });
  }

  /** Whether a character is, or completes, an accidental that says nothing; a second sign comes only where the tune has such. */
  repeats(key: string, character: string): boolean {
    const { marks } = this.habits;
    const isSign = isAccidental(character);
    if (!isSign && this.accidental === "") return false;
    if (isSign && this.accidental !== "") return !marks.has("doubleAccidental");
    if (marks.has("courtesyAccidental")) return false;
    const { signature } = this.in(key);
    if (isSign) return !this.bar.saysSomething(alterationOf(character), signature);
    const letter = letterIndex(character);
    return letter >= 0 && this.bar.repeats(letter, alterationOf(this.accidental), signature);
  }

  /** What is added to ln p of a character of music: below 0 for an unusual accidental. */
  bias(key: string, character: string): number {
    if (this.accidental === "") {
      const isSign = character === "^" || character === "_";
      return isSign && this.in(key).isUnusualSign(character) ? unusual : 0;
    }
    const letter = letterIndex(character);
    if (letter < 0) return 0;
    return this.in(key).isUnusual(letter, alterationOf(this.accidental)) ? unusual : 0;
  }

  /** Reads a character of music. */
  read(character: string): void {
    if (isAccidental(character)) {
      this.accidental += character;
      return;
    }
    if (this.accidental === "") return;
    const letter = letterIndex(character);
    if (letter >= 0) this.bar.write(letter, alterationOf(this.accidental));
    this.accidental = "";
  }

  endBar(): void {
    this.bar.endBar();
  }

  /** What the key with this K: value says. */
  private in(value: string): KeyAccidentals {
    if (value !== this.key.value) this.key = new KeyAccidentals(value, this.habits.accidentals);
    return this.key;
  }
}

function isAccidental(character: string): boolean {
  return character === "^" || character === "_" || character === "=";
}
