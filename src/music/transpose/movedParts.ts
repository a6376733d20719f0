import { type MusicToken, musicTokens } from "../../abc/musicTokens";
import { type Line, parseTuneBook, type Span, type Tune } from "../../abc/tuneBook";
import { isChordSymbol } from "./chordSymbol";
import { readKeyName, type TuneKey } from "./keyName";
import { readWritten, type WrittenNote } from "./written";

/** What of a tune changes with its key. */
export type MovedPart = WrittenNote | TonicName | ChordSymbol;

/** The tonic in a K: field, or in one on a line of music. */
interface TonicName extends Span {
  readonly kind: "tonic";
  readonly key: TuneKey;
}

/** What stands between the quotes of a chord symbol. */
interface ChordSymbol extends Span {
  readonly kind: "chord";
}

/** A tune that a text consists of, and what stands before it that the text does not have. */
export interface ReadTune {
  readonly source: string;
  readonly tune: Tune;
  /** What comes before the tune or behind it: a file header, comments, empty lines. */
  readonly around: readonly Line[];
  readonly added: number;
}

/** Reads a text as one tune, with or without its X: field; undefined when it is none, or more. */
export function readTune(text: string): ReadTune | undefined {
  const number = /^X:/m.test(text) ? "" : "X:1\n";
  const source = number + text;
  const { tunes, fileHeader, freeText } = parseTuneBook(source);
  const [tune] = tunes;
  const around = [fileHeader, ...freeText].flatMap((lines) => lines?.lines ?? []);
  if (!tune || tunes.length > 1 || around.some(({ kind }) => kind === "freeText")) return undefined;
  return { source, tune, around, added: number.length };
}

/** The parts of a tune that change with its key, in order; undefined when it cannot be said what they are. */
export function movedParts({ source, tune, around }: ReadTune): MovedPart[] | undefined {
  const { key, lines } = tune;
  if (!key || around.some((line) => line.code === "K" || !isMovable(source, line))) {
    return undefined;
  }
  const parts: MovedPart[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.kind === "music" && line.start < key.start) return undefined;
    const found = isMovable(source, line) && partsOfLine(source, lines, index, line);
    if (!found) return undefined;
    parts.push(...found);
  }
  return parts;
}

/** Whether a line does not say that letters mean something else than notes: macros, drums, symbols of one's own. */
function isMovable(source: string, { kind, code, start, end }: Line): boolean {
  const text = source.slice(start, end);
  if (kind === "directive" || code === "I") return !/MIDI\s+channel\s+10\b/.test(text);
  return code === undefined || isMovableField(code, text.slice(2));
}

/** The fields of ABC, except macros: a line that begins with another letter and a colon may be music. */
const fieldCodes = "ABCDEFGHIKLMNOPQRSTUVWXZrsw";

function isMovableField(code: string, value: string): boolean {
  if (!fieldCodes.includes(code)) return false;
  if (code === "U") return !/^\s*[A-Ga-g]/.test(value);
  return (code !== "V" && code !== "K") || !/(?:^|\s|=)perc(?![a-z])/.test(value);
}

function partsOfLine(
  source: string,
  lines: readonly Line[],
  index: number,
  { kind, code, start, end, comment }: Line,
): MovedPart[] | undefined {
  const textEnd = comment?.start ?? end;
  if (kind === "music") {
    // "C,: c" is music, but would be a field as "E: e".
    const mayBeField = /^[A-Ga-g][,']*:(?![|:])/.test(source.slice(start, textEnd));
    return mayBeField ? undefined : partsOfMusic(source, start, textEnd);
  }
  if (code === "s" && (kind === "field" || kind === "continuation")) {
    return partsOfSymbols(source, start + 2, textEnd);
  }
  if (code !== "K" || kind !== "field") return [];
  return tonicPart(source, { start: start + 2, end: textEnd }, continuation(source, lines, index));
}

/** What the lines behind a field continue it with. */
export function continuation(source: string, lines: readonly Line[], index: number): string {
  const more: string[] = [];
  for (let at = index + 1; lines[at]?.kind === "continuation"; at++) {
    const { start, end, comment } = lines[at] as Line;
    more.push(source.slice(start + 2, comment?.start ?? end));
  }
  return more.join(" ");
}

function tonicPart(source: string, value: Span, rest?: string): MovedPart[] | undefined {
  const found = readKeyName(source, value, rest);
  return found && [{ kind: "tonic", ...found.tonic, key: found.key }];
}

function partsOfMusic(source: string, start: number, end: number): MovedPart[] | undefined {
  const parts: MovedPart[] = [];
  for (const token of musicTokens(source, start, end)) {
    const found = partsOfToken(source, token, end);
    if (!found) return undefined;
    parts.push(...found);
  }
  return parts;
}

function partsOfToken(
  source: string,
  { kind, text, start }: MusicToken,
  end: number,
): MovedPart[] | undefined {
  switch (kind) {
    case "note": {
      const note = readWritten(text, start);
      return note && [note];
    }
    case "chord":
      return partsOfMusic(source, start + 1, start + text.lastIndexOf("]"));
    case "grace":
      return partsOfMusic(source, start + 1, start + text.length - 1);
    case "quote":
      return text.endsWith('\\"') ? undefined : quotedParts(text, start);
    case "decoration":
      return isPlayed(text) ? undefined : [];
    case "inlineField":
      return partsOfInlineField(source, text, start);
    case "other":
      return isUnclear(source, text, start, end) ? undefined : [];
    default:
      return [];
  }
}

function partsOfInlineField(source: string, text: string, start: number): MovedPart[] | undefined {
  const code = text.charAt(1);
  // No field's: "[d:| ... [ce]" is music.
  if (/[A-Ga-gxyzZX]/.test(code) || !isMovableField(code, text.slice(3, -1))) return undefined;
  if (code === "I" && /MIDI\s+channel\s+10\b/.test(text)) return undefined;
  if (code !== "K") return [];
  return tonicPart(source, { start: start + 3, end: start + text.length - 1 });
}

/** The chord symbols on a line of symbols. */
function partsOfSymbols(source: string, start: number, end: number): MovedPart[] {
  const found = source.slice(start, end).matchAll(/"[^"]*"/g);
  return [...found].flatMap((quote) => quotedParts(quote[0], start + quote.index));
}

function quotedParts(text: string, start: number): MovedPart[] {
  if (!isChordSymbol(text.slice(1, -1))) return [];
  return [{ kind: "chord", start: start + 1, end: start + text.length - 1 }];
}

/**
 * Whether what looks like a decoration may be notes: an old chord (`+CEG+`), or notes between the line breaks of old
 * (`!abc!`). `f` to `ffff` are loud, not notes.
 */
function isPlayed(decoration: string): boolean {
  const name = decoration.slice(1, -1);
  return /^[A-Ga-g\d<>()]*[A-Ga-g][A-Ga-g\d<>()]*$/.test(name) && !/^f+$/.test(name);
}

/** Whether a character of no known meaning leaves it open what the characters behind it are. */
function isUnclear(source: string, character: string, start: number, end: number): boolean {
  const behind = source.slice(start + 1, end);
  switch (character) {
    // An accidental of a quarter tone, or without a note.
    case "^":
    case "_":
    case "=":
    // What opens here closes nowhere, or holds what is unknown.
    case '"':
    case "{":
    case "}":
    case "+":
      return true;
    case "!":
      return behind.includes("!");
    case "[":
      return /^[A-Za-z]:/.test(behind);
    case "\\":
      return behind.trim() !== "";
    default:
      return false;
  }
}
