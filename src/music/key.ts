/** The letters of notes, from C up. */
export const letters = ["C", "D", "E", "F", "G", "A", "B"] as const;
export type Letter = (typeof letters)[number];

/**
 * What kind of key it is. `explicit` has the accidentals that the field lists and no others, `none` has no key, `pipes` is
 * that of the Highland bagpipe, whose C and F are sharp whether written (`Hp`) or not (`HP`).
 */
export type KeyMode =
  | "major"
  | "minor"
  | "mixolydian"
  | "dorian"
  | "phrygian"
  | "lydian"
  | "locrian"
  | "explicit"
  | "none"
  | "pipes";

/** A key as a K: field gives it. */
export interface Key {
  /** The pitch class of the tonic, 0 for C to 11 for B; undefined where none is named. */
  readonly tonic: number | undefined;
  readonly tonicLetter: Letter | undefined;
  readonly mode: KeyMode;
  /** By how many semitones each letter is raised or, below 0, lowered. */
  readonly signature: Alterations;
}

/** For each letter of a note, by how many semitones it is raised. */
export type Alterations = Readonly<Record<Letter, number>>;

const semitones: Alterations = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };
/** Letters in the order in which sharps are added to a signature. */
export const bySharps = "FCGDAEB";
const naturals: Alterations = { C: 0, D: 0, E: 0, F: 0, G: 0, A: 0, B: 0 };
const pipes: Alterations = { ...naturals, C: 1, F: 1 };

/** Modes by the first three letters of their names, each with its signature's place on the circle of fifths. */
const modes: Readonly<Record<string, { readonly mode: KeyMode; readonly fifths: number }>> = {
  lyd: { mode: "lydian", fifths: 1 },
  maj: { mode: "major", fifths: 0 },
  ion: { mode: "major", fifths: 0 },
  mix: { mode: "mixolydian", fifths: -1 },
  dor: { mode: "dorian", fifths: -2 },
  min: { mode: "minor", fifths: -3 },
  aeo: { mode: "minor", fifths: -3 },
  phr: { mode: "phrygian", fifths: -4 },
  loc: { mode: "locrian", fifths: -5 },
};

/** Properties of a K: field that say nothing about pitch, and names of clefs by themselves. */
const properties =
  /(?:^|\s)(?:clef|uclef|middle|m|transpose|t|score|sound|shift|octave|stafflines|staffscale|style|cue|map|instrument|strings|gchord|name|nm|subname|snm)=(?:"[^"]*"|\S*)/gi;
const clefs = /(?:^|\s)(?:treble|alto|tenor|bass|perc)[1-5]?(?:[+-]8)?(?=\s|$)/gi;

/** What of the value of a K: field names the key: its tonic, mode and accidentals, without clef and comment. */
export function nameOfKey(value: string): string {
  return value.replace(/%.*/, "").replace(properties, "").replace(clefs, "").trim();
}

/** Reads the value of a K: field (ABC 2.1, 3.1.14); undefined when it names no key. */
export function readKey(value: string): Key | undefined {
  const text = nameOfKey(value);
  const [, name = ""] = /^([^^_=]*)/.exec(text) ?? [];
  const key = readName(name.trim());
  if (!key) return undefined;
  const listed = readAccidentals(text.slice(name.length));
  return listed && { ...key, signature: { ...key.signature, ...listed } };
}

