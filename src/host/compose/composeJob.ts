import { excerptAt, nextTuneNumber } from "../../abc/excerpt";
import { parseTuneBook, type TuneBook, tuneAt } from "../../abc/tuneBook";
import { type Composed, type ComposeTask, UserError } from "../../shared/composeProtocol";
import { type Insertion, newTuneInsertion } from "./insertion";
import { openBlock } from "./openBlock";

/** Where the worker puts a text, in the task's source, and what goes in behind it. */
export type Placed = Pick<Composed, "insertAt" | "replaceTo" | "after">;

/** What to compose and where it goes in the document. */
export interface ComposeJob {
  readonly task: ComposeTask;
  /** Whether the text is a tune of its own. */
  readonly newTune: boolean;
  /** Where the text goes in the document when the worker has placed it. */
  insertion(placed: Placed): Insertion;
  /** The notation that text at `insertAt` of the task's source goes on from. */
  before(insertAt: number): string;
}

/** Continues the tune of `source` at `offset`. */
export function continueJob(source: string, offset: number): ComposeJob {
  const book = parseTuneBook(source);
  const excerpt = excerptAt(book, offset);
  if (!excerpt) {
    throw new UserError(
      book.tunes.length === 0
        ? "There is no tune here to continue: a tune starts with an X: line, and New Tune writes a whole one."
        : "The cursor is outside a tune: place it after the bars that are to be continued.",
    );
  }
  const { text, offset: place, shift } = excerpt;
  return {
    task: { kind: "continue", source: text, offset: place },
    ...placesIn(text, shift),
  };
}

/** Writes a new tune behind the one that holds the music from `start` to `end`, primed by that music. */
export function selectionJob(source: string, start: number, end: number): ComposeJob {
  const { book, tune, from, to, text, shift } = selectedIn(source, start, end, "compose from");
  return newTuneJob(book, tune.end, {
    kind: "fromSelection",
    source: text,
    start: from - shift,
    end: to - shift,
    number: nextTuneNumber(book),
  });
}

/** Writes new music in place of that from `start` to `end`. */
export function rewriteJob(source: string, start: number, end: number): ComposeJob {
  const { from, to, text, shift } = selectedIn(source, start, end, "rewrite");
  return {
    task: { kind: "rewrite", source: text, start: from - shift, end: to - shift },
    ...placesIn(text, shift),
  };
}

/** The tune that is selected from, and the selection without white space around it. */
function selectedIn(source: string, start: number, end: number, what: string) {
  const selected = source.slice(start, end);
  const from = start + (selected.length - selected.trimStart().length);
  const to = start + selected.trimEnd().length;
  if (to <= from) throw new UserError(`Nothing is selected: select the bars to ${what}.`);
  const book = parseTuneBook(source);
  const tune = tuneAt(book, from);
  const excerpt = excerptAt(book, from);
  if (!tune || !excerpt) {
    throw new UserError(`The selection is outside a tune: select the bars to ${what}.`);
  }
  if (to > tune.end) {
    throw new UserError("The selection runs over several tunes: select bars of one.");
  }
  return { book, tune, from, to, text: excerpt.text, shift: excerpt.shift };
}

/** Finds places of an excerpt in its book again. */
function placesIn(
  text: string,
  shift: number,
): Pick<ComposeJob, "newTune" | "insertion" | "before"> {
  return {
    newTune: false,
    insertion: ({ insertAt, replaceTo, after }) => ({
      at: insertAt + shift,
      to: replaceTo + shift,
      prefix: "",
      suffix: after,
    }),
    before: (insertAt) => text.slice(0, insertAt),
  };
}

/** Writes a new tune at the end of the book. */
export function bookEndJob(source: string): ComposeJob {
  const book = parseTuneBook(source);
  return newTuneJob(book, source.length, { kind: "new", number: nextTuneNumber(book) });
}

function newTuneJob(book: TuneBook, end: number, task: ComposeTask): ComposeJob {
  const { source } = book;
  const block = end === source.length ? openBlock(book) : undefined;
  if (block !== undefined) {
    throw new UserError(
      `The book ends inside a %%begin${block} block. Close it with %%end${block} first.`,
    );
  }
  const insertion = newTuneInsertion(source, end);
  return { task, newTune: true, insertion: () => insertion, before: () => "" };
}
