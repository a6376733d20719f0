import { describe, expect, test } from "vitest";
import {
  isInScale,
  type Key,
  letters,
  pitchClass,
  readKey,
  readNote,
  scaleOf,
} from "../../../src/music/key";

function key(value: string): Key {
  const read = readKey(value);
  if (!read) throw new Error(`K:${value} names no key.`);
  return read;
}

/** The signature as accidentals are written, in the order of the letters. */
function signature(value: string): string {
  const signs: Readonly<Record<number, string>> = { [-2]: "__", [-1]: "_", 1: "^", 2: "^^" };
  const { signature } = key(value);
  return letters
    .filter((letter) => signature[letter] !== 0)
    .map((letter) => signs[signature[letter]] + letter)
    .join(" ");
}

/** Steps of each mode in semitones, as any book of theory has them. */
const steps: Readonly<Record<string, readonly number[]>> = {
  major: [2, 2, 1, 2, 2, 2, 1],
  dorian: [2, 1, 2, 2, 2, 1, 2],
  phrygian: [1, 2, 2, 2, 1, 2, 2],
  lydian: [2, 2, 2, 1, 2, 2, 1],
  mixolydian: [2, 2, 1, 2, 2, 1, 2],
  minor: [2, 1, 2, 2, 1, 2, 2],
  locrian: [1, 2, 2, 1, 2, 2, 2],
};
const white: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
const tonics = letters.flatMap((letter) => ["", "#", "b"].map((sign) => letter + sign));

describe("the signature of a key", () => {
  test.each(Object.keys(steps).flatMap((mode) => tonics.map((tonic) => [tonic, mode] as const)))(
    "has the steps of %s %s",
    (tonic, mode) => {
      const read = key(`${tonic} ${mode}`);
      const sign = { "#": 1, b: -1 }[tonic[1] ?? ""] ?? 0;
      let pitch = (white[tonic[0] ?? ""] ?? 0) + sign;
      expect(read.mode).toBe(mode);
      expect(read.tonic).toBe((pitch + 12) % 12);
      expect(read.tonicLetter).toBe(tonic[0]);
      const first = Object.keys(white).indexOf(tonic[0] ?? "");
      for (const [index, step] of (steps[mode] ?? []).entries()) {
        const letter = letters[(first + index) % 7] ?? "C";
        const sounding = (white[letter] ?? 0) + read.signature[letter];
        expect((sounding - pitch + 24) % 12, letter).toBe(0);
        expect(Math.abs(read.signature[letter])).toBeLessThanOrEqual(2);
        expect(scaleOf(read)[index]).toBe((pitch + 12) % 12);
        pitch += step;
      }
      expect(new Set(scaleOf(read)).size).toBe(7);
    },
  );

  test.each([
    ["C", ""],
    ["G", "^F"],
    ["D", "^C ^F"],
    ["Bb", "_E _B"],
    ["F#", "^C ^D ^E ^F ^G ^A"],
    ["Cb", "_C _D _E _F _G _A _B"],
    ["Am", ""],
    ["C#m", "^C ^D ^F ^G"],
    ["Edor", "^C ^F"],
    ["A mixolydian", "^C ^F"],
    ["G#", "^C ^D ^E ^^F ^G ^A ^B"],
    ["B♭", "_E _B"],
    ["F♯m", "^C ^F ^G"],
  ])("of K:%s is %j", (value, expected) => expect(signature(value)).toBe(expected));

  test.each([
    ["Dm", "minor"],
    ["DM", "minor"],
    ["DMIN", "minor"],
    ["D min", "minor"],
    ["D Minor", "minor"],
    ["Daeolian", "minor"],
    ["DION", "major"],
    ["Dmajor", "major"],
    ["  D  ", "major"],
    ["d", "major"],
    ["DDor", "dorian"],
    ["D phrygische", "phrygian"],
  ])("names its mode in K:%s", (value, mode) => expect(key(value).mode).toBe(mode));

  test.each([
    ["D =c", "^F"],
    ["D=c", "^F"],
    ["Dmix^c", "^C ^F"],
    ["D Phr ^f", "_E ^F _B"],
    ["D maj _B  __e", "^C __E ^F _B"],
    ["C ^^f", "^^F"],
    ["D exp _b _e ^f", "_E ^F _B"],
    ["D exp^f^c", "^C ^F"],
    ["D exp", ""],
    ["exp ^c", "^C"],
    ["none ^c", "^C"],
    ["^f ^c", "^C ^F"],
  ])("takes the accidentals of K:%s", (value, expected) => expect(signature(value)).toBe(expected));

  test.each([
    ["D clef=bass", "^C ^F"],
    ["D bass", "^C ^F"],
    ["G treble-8", "^F"],
    ["G octave=-1 transpose=12 ^c", "^C ^F"],
    ['D clef="alto" name="Two words" =c', "^F"],
    ["Em t=2 m=B", "^F"],
    ["D % two sharps", "^C ^F"],
    ["clef=bass", ""],
    ["HP", "^C ^F"],
    ["Hp", "^C ^F"],
    ["Hp treble", "^C ^F"],
  ])("looks at nothing else in K:%s", (value, expected) => expect(signature(value)).toBe(expected));

  test.each(["none", "None", "", "  ", "clef=treble"])("is that of no key in K:%s", (value) => {
    expect(key(value)).toEqual({
      tonic: undefined,
      tonicLetter: undefined,
      mode: "none",
      signature: { C: 0, D: 0, E: 0, F: 0, G: 0, A: 0, B: 0 },
    });
  });

  test.each([
    "H",
    "Dx",
    "Dfoo",
    "D foo bar",
    "D##",
    "Dbb",
    "3",
    "D ^",
    "D ^h",
    "D ^f x",
    "♯",
    "\u0000",
  ])("is not known of K:%s", (value) => expect(readKey(value)).toBeUndefined());
});

describe("the pitch class of a note", () => {
  test.each([
    ["F", "D", {}, 6],
    ["f", "D", {}, 6],
    ["=f2", "D", {}, 5],
    ["^^f'", "D", {}, 7],
    ["__B,", "C", {}, 9],
    ["_C", "C", {}, 11],
    ["B", "C#", {}, 0],
    ["c", "A", { C: 0 }, 0],
    ["^c", "A", { C: 0 }, 1],
    ["c", "HP", {}, 1],
    ["c", "none", {}, 0],
    ["_e", "D exp ^f", {}, 3],
  ])("%s in %s with %j in force is %i", (token, value, inForce, expected) => {
    expect(pitchClass(token, key(value), inForce)).toBe(expected);
  });

  test("is that of the plain letter where no key is known", () => {
    expect(pitchClass("f", undefined)).toBe(5);
  });

  test.each(["z", "", "|", "^", "^=c", "h"])("is none for %j", (token) => {
    expect(pitchClass(token, key("D"))).toBeUndefined();
    expect(readNote(token)).toBeUndefined();
  });
});

describe("the scale of a key", () => {
  test("holds seven pitch classes, by the accidentals of the field", () => {
    const inScale = (value: string): number[] =>
      [...Array(12).keys()].filter((pitch) => isInScale(key(value), pitch));
    expect(inScale("D")).toEqual([1, 2, 4, 6, 7, 9, 11]);
    expect(inScale("D =c")).toEqual([0, 2, 4, 6, 7, 9, 11]);
    expect(inScale("HP")).toEqual([1, 2, 4, 6, 7, 9, 11]);
    expect(inScale("none")).toHaveLength(12);
  });
});