function readName(name: string): Key | undefined {
  const nowhere = { tonic: undefined, tonicLetter: undefined };
  if (name === "" || /^none$/i.test(name)) return { ...nowhere, mode: "none", signature: naturals };
  if (/^exp$/i.test(name)) return { ...nowhere, mode: "explicit", signature: naturals };
  if (/^HP$/i.test(name)) return { ...nowhere, mode: "pipes", signature: pipes };
  const [, letter, sign = "", word = ""] = /^([A-G])([#b♯♭]?)\s*([a-z]*)$/i.exec(name) ?? [];
  const tonicLetter = letters.find((known) => known === letter?.toUpperCase());
  if (!tonicLetter) return undefined;
  const raised = sign === "" ? 0 : sign === "#" || sign === "♯" ? 1 : -1;
  const tonic = (semitones[tonicLetter] + raised + 12) % 12;
  const short = word.slice(0, 3).toLowerCase();
  if (short === "exp") return { tonic, tonicLetter, mode: "explicit", signature: naturals };
  const known = modes[short === "" ? "maj" : short === "m" ? "min" : short];
  if (!known) return undefined;
  const fifths = bySharps.indexOf(tonicLetter) - 1 + 7 * raised + known.fifths;
  return { tonic, tonicLetter, mode: known.mode, signature: signatureOf(fifths) };
}

/** The signature so many fifths above C major: 1 has one sharp, -1 one flat, 8 a double sharp. */
function signatureOf(fifths: number): Alterations {
  const each = letters.map((letter) => {
    return [letter, Math.floor((fifths + 6 - bySharps.indexOf(letter)) / 7)] as const;
  });
  return { ...naturals, ...Object.fromEntries(each) };
}

/** The accidentals listed behind a key's name; undefined when there is anything else. */
function readAccidentals(text: string): Partial<Record<Letter, number>> | undefined {
  const listed: Partial<Record<Letter, number>> = {};
  for (const word of text.match(/\^{1,2}[a-g]|_{1,2}[a-g]|=[a-g]|\S/gi) ?? []) {
    const note = readNote(word);
    if (note?.alteration === undefined) return undefined;
    listed[note.letter] = note.alteration;
  }
  return listed;
}

/** The letter of a note, and by how much the accidental written before it raises it, if one is. */
export interface NoteName {
  readonly letter: Letter;
  readonly alteration: number | undefined;
}

/** Reads the accidental and the letter that a note begins with; undefined when it is none. */
export function readNote(token: string): NoteName | undefined {
  const [, accidental = "", name = ""] = /^(\^{0,2}|_{0,2}|=)([A-Ga-g])/.exec(token) ?? [];
  const letter = letters.find((known) => known === name.toUpperCase());
  if (!letter) return undefined;
  return { letter, alteration: accidental === "" ? undefined : alterationOf(accidental) };
}

/** By how many semitones a written accidental raises a note: `^^` by 2, `=` by 0, `_` by -1. */
export function alterationOf(accidental: string): number {
  return accidental.startsWith("^")
    ? accidental.length
    : accidental.startsWith("_")
      ? -accidental.length
      : 0;
}

/**
 * The pitch class, 0 for C to 11 for B, of a note as it is written: by its own accidental, else by the one `inForce` in
 * the bar, else by the key's signature; undefined when it is no note.
 */
export function pitchClass(
  token: string,
  key: Key | undefined,
  inForce: Partial<Alterations> = {},
): number | undefined {
  const note = readNote(token);
  if (!note) return undefined;
  const { letter } = note;
  const raised = note.alteration ?? inForce[letter] ?? key?.signature[letter] ?? 0;
  return (semitones[letter] + raised + 24) % 12;
}

/** The pitch classes of a key's scale, upwards from the tonic, or from C without one. */
export function scaleOf({ tonicLetter, signature }: Key): readonly number[] {
  const from = tonicLetter ? letters.indexOf(tonicLetter) : 0;
  return letters.map((_, step) => {
    const letter = letters[(from + step) % 7] ?? "C";
    return (semitones[letter] + signature[letter] + 24) % 12;
  });
}

/** The sharps of a key's signature less its flats. */
export function sharpsOf({ signature }: Key): number {
  return letters.reduce((sum, letter) => sum + signature[letter], 0);
}

/** Whether a pitch class belongs to the key's scale; without a key every one does. */
export function isInScale(key: Key, pitch: number): boolean {
  return key.mode === "none" || scaleOf(key).includes(pitch);
}
