import type { GrammarState } from "./grammarState";

/** The most characters of a chord symbol or an annotation. */
export const longestQuote = 40;
/** Codes of fields that are read, but that nobody is offered: they begin other voices, or mean nothing in a body. */
const notOffered = /^[ITUV]$/;
/** Values of fields that say how long bars and notes are, and their beginnings. */
const wholeMeter = /^ ?(C\|?|none|[1-9]\d?\/([1248]|16|32))$/;
const begunMeter = /^ ?(C\|?|n(on?)?|none|[1-9]\d?(\/([1248]|16|32?)?)?)?$/;
const wholeUnit = /^ ?1\/([1248]|16|32)$/;
const begunUnit = /^ ?(1(\/([1248]|16|32?)?)?)?$/;

/** Whether a character is offered as far as fields go; what is read may hold more. */
export function isOffered({ mode, code, text, bar }: GrammarState, c: string): boolean {
  switch (mode) {
    case "lineStart":
      return !/^[IUV1-9]$/.test(c);
    case "music":
      // The number of an ending stands right behind a bar line.
      return !/^[1-9]$/.test(c);
    case "code":
      return c !== ":" || !notOffered.test(code);
    case "bracket":
      // Within a bar no other meter may begin.
      return !/^[^\WKLMNPQRr_A-Ga-g\d]$/.test(c) && (c !== "M" || !bar.hasNotes);
    case "field":
    case "inline": {
      if (mode === "inline" && text === "") return !notOffered.test(code);
      const value = mode === "inline" ? text.slice(1) : text;
      const ends = c === (mode === "inline" ? "]" : "\n");
      if (code === "M") return ends ? wholeMeter.test(value) : begunMeter.test(value + c);
      if (code === "L") return ends ? wholeUnit.test(value) : begunUnit.test(value + c);
      return ends || text.length < longestQuote;
    }
    default:
      return true;
  }
}
