import { compare, fraction, times } from "../music/fraction";
import { canBegin, canFit, fits, fitsEvenly } from "../music/reading/noteTime";
import type { ReadingState } from "../music/reading/readingState";
import { canBeBroken, canBeEngraved, isPlainLength, leavesNotes } from "./engraved";

/** The most characters of a chord symbol or an annotation. */
const longestQuote = 40;
/** Characters of chord symbols and annotations. */
const quoted = /^[\w#^<>@.,'/() +-]$/;
/** The most notes of a chord or a grace group. */
const mostNotes = 6;
/** Lengths of a tuplet's notes. */
const tupletLengths = /^(?:[1-8]?|\/\/?|\/[24]|3\/2?)$/;
/** Codes of the fields that are offered: others begin voices, change the unit, or mean nothing in a body. */
const offeredCodes = /^[KMPR]$/;
/** Codes that begin a line of what is no music. */
const notBegun = /^[INQUVWrswm]$/;
/** What the values of these fields are, whole and begun. */
const values: Readonly<Record<string, readonly [whole: RegExp, begun: RegExp]>> = {
  M: [
    /^ ?(C\|?|none|[1-9]\d?\/([1248]|16|32))$/,
    /^ ?(C\|?|n(on?)?|none|[1-9]\d?(\/([1248]|16|32?)?)?)?$/,
  ],
  P: [/^ ?[A-Z]\d?$/, /^ ?([A-Z]\d?)?$/],
  R: [/^ ?[a-z][a-z -]*$/i, /^ ?([a-z][a-z -]*)?$/i],
};
const tonic = /^ ?[A-G](?:#|b(?![a-z]))?/;
/** Names of modes as they are written behind a tonic. */
const modes =
  "m min minor maj major mix mixolydian dor dorian phr phrygian lyd lydian loc locrian aeo aeolian ion ionian".split(
    " ",
  );
/** The names of decorations that are offered (ABC 2.1, 4.14). */
const decorations =
  "trill trill( trill) lowermordent uppermordent mordent pralltriller roll turn turnx invertedturn invertedturnx arpeggio > accent emphasis fermata invertedfermata tenuto + plus snap slide wedge upbow downbow open thumb breath 0 1 2 3 4 5 pppp ppp pp p mp mf f ff fff ffff sfz crescendo( <( crescendo) <) diminuendo( >( diminuendo) >) segno coda D.S. D.C. dacoda dacapo fine shortphrase mediumphrase longphrase".split(
    " ",
  );

/** The bar lines that are offered. */
const barLines = ["|", "||", "|]", "|:", ":|", "::"];

/**
 * Whether a character is offered where it fits: what is offered every program reads and engraves, what people write may
 * hold more.
 */
export function isOffered(
  state: Readonly<ReadingState>,
  c: string,
  behind: Readonly<ReadingState>,
): boolean {
  const { mode, code, text, bar } = state;
  if (behind.mode === "bracket" && !canFollowBracket(behind)) return false;
  if (behind.mode === "barLine" && mode !== "barLine" && isHalfBegun(behind)) return false;
  if (/^[<>]$/.test(c) && behind.brokenRun !== "" && !isNoteOffered(behind)) return false;
  if (behind.mode === "tuplet" && mode === "paren" && !canBeEven(behind)) return false;
  switch (mode) {
    case "lineStart":
      // Within a bar no field begins, and a decoration would look like one.
      if (behind.mode === "code" && (bar.hasNotes || notBegun.test(c))) return false;
      return !/^[1-9]$/.test(c) && isMusicOffered(state, c);
    case "music":
      // Grace notes behind a note are read, but not offered.
      if (state.last === "}" && /^[|:)\n]$/.test(c)) return false;
      // The number of an ending stands right behind a bar line.
      return !/^[1-9]$/.test(c) && isMusicOffered(state, c);
    case "note":
      if (/^[\d/]$/.test(c)) {
        if (isEven(state)) return state.tupletLength?.startsWith(text + c) ?? false;
        return canFit(state.time, text + c, (length) => isLengthOffered(state, length));
      }
      if (/^[',]$/.test(c)) return isOctaveOffered(state, c);
      return isLengthOffered(state, text) && isMusicOffered(state, c);
    case "code":
      if (c === ":") return offeredCodes.test(code) && !bar.hasNotes;
      return code !== "K" && code !== "R" && isMusicOffered(state, c);
    case "bracket":
      // Within a bar no other meter may begin.
      if (/^[KMPR]$/.test(c)) return !bar.hasNotes && /[|\s]\[$/.test(`|${state.barText}`);
      return /^[_A-Ga-g\d^=]$/.test(c);
    case "grace":
    case "chord":
      if (/^[A-Ga-g^_=]$/.test(c)) return state.notes < mostNotes;
      return /^[}\]]$/.test(c) || isOctaveOffered(state, c);
    case "tuplet":
      return c !== ":" && isMusicOffered(state, c);
    case "barLine":
      if (/^[|:\]]$/.test(c)) return barLines.some((line) => line.startsWith(text + c));
      return isMusicOffered(state, c);
    case "quote":
      return c === '"' || (quoted.test(c) && text.length < longestQuote);
    case "decoration":
      return c === "!" ? decorations.includes(text) : isBegun(text + c);
    case "field":
    case "inline": {
      if (mode === "inline" && text === "") return offeredCodes.test(code);
      const value = mode === "inline" ? text.slice(1) : text;
      const ends = c === (mode === "inline" ? "]" : "\n");
      if (code === "K") return ends ? isKey(value) : mayBeKey(value + c);
      const [whole, begun] = values[code] ?? [/^$/, /^$/];
      return ends ? whole.test(value) : begun.test(value + c);
    }
    case "header":
      return true;
    default:
      return isMusicOffered(state, c);
  }
}

/** Whether the tune's first bar is more than a pick-up and less than a bar. */
function isHalfBegun({ bar }: Readonly<ReadingState>): boolean {
  const { length, filled, isVeryFirst } = bar;
  if (!isVeryFirst || !length || bar.isFree || bar.isOver) return false;
  return compare(filled, length) < 0 && compare(times(filled, fraction(2)), length) > 0;
}

/** Whether the next note may be one of the usual length. */
function isNoteOffered(state: Readonly<ReadingState>): boolean {
  return fits(state.time, "") && isLengthOffered(state, "");
}

/** Whether a note may be as long as is written: one that can be engraved and, in a tuplet, as long as the others. */
function isLengthOffered(state: Readonly<ReadingState>, text: string): boolean {
  const { inTuplet, tupletLength, time } = state;
  if (isEven(state)) return text === tupletLength;
  if (!isPlainLength(text) || !canBeEngraved(state, text)) return false;
  if (inTuplet === 0) return leavesNotes(state, text);
  return tupletLengths.test(text) && fitsEvenly(time, text);
}

/** Whether the note has to be as long as those of its tuplet before it. */
function isEven({ inTuplet, tupletLength }: Readonly<ReadingState>): boolean {
  return inTuplet > 0 && tupletLength !== undefined;
}

/** Whether an octave mark goes on with at most one of its kind. */
function isOctaveOffered({ barText }: Readonly<ReadingState>, c: string): boolean {
  const [marks = ""] = /[',]*$/.exec(barText) ?? [];
  return (c === "'" || c === ",") && (marks === "" || marks === c);
}

/** Whether a chord or an ending can follow a bracket; a field stands at the beginning of a bar only. */
function canFollowBracket({ bar, time }: Readonly<ReadingState>): boolean {
  return !bar.hasNotes || canBegin(time);
}

/** Whether a tuplet that has begun can have notes of one length. */
function canBeEven({ time }: Readonly<ReadingState>): boolean {
  return ["", "/", "2", "//"].some((length) => fitsEvenly(time, length));
}

function isMusicOffered(state: Readonly<ReadingState>, c: string): boolean {
  const { mode, last } = state;
  const isBehindNote = mode === "note";
  switch (c) {
    case "%":
    case "+":
    case "&":
    // Decorations that not every program knows.
    case "K":
    case "k":
    case "J":
    case "n":
    case "R":
      // At the start of a line they may begin fields.
      return mode === "lineStart" && (c === "K" || c === "R") && !state.bar.hasNotes;
    case ":":
      // A letter that opens a line would become a field.
      return !/^\s*[A-Za-z]$/.test(state.barText);
    case '"':
      // One at a place is enough.
      return !/"[^"]*"\s*$/.test(state.barText);
    case ")":
      return state.slurs > 0 && (isBehindNote || last === ")" || last === "-");
    case "-":
      return isBehindNote;
    case ">":
    case "<":
      if (state.inTuplet > 0) return false;
      return (state.brokenRun === "" || c === last) && canBeBroken(state);
    default:
      return true;
  }
}

function isKey(value: string): boolean {
  const mode = value.replace(tonic, "").trim().toLowerCase();
  return tonic.test(value) && (mode === "" || modes.includes(mode)) && !/\s$/.test(value);
}

function mayBeKey(value: string): boolean {
  if (/^ ?$/.test(value)) return true;
  const [, mode] = /^ ?(.*)$/.exec(value.replace(tonic, "").toLowerCase()) ?? [];
  return tonic.test(value) && modes.some((known) => known.startsWith(mode ?? ""));
}

function isBegun(name: string): boolean {
  return decorations.some((decoration) => decoration.startsWith(name));
}
