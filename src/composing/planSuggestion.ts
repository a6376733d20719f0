import { placeAt } from "../abc/place";
import { type Line, parseTuneBook, type Tune, type TuneBook } from "../abc/tuneBook";
import { isText, partsOfUnits, type UnitPart } from "./musicUnits";
import { type Plan, splitsPair, textsAround } from "./plan";
import { voicesOf } from "./voices";

/**
 * Plans what may be offered at `offset` while someone types there: the text goes in exactly there, with nothing around it.
 * `undefined` wherever no music is being written.
 */
export function planSuggestion(source: string, offset: number, fields: string): Plan | undefined {
  const book = parseTuneBook(source);
  if (offset < (book.bom ? 1 : 0) || offset > source.length || splitsPair(source, offset)) {
    return undefined;
  }
  const { kind, tune, line } = placeAt(book, offset);
  if (!tune?.key) return undefined;
  const isOpen =
    kind === "music"
      ? line !== undefined && isOpenIn(book, tune, line, offset)
      : kind === "afterTune" && isNewLine(book, tune, offset);
  if (!isOpen) return undefined;
  return { ...textsAround(book, tune, fields, offset), insertAt: offset, before: "", after: "" };
}

/** Whether music may go in at a place on a line of music: between notes, not within one, nor among words. */
function isOpenIn(book: TuneBook, tune: Tune, line: Line, offset: number): boolean {
  const { source } = book;
  const begun = source.slice(line.start, offset);
  // A letter that opens a line may become a field; a backslash makes another thing of what stands behind it.
  if (/^[H-Xh-w]$/.test(begun) || begun.endsWith("\\")) return false;
  const parts = partsOfUnits(source, line);
  if (parts.some((part) => isWithin(source, part, offset))) return false;
  if (parts.some(({ kind, start }) => kind === "broken" && start === offset)) return false;
  if (isText(parts)) return false;
  // Before a [V:id] that opens a line another voice ends.
  const changes = voicesOf(book, tune)?.changes ?? [];
  return !changes.some(({ start, from }) => start === line.start && offset < from);
}

function isWithin(source: string, { start, end, closed, text }: UnitPart, offset: number): boolean {
  if (start >= offset) return false;
  // A decoration that has only begun, or a line break of old.
  if (text === "!") return !/[\s|"%[\]{}!]/.test(source.slice(end, offset));
  return offset < end || (offset === end && !closed);
}

/** An empty line with nothing behind it, or another empty line. */
const emptyAndFree = /^(?:$|(?:\r\n|\n|\r(?!\n))[^\S\r\n]*(?:[\r\n]|$))/;

/** Whether the empty line at `offset` is one that has just been begun below a tune's music, and may be filled. */
function isNewLine({ source }: TuneBook, tune: Tune, offset: number): boolean {
  const last = tune.lines.at(-1);
  const inBody = last?.kind === "music" || /^[KLMPQVws]$/.test(last?.code ?? "");
  // Where the next tune follows at once, music would push it out of its place.
  const isFree = emptyAndFree.test(source.slice(offset, offset + 1000));
  return inBody && offset === tune.end && isFree;
}
