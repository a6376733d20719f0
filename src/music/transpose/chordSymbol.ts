import { letters } from "../key";
import { upFifths } from "./circle";
import { nameOf, raisedBy } from "./keyName";

// Of what kind a chord is: "m", "maj7", "7b9", "sus4", "add9", "m7(b5)", "6/9".
const kind = String.raw`(?:maj|min|dim|aug|sus|add|alt|omit|no|[mMo°øΔ+()-]|\d|[#b♯♭]\d|\/\d)*`;
const symbol = new RegExp(
  String.raw`^(\(?)([A-G])([#b♯♭]?)(${kind})(?:\/([A-Ga-g])([#b♯♭]?)(\)?))?$`,
  "u",
);

/** Whether the text between two quotes is nothing but chord symbols: "Am7/C", "G (Em)". */
export function isChordSymbol(text: string): boolean {
  return text.trim() !== "" && text.split(/\s+/).every((word) => word === "" || symbol.test(word));
}

/** Chord symbols so many fifths up; undefined where a root or bass cannot be named with one sign. */
export function upChordSymbol(text: string, fifths: number): string | undefined {
  const words = text.split(/(\s+)/).map((word) => {
    const found = symbol.exec(word);
    if (!found) return word;
    const [, open = "", letter = "", sign = "", kind = "", bass, bassSign = "", close = ""] = found;
    const root = moved(letter, sign, fifths);
    const below = bass === undefined ? "" : moved(bass, bassSign, fifths);
    // "F#b5" on G would be the fifth on G flat.
    const unclear = root?.length === 1 && /^[#b♯♭]/.test(kind);
    if (root === undefined || below === undefined || unclear) return undefined;
    return open + root + kind + (below && `/${below}`) + close;
  });
  return words.includes(undefined) ? undefined : words.join("");
}

function moved(name: string, sign: string, fifths: number): string | undefined {
  const letter = letters.find((known) => known === name.toUpperCase());
  const found = letter && nameOf(upFifths({ letter, raised: raisedBy(sign) }, fifths));
  // A bass may be a small letter.
  return name === letter ? found : found?.toLowerCase();
}
