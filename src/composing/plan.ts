import { placeAt } from "../abc/place";
import { type Field, type Line, parseTuneBook, type Tune, type TuneBook } from "../abc/tuneBook";
import { tuneText } from "./tuneText";

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
}

/** Why nothing can be composed there, in a sentence for the user. */
export interface Problem {
  readonly problem: string;
}

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
      return continueAt(book, tune, offset, fields, "", "");
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
      if (atLineEnd) return continueAt(book, tune, offset, fields, "\n", "");
      return { problem: `The cursor is in ${described(kind)}. ${putItInTheMusic}` };
  }
}

/** Plans a new tune, number `number`, that is primed by the music from `start` to `end` under its tune's header. */
export function planFromSelection(
  source: string,
  start: number,
  end: number,
  number: number,
  fields: string,
): Plan | Problem {
  const book = parseTuneBook(source);
  const { tune } = placeAt(book, start);
  if (!tune)
    return { problem: "The selection is outside a tune: select the bars to compose from." };
  const { text, offsets, bodyStart } = tuneText(book, tune, fields);
  const from = offsets.findIndex((at, index) => index >= bodyStart && at >= start);
  const to = offsets.findLastIndex((at, index) => index >= bodyStart && at < end);
  const selected = from < 0 ? "" : text.slice(from, to + 1);
  // A selection that reaches the end of a line is primed with it: music follows, not the rest of a bar line.
  const lineEnd = /\n\s*$/.test(selected) || text[to + 1] === "\n" ? "\n" : "";
  const music = selected.trim() + lineEnd;
  if (music.trim() === "")
    return { problem: "The selection holds no music: select some bars of a tune." };
  const header = headerInEffect(text.slice(0, bodyStart), text.slice(bodyStart, from));
  const ownHeader = header.replace(/^[XT]:.*\n/gm, "");
  const title = tune.title === "" ? "" : `T:${tune.title}, continued\n`;
  return {
    prime: header + music,
    insertAt: tune.end,
    before: `X:${number}\n${title}${ownHeader}${music}`,
    after: "",
  };
}

/** A header with the meter, unit length and key that the body has changed to by its end. */
function headerInEffect(header: string, body: string): string {
  let changed = header;
  for (const [, code = "", value = ""] of body.matchAll(/(?:^|\[)([KLM]):([^\]\n]*)/gm)) {
    const own = new RegExp(`^${code}:.*$`, "m");
    const line = `${code}:${value.trim()}`;
    changed = own.test(changed) ? changed.replace(own, () => line) : `${line}\n${changed}`;
  }
  return changed;
}

/** Plans a new tune, number `number`, that the model composes from nothing but the X: and T: it may know. */
export function planNewTune(number: number, fields: string): Plan {
  const lines = [`X:${number}\n`, "T:Untitled\n"];
  const known = lines.filter(([code = ""]) => fields === "*" || fields.includes(code));
  return { prime: known.join(""), insertAt: 0, before: lines.join(""), after: "" };
}

/** Whether an offset stands between a CR and its LF, or between the halves of a character. */
function splitsPair(source: string, offset: number): boolean {
  if (source[offset - 1] === "\r" && source[offset] === "\n") return true;
  return (source.codePointAt(offset - 1) ?? 0) > 0xffff;
}

/** At the end of a line of music, what belongs to the line stays with it. */
function planAtLineEnd(book: TuneBook, tune: Tune, line: Line, fields: string): Plan {
  const { end } = line;
  const text = book.source.slice(line.start, end);
  // Behind a line's last bar line the music goes in behind the line's lyrics, too, so that they stay its own.
  const behind = /[|\]:]\s*$/.test(text) ? endOfLyrics(tune, line) : end;
  if (behind > end) return continueAt(book, tune, behind, fields, "\n", "");
  // Before a backslash that ends a line, or it would no longer join the line to the next.
  return continueAt(book, tune, text.endsWith("\\") ? end - 1 : end, fields, "", "");
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
  const endOfKey = endOfField(tune, tune.key);
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

/** Where a field ends, the `+:` lines that continue it included. */
function endOfField(tune: Tune, field: Field): number {
  let at = field.line;
  while (tune.lines[at + 1]?.kind === "continuation") at++;
  return tune.lines[at]?.end ?? field.end;
}

/** Whether a tune, and with it the book, ends in a block of text that nothing ends. */
function endsInTypesetText({ source }: TuneBook, { lines, end }: Tune): boolean {
  const last = lines.at(-1);
  if (last?.kind !== "typesetText" || end < source.length) return false;
  return !/^%%\s*end/.test(source.slice(last.start, last.end));
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
  before: string,
  after: string,
): Plan {
  const { text } = tuneText(book, tune, fields, insertAt);
  const prime = before === "" || text.endsWith("\n") ? text : text + before;
  return { prime, insertAt, before, after };
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
