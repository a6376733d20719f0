import { pick } from "../../abc/oddBook";

type Pool = readonly [string, ...string[]];

const tonics: Pool = ["C", "G", "D", "A", "E", "B", "F", "Bb", "Eb", "Ab", "F#"];
const modes: Pool = [
  "",
  "",
  "m",
  "min",
  " minor",
  "dor",
  " Dorian",
  "mix",
  "Mixolydian",
  " Lydian",
];
const behindKeys: Pool = ["", "", "", " clef=treble", " octave=0 % a comment", " treble"];
const marks: Pool = ["", "", "", ",", "'"];
const accidentals: Pool = ["", "", "", "", "", "^", "=", "_"];
const lengths: Pool = ["", "", "2", "/", "3/2"];
const quoted: Pool = ['"Am"', '"G7"', '"^up C"', '"Dm7/F"', '"Coda"', '"C (Em)"', '"Bbmaj7"'];
const bars: Pool = ["|", "|", "|", "||", ":|", "|:", "|1 ", ":|2 "];
const others: readonly [readonly string[], ...(readonly string[])[]] = [
  ["w: la-la * Bb_ F# |", "+: and D more"],
  ["% A comment in C"],
  ["%%MIDI program 74"],
  ["P:B"],
  ["W:words of G"],
  ["s: !f! ** !p!"],
  ["%%begintext", "D E F", "%%endtext"],
];

function note(random: () => number): string {
  const letter = pick(["C", "D", "E", "F", "G", "A", "B", "c", "d", "e", "f", "g", "a"], random);
  const mark = pick(marks, random);
  const fits = mark === "" || (mark === ",") === letter < "a";
  return pick(accidentals, random) + letter + (fits ? mark : "");
}

function several(count: number, random: () => number): string {
  return Array.from({ length: count }, () => note(random)).join("");
}

function thing(random: () => number): string {
  const roll = random();
  if (roll < 0.6) return note(random) + pick(lengths, random);
  if (roll < 0.66) return `[${several(3, random)}]${pick(lengths, random)}`;
  if (roll < 0.7) return `{${several(2, random)}}${note(random)}`;
  if (roll < 0.74) return `(3${several(3, random)}`;
  if (roll < 0.8) return pick(quoted, random) + note(random);
  if (roll < 0.84) return pick(["!trill!", "!fff!", "~", "T", "+fermata+"], random) + note(random);
  if (roll < 0.88) return pick(["z2", "x", "y", "z/"], random);
  if (roll < 0.91) return `(${several(2, random)})-${note(random)}>${note(random)}`;
  return pick([" ", "`", " "], random);
}

function bar(random: () => number): string {
  const things = Array.from({ length: 2 + Math.floor(random() * 5) }, () => thing(random));
  const key = random() < 0.04 ? `[K:${pick(tonics, random)}${pick(modes, random)}]` : "";
  return `${key}${things.join("")}${pick(bars, random)}`;
}

/** A tune such as hardly anybody would write, in one of many keys; its notes are written the usual way. */
export function oddTune(random: () => number): string {
  const key = (): string =>
    `K:${pick(["", " "], random)}${pick(tonics, random)}${pick(modes, random)}${pick(behindKeys, random)}`;
  const header = [...(random() < 0.5 ? ["X:1", "T:A in Bb"] : []), "M:6/8", "L:1/8", key()];
  const lines = Array.from({ length: 1 + Math.floor(random() * 6) }, () => {
    const roll = random();
    if (roll < 0.05) return [key()];
    if (roll < 0.12) return ["V:2", `${bar(random)}`];
    const music = Array.from({ length: 1 + Math.floor(random() * 4) }, () => bar(random)).join("");
    return [
      random() < 0.1 ? `${music} % in D` : music,
      ...(roll < 0.3 ? pick(others, random) : []),
    ];
  });
  return [...header, ...lines.flat(), note(random), ""].join("\n");
}
