import { letterIndex } from "../music/barAccidentals";
import { type Key, type KeyMode, type Letter, letters, pitchClass, readKey } from "../music/key";

/** Chromatic notes that are usual in a mode: degrees of the scale, and their semitones above the tonic then. */
const usualInMode: Readonly<Partial<Record<KeyMode, Readonly<Record<number, number>>>>> = {
  major: { 4: 6, 7: 10 },
  minor: { 6: 9, 7: 11 },
  mixolydian: { 7: 11 },
  dorian: { 6: 8, 7: 11 },
  phrygian: { 3: 4, 7: 11 },
  lydian: { 4: 5, 7: 10 },
};
const signs = ["__", "_", "=", "^", "^^"];

/** What a key says about accidentals, together with those that a tune uses. */
export class KeyAccidentals {
  /** The value of the K: field that it is about. */
  readonly value: string;
  /** By how much each letter, from A to G, is raised; undefined where the key has no signature that everyone reads alike. */
  readonly signature: Int8Array | undefined;
  private readonly unusual = new Set<number>();
  private readonly usualSigns = new Set<string>(["="]);

  /** `used` are the accidentals of the tune, such as `^f`. */
  constructor(value: string, used: ReadonlySet<string>) {
    this.value = value;
    const key = readKey(value);
    const isPlain = key && key.mode !== "none" && key.mode !== "pipes" && key.mode !== "explicit";
    if (isPlain) {
      this.signature = Int8Array.from("ABCDEFG", (letter) => key.signature[letter as Letter]);
    }
    if (!isPlain && key?.mode !== "pipes") return;
    for (const letter of letters) {
      for (const [index, sign] of signs.entries()) {
        const raisedBy = index - 2;
        if (used.has(sign + letter.toLowerCase()) || isUsual(key, letter, sign)) {
          this.usualSigns.add(sign[0] ?? "");
        } else if (raisedBy !== key.signature[letter]) {
          this.unusual.add(place(letterIndex(letter), raisedBy));
        }
      }
    }
  }

  /** Whether neither the tune nor tunes in this mode have such an accidental. */
  isUnusual(letter: number, raisedBy: number): boolean {
    return this.unusual.has(place(letter % 7, raisedBy));
  }

  /** Whether no accidental that is usual is written with this sign. */
  isUnusualSign(sign: string): boolean {
    return this.unusual.size > 0 && !this.usualSigns.has(sign);
  }
}

function place(letter: number, raisedBy: number): number {
  return letter * 5 + raisedBy + 2;
}

function isUsual({ tonic, tonicLetter, mode }: Key, letter: Letter, sign: string): boolean {
  if (tonic === undefined || tonicLetter === undefined || sign.length > 1) return false;
  const degree = ((letters.indexOf(letter) - letters.indexOf(tonicLetter) + 7) % 7) + 1;
  const pitch = pitchClass(sign + letter, undefined) ?? 0;
  return usualInMode[mode]?.[degree] === (pitch - tonic + 12) % 12;
}
