import { type Excerpt, excerptAt } from "./excerpt";
import { fieldCode, isBlank, typesetMark } from "./lineKind";
import { parseTuneBook } from "./tuneBook";

/** The lines of a text, without line ends. */
export interface BookLines {
  readonly count: number;
  text(line: number): string;
}

/** How far to look back for a tune's start, in lines: first so far, then so far. */
const reaches = [2000, 20_000];

/**
 * What `excerptAt` gives of the whole book, with "\n" as line end, in a time that does not depend on the book's length.
 * Only typeset text that began more than 2,000 lines above, and a tune that began more than 20,000, are not seen.
 */
export function excerptAround(
  lines: BookLines,
  line: number,
  character: number,
): Pick<Excerpt, "text" | "offset"> | undefined {
  const tune = tuneAround(lines, line);
  if (!tune) return undefined;
  const header = fileHeader(lines, tune.start);
  const above = [...(header.length > 0 ? [...header, ""] : []), ...slice(lines, tune.start, line)];
  const offset = above.reduce((sum, text) => sum + text.length + 1, character);
  const text = [...above, ...slice(lines, line, endAround(lines, line, tune.blocks))].join("\n");
  const excerpt = excerptAt(parseTuneBook(text), offset);
  return excerpt && { text: excerpt.text, offset: excerpt.offset };
}

/** Where the tune at `line` or the last before it starts, and what is open at `line`. */
function tuneAround(
  lines: BookLines,
  line: number,
): { start: number; blocks: TypesetBlocks } | undefined {
  for (const reach of reaches) {
    const from = Math.max(0, line - reach);
    const blocks = new TypesetBlocks();
    let start: number | undefined;
    for (let at = from; at < line; at++) {
      const text = lines.text(at);
      if (!blocks.read(text) && startsTune(text)) start = at;
    }
    if (!blocks.isOpen && startsTune(lines.text(line))) start = line;
    // At the top of the book what stands there is known; a line such as `X:|` may be either.
    if (start === undefined && from === 0) start = 0;
    if (start !== undefined) return { start, blocks };
  }
  return undefined;
}

/** Behind the line that shows where the tune at `line` ends and what follows: the next tune, or text behind empty lines. */
function endAround(lines: BookLines, line: number, blocks: TypesetBlocks): number {
  let behindEmpty = false;
  for (let at = line; at < lines.count; at++) {
    const text = lines.text(at);
    if (blocks.read(text)) continue;
    const empty = isBlank(text, 0, text.length);
    if (at > line && (startsTune(text) || (behindEmpty && !empty))) return at + 1;
    behindEmpty = empty;
  }
  return lines.count;
}

/** The lines of the file header, above `end`. */
function fileHeader(lines: BookLines, end: number): string[] {
  const header: string[] = [];
  const blocks = new TypesetBlocks();
  for (let at = 0; at < end; at++) {
    const text = lines.text(at);
    const stays = blocks.read(text) || text.startsWith("%");
    const code = stays ? undefined : fieldCode(text, 0, text.length, false);
    if (!stays && (code === undefined || code === "X")) break;
    header.push(text);
  }
  return header;
}

/** Whether a line outside of typeset text starts a tune wherever it stands. */
function startsTune(text: string): boolean {
  return text.startsWith("X:") && fieldCode(text, 0, text.length, true) === "X";
}

function slice(lines: BookLines, start: number, end: number): string[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => lines.text(start + index));
}

/** Tells typeset text from the rest, read line by line. */
class TypesetBlocks {
  private block: string | undefined;

  get isOpen(): boolean {
    return this.block !== undefined;
  }

  /** Whether `text`, the next line, is part of a block; the lines that begin and end it are. */
  read(text: string): boolean {
    const wasOpen = this.isOpen;
    const found = text.startsWith("%%") ? typesetMark(text) : undefined;
    if (!wasOpen && found?.mark === "begin") this.block = found.block;
    if (wasOpen && found?.mark === "end" && found.block === this.block) this.block = undefined;
    return wasOpen || this.isOpen;
  }
}
