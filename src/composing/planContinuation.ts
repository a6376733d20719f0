import { typesetMark } from "../abc/lineKind";
import { placeAt } from "../abc/place";
import { type Line, parseTuneBook, type Tune, type TuneBook } from "../abc/tuneBook";
import { behindUnit } from "./behindUnit";
import { type Plan, type Problem, splitsPair, textsAround } from "./plan";
import { voiceAt, voicesOf } from "./voices";

const putItInTheMusic = "Put it in the music, below the K: line, and run Continue Tune again.";

const inTypesetText: Problem = {
  problem: `The cursor is in a block of text. ${putItInTheMusic}`,
};

/** Plans to continue the tune at `cursor`, an offset; `fields` are those the model knows. */
export function planContinuation(source: string, cursor: number, fields: string): Plan | Problem {
  const book = parseTuneBook(source);
  const inside = Math.min(Math.max(cursor, book.bom ? 1 : 0), source.length);
  const offset = splitsPair(source, inside) ? inside - 1 : inside;
  const { kind, tune, line } = placeAt(book, offset);
  if (!tune) return { problem: outsideProblem(book) };
  const atLineEnd = line !== undefined && offset === line.end;
  const inHeader = line !== undefined && line.start < tune.header.end;
  if (inHeader) return planBelowHeader(book, tune, offset, atLineEnd, fields);
  switch (kind) {
    case "music":
      if (atLineEnd) return planAtLineEnd(book, tune, line, fields);
      return planInLine(book, tune, line, offset, fields);
    case "afterTune":
      if (endsInTypesetText(book, tune)) return inTypesetText;
      return planAfterTune(book, tune, fields);
    case "typesetText":
      return inTypesetText;
    case "quoted":
      return { problem: "The cursor is inside quoted text. Put it behind the closing quote." };
    case "decoration":
      return { problem: "The cursor is inside a !decoration!. Put it behind the closing mark." };
    case "inlineField":
      return { problem: "The cursor is inside an [inline:field]. Put it behind the bracket." };
    default:
      // Behind a line of lyrics, a field or a comment the music goes on in a line of its own.
      if (atLineEnd) {
        const end = endOfContinued(tune, tune.lines.indexOf(line));
        return continueAt(book, tune, end, fields, "\n", "");
      }
      return { problem: `The cursor is in ${described(kind)}. ${putItInTheMusic}` };
  }
}

/** At the end of a line of music, what belongs to the line stays with it. */
function planAtLineEnd(book: TuneBook, tune: Tune, line: Line, fields: string): Plan {
  const { end } = line;
  const text = book.source.slice(line.start, end);
  // Behind a line's last bar line the music goes in behind the line's lyrics, too, so that they stay its own.
  const behind = /[|\]:]\s*$/.test(text) ? endOfLyrics(tune, line) : end;
  if (behind > end) return continueAt(book, tune, behind, fields, "\n", "");
  return continueAt(book, tune, beforeBackslash(book.source, end), fields, "", "");
}

/** Before a [V:id] that begins a line, what goes on is the voice above it, and it goes on in a line of its own. */
function planInLine(
  book: TuneBook,
  tune: Tune,
  line: Line | undefined,
  offset: number,
  fields: string,
): Plan {
  const voices = voicesOf(book, tune);
  const change = voices?.changes.find(({ start, from }) => start === line?.start && offset < from);
  if (!voices || !line || !change) {
    const at = line ? behindUnit(book.source, line, offset) : offset;
    return continueAt(book, tune, beforeBackslash(book.source, at), fields, "", "");
  }
  const above = tune.lines[tune.lines.indexOf(line) - 1];
  if (!above || voiceAt(voices, above.end) === change.voice) {
    return continueAt(book, tune, change.end, fields, "", "");
  }
  return continueAt(book, tune, above.end, fields, "\n", "");
}

