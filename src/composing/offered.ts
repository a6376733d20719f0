import type { ReadingState } from "../music/reading/readingState";

/** The most characters of a chord symbol or an annotation. */
const longestQuote = 40;
/** The most notes of a chord or a grace group. */
const mostNotes = 8;
/** Codes of the fields that are offered: others begin voices, change the unit, or mean nothing in a body. */
const offeredCodes = /^[KMPR]$/;
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
  "trill trill( trill) lowermordent uppermordent mordent pralltriller roll turn turnx invertedturn invertedturnx arpeggio > accent emphasis fermata invertedfermata tenuto + plus snap slide wedge upbow downbow open thumb breath 0 1 2 3 4 5 pppp ppp pp p mp mf f ff fff ffff sfz crescendo( <( crescendo) <) diminuendo( >( diminuendo) >) segno coda D.S. D.C. dacoda dacapo fine shortphrase mediumphrase longphrase"
    .toLowerCase()
    .split(" ");

/** Whether a character is offered as far as fields, quotes and names go; what is read may hold more. */
export function isOffered(state: Readonly<ReadingState>, c: string): boolean {
  const { mode, code, text, bar } = state;
  switch (mode) {
    case "lineStart":
      return !/^[1-9%+&]$/.test(c) && (!/^[A-Za-z]$/.test(c) || canBeginLine(state, c));
    case "music":
      // The number of an ending stands right behind a bar line.
      return !/^[1-9%+&]$/.test(c);
    case "code":
      return c !== ":" || (offeredCodes.test(code) && !bar.hasNotes);
    case "bracket":
      // Within a bar no other meter may begin.
      return !/^[^\WKMPR_A-Ga-g\d]$/.test(c) && (c !== "M" || !bar.hasNotes);
    case "grace":
    case "chord":
      return !/^[ %+&]$/.test(c) && (state.notes < mostNotes || !/^[A-Ga-g^_=]$/.test(c));
    case "tuplet":
      return c !== ":";
    case "barLine":
      return text + c !== "|:|" && !/^[%+&]$/.test(c);
    case "quote":
      return c === '"' || (c !== "|" && c !== "%" && text.length < longestQuote);
    case "decoration":
      return c === "!" ? decorations.includes(text.toLowerCase()) : isBegun(text + c);
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
      return !/^[%+&]$/.test(c);
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

/** Whether a letter at the start of a line is music or begins a field that is offered. */
function canBeginLine({ bar }: Readonly<ReadingState>, c: string): boolean {
  return !/^[INQUVWrswm]$/.test(c) && !(bar.hasNotes && bar.isFree && offeredCodes.test(c));
}

function isBegun(name: string): boolean {
  return decorations.some((decoration) => decoration.startsWith(name.toLowerCase()));
}
