import type { Tune, TuneBook } from "../abc/tuneBook";
import { tuneText } from "./tuneText";
import { voiceAt, voicesOf } from "./voices";

/** What a model is to continue and where its text goes. */
export interface Plan {
  /** The text the model reads first. */
  readonly prime: string;
  /** Where the text belongs: UTF-16 units into the source. */
  readonly insertAt: number;
  /** Goes in before what the model writes. */
  readonly before: string;
  /** Goes in behind it. */
  readonly after: string;
  /** The music behind that place as a model reads it, from the rest of its line on; "" when there is only white space. */
  readonly follows: string;
}

/** Why nothing can be composed there, in a sentence for the user. */
export interface Problem {
  readonly problem: string;
}

/** Plans a new tune, number `number`, that the model composes from nothing but the X: and T: it may know. */
export function planNewTune(number: number, fields: string): Plan {
  const lines = [`X:${number}\n`, "T:Untitled\n"];
  const known = lines.filter(([code = ""]) => fields === "*" || fields.includes(code));
  return { prime: known.join(""), insertAt: 0, before: lines.join(""), after: "", follows: "" };
}

/** The texts before and behind a place in a tune, of the voice that is there, as a model reads them. */
export function textsAround(
  book: TuneBook,
  tune: Tune,
  fields: string,
  from: number,
  to = from,
): { prime: string; follows: string } {
  const voices = voicesOf(book, tune);
  const voice = voices && voiceAt(voices, from);
  const { text: prime } = tuneText(book, tune, fields, { upTo: from, voice });
  const { text } = tuneText(book, tune, fields, { from: to, voice });
  return { prime, follows: text.trim() === "" ? "" : text };
}

/** Whether an offset stands between a CR and its LF, or between the halves of a character. */
export function splitsPair(source: string, offset: number): boolean {
  if (source[offset - 1] === "\r" && source[offset] === "\n") return true;
  return (source.codePointAt(offset - 1) ?? 0) > 0xffff;
}