/** Before a backslash, or it would no longer join its line to the next, or escape what stands behind it. */
function beforeBackslash(source: string, offset: number): number {
  let at = offset;
  while (source[at - 1] === "\\") at--;
  return at;
}

/** In a header with no music below it, composing goes on from the header; else the cursor is misplaced. */
function planBelowHeader(
  book: TuneBook,
  tune: Tune,
  offset: number,
  atLineEnd: boolean,
  fields: string,
): Plan | Problem {
  if (!tune.key) {
    return {
      problem: "This tune has no K: field yet. Add one, such as K:D, and run Continue Tune again.",
    };
  }
  const endOfKey = endOfContinued(tune, tune.key.line);
  const hasMusic = book.source.slice(tune.header.end, tune.end).trim() !== "";
  if (hasMusic && !(atLineEnd && offset === endOfKey)) {
    return { problem: `The cursor is in the header of this tune. ${putItInTheMusic}` };
  }
  return continueAt(book, tune, endOfKey, fields, "\n", "");
}

/** Where the lyrics and symbols of a line of music end; where the line itself ends when it has none. */
function endOfLyrics(tune: Tune, line: Line): number {
  let at = tune.lines.indexOf(line);
  while (/^[ws]$/.test(tune.lines[at + 1]?.code ?? "")) at++;
  return tune.lines[at]?.end ?? line.end;
}

/** Where a line ends, the `+:` lines that continue it included. */
function endOfContinued({ lines }: Tune, index: number): number {
  let at = index;
  while (lines[at + 1]?.kind === "continuation") at++;
  return (lines[at] as Line).end;
}

/** Whether a tune, and with it the book, ends in a block of text that nothing ends. */
function endsInTypesetText({ source }: TuneBook, { lines }: Tune): boolean {
  let block: string | undefined;
  for (const { kind, start, end } of lines) {
    if (kind !== "typesetText") continue;
    const found = typesetMark(source.slice(start, end));
    if (block === undefined) block = found?.block;
    else if (found?.mark === "end" && found.block === block) block = undefined;
  }
  return block !== undefined;
}

/** On the empty line that ends a tune, an empty line must stay between it and what follows. */
function planAfterTune(book: TuneBook, tune: Tune, fields: string): Plan {
  const { source } = book;
  const following = /^[^\S\r\n]*(\r\n|\r|\n)?([^\r\n]*)/.exec(
    source.slice(tune.end, tune.end + 1000),
  );
  const needsEmptyLine = (following?.[2] ?? "").trim() !== "";
  return continueAt(book, tune, tune.end, fields, "", needsEmptyLine ? "\n" : "");
}

function continueAt(
  book: TuneBook,
  tune: Tune,
  insertAt: number,
  fields: string,
  newLine: "" | "\n",
  after: string,
): Plan {
  const { prime: text, follows } = textsAround(book, tune, fields, insertAt);
  const prime = text === "" || text.endsWith("\n") ? text : text + newLine;
  const before = newLine + voiceLine(book, tune, insertAt);
  return { prime, insertAt, before, after, follows };
}

/** The V: line that music needs where none of a tune with several voices has begun. */
function voiceLine(book: TuneBook, tune: Tune, insertAt: number): string {
  const voices = voicesOf(book, tune);
  if (!voices) return "";
  const firstChange = voices.changes[0]?.start ?? tune.end;
  const begun = tune.lines.some(({ kind, start }) => kind === "music" && start < firstChange);
  return begun || firstChange < insertAt ? "" : `V:${voices.first}\n`;
}

function outsideProblem({ tunes, source }: TuneBook): string {
  if (source.trim() === "") return "There is no tune here yet. Run New Tune to compose one.";
  if (tunes.length === 0) {
    return "There is no tune here: a tune starts with an X: line. Add one, or run New Tune.";
  }
  return "The cursor is outside a tune. Put it after the bars that are to be continued.";
}

function described(kind: string): string {
  if (kind === "lyrics") return "a line of lyrics";
  if (kind === "comment") return "a comment";
  return "a field";
}
