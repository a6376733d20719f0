/**
 * What a piece of music is. A `chord` and `grace` notes come whole, with their brackets; `other` is any single character
 * that is nothing else, such as a tie, a bracket of a slur, a sign of a broken rhythm or a decoration of one letter.
 */
export type TokenKind =
  | "note"
  | "rest"
  | "chord"
  | "grace"
  | "tuplet"
  | "barLine"
  | "ending"
  | "quote"
  | "decoration"
  | "inlineField"
  | "space"
  | "lineEnd"
  | "other";

/** A piece of music as it is written, and where it starts. */
export interface MusicToken {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
}

const kinds: readonly (readonly [TokenKind, string])[] = [
  ["inlineField", String.raw`\[[A-Za-z]:[^\]\n]*\]`],
  ["barLine", String.raw`(?:\[\||:*\|)[|:\]]*|::+`],
  ["ending", String.raw`\[?[1-9][\d,.-]*`],
  ["quote", String.raw`"[^"\n]*"`],
  ["decoration", String.raw`![\w.<>()+-]+!|\+[\w.<>()]+\+`],
  ["note", String.raw`[\^_=]*[A-Ga-g][',]*[\d/]*`],
  ["rest", String.raw`[zxZX][\d/]*`],
  ["grace", String.raw`\{[^}\n|]*\}`],
  ["chord", String.raw`\[[^\]\n|]*\][\d/]*`],
  ["tuplet", String.raw`\([2-9](?::\d*){0,2}`],
  ["space", String.raw`[ \t]+`],
  ["lineEnd", String.raw`\n`],
  ["other", "[^]"],
];
const pattern = kinds.map(([, source]) => `(${source})`).join("|");

/** Takes music apart, from `start` to `end`; the pieces put together are the music again. */
export function* musicTokens(
  source: string,
  start = 0,
  end = source.length,
): Generator<MusicToken> {
  for (const match of source.slice(start, end).matchAll(new RegExp(pattern, "g"))) {
    const group = match.slice(1).findIndex((part) => part !== undefined);
    const kind = kinds[group]?.[0] ?? "other";
    yield { kind, text: match[0], start: start + match.index };
  }
}

const noteInside = /[\^_=]*[A-Ga-g](?=[',]*)/g;

/** The notes of a note, a chord or grace notes, each with its accidental and letter; none of anything else. */
export function notesOf({ kind, text }: MusicToken): readonly string[] {
  if (kind !== "note" && kind !== "chord" && kind !== "grace") return [];
  return text.replace(/"[^"]*"|![^!]*!/g, "").match(noteInside) ?? [];
}
