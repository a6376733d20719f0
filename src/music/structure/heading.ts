import type { Fraction } from "../fraction";
import { type Key, type KeyMode, readKey, sharpsOf } from "../key";
import type { ReadingState } from "../reading/readingState";

const mostSharps = 7;
const modes: readonly KeyMode[] = ["major", "minor", "mixolydian", "dorian"];
const kinds = modes.length + 1;
const longestBar = 32;
const units = [1, 2, 4, 8, 16, 32] as const;
/** Rhythms by what their names hold, the first that fits. */
const rhythms: readonly RegExp[] = [
  /slip ?jig|hop jig/,
  /slide|single jig/,
  /jig/,
  /hornpipe/,
  /strathspey/,
  /fling|schottische|barn ?dance/,
  /clog/,
  /reel/,
  /polka/,
  /waltz/,
  /mazurka/,
  /march/,
  /air|song|lament/,
];

export const keys = 1 + (2 * mostSharps + 1) * kinds;
export const meters = 1 + 2 * longestBar;
export const unitLengths = units.length + 2;
export const rhythmNames = rhythms.length + 2;

type Fields = Readonly<Pick<ReadingState, "key" | "meter" | "unit" | "rhythm">>;

/** What the fields in force say, as numbers; made anew only where one of them has changed. */
export class Heading {
  private fields: Fields | undefined;
  /** The key in force; undefined where it cannot be read. */
  tonality: Key | undefined;
  key = 0;
  meter = 0;
  unit = 0;
  rhythm = 0;

  read({ key, meter, unit, rhythm }: Fields): void {
    const { fields } = this;
    if (fields?.key !== key) {
      this.tonality = readKey(key);
      this.key = keyValue(this.tonality);
    }
    if (fields?.meter !== meter) this.meter = meterValue(meter);
    if (fields?.unit !== unit) this.unit = unitValue(unit);
    if (fields?.rhythm !== rhythm) this.rhythm = rhythmValue(rhythm);
    this.fields = { key, meter, unit, rhythm };
  }

  copy(): Heading {
    return Object.assign(new Heading(), this);
  }
}

function keyValue(key: Key | undefined): number {
  if (!key) return 0;
  const kind = modes.indexOf(key.mode);
  const sharps = Math.min(mostSharps, Math.max(-mostSharps, sharpsOf(key)));
  return 1 + (sharps + mostSharps) * kinds + (kind < 0 ? modes.length : kind);
}

function meterValue({ bar, compound }: ReadingState["meter"]): number {
  if (!bar) return 0;
  const sixteenths = Math.min(longestBar, Math.max(1, Math.floor((16 * bar.n) / bar.d)));
  return sixteenths + (compound ? longestBar : 0);
}

function unitValue(unit: Fraction): number {
  const index = units.findIndex((below) => unit.n === 1 && unit.d === below);
  return 1 + (index < 0 ? units.length : index);
}

function rhythmValue(name: string): number {
  if (name === "") return 0;
  const index = rhythms.findIndex((rhythm) => rhythm.test(name));
  return 1 + (index < 0 ? rhythms.length : index);
}
