import { inlinePartAt } from "./musicLine";
import { type Line, lastStarted, lineAt, type Tune, type TuneBook, tuneAt } from "./tuneBook";

/**
 * What the text at an offset is. `lyrics` are `w:`, `W:` and `s:` lines; `comment` is a comment line, a directive or a
 * trailing comment; `quoted`, `decoration` and `inlineField` are strictly inside their delimiters on a music line;
 * `afterTune` is the empty line that ends a tune, and any behind the last tune of the book.
 */
export type PlaceKind =
  | "fileHeader"
  | "freeText"
  | "tuneHeader"
  | "music"
  | "lyrics"
  | "bodyField"
  | "comment"
  | "typesetText"
  | "quoted"
  | "decoration"
  | "inlineField"
  | "afterTune";

/** Where an offset lies in a tune book. */
export interface Place {
  readonly kind: PlaceKind;
  readonly tune?: Tune;
  readonly line?: Line;
}

/** Where `offset` lies; one outside the source counts as the nearest one inside. */
export function placeAt(book: TuneBook, offset: number): Place {
  const at = Math.min(Math.max(offset, book.bom ? 1 : 0), book.source.length);
  const tune = tuneAt(book, at);
  const inTune = tune && lineAt(tune.lines, at);
  if (inTune) return { kind: kindInTune(book, tune, inTune, at), tune, line: inTune };
  const ended = tune ?? endedTune(book, at) ?? trailedTune(book, at);
  const line = lineOutside(book, at);
  if (ended) return { kind: "afterTune", tune: ended, ...(line && { line }) };
  if (!line) return { kind: "freeText" };
  return { kind: kindOutside(book, line, at), line };
}

/** The tune that the empty line at `offset` ends. */
export function endedTune(book: TuneBook, offset: number): Tune | undefined {
  const tune = lastStarted(book.tunes, offset);
  const line = lineOutside(book, offset);
  if (!tune || offset < tune.end) return undefined;
  return offset === tune.end || line?.start === tune.end ? tune : undefined;
}

/** The last tune, when nothing but empty lines follows it and `offset` is in them. */
export function trailedTune(
  { source, tunes, freeText }: TuneBook,
  offset: number,
): Tune | undefined {
  const last = tunes.at(-1);
  if (!last || offset < last.end || offset > source.length) return undefined;
  return freeText.at(-1)?.lines.every(({ kind }) => kind === "empty") ? last : undefined;
}

function lineOutside(book: TuneBook, offset: number): Line | undefined {
  const header = book.fileHeader && lineAt(book.fileHeader.lines, offset);
  return header ?? lineAt(lastStarted(book.freeText, offset)?.lines ?? [], offset);
}

function kindOutside({ fileHeader }: TuneBook, line: Line, offset: number): PlaceKind {
  return (
    annotationKind(line, offset) ??
    (fileHeader && line.start < fileHeader.end ? "fileHeader" : "freeText")
  );
}

function kindInTune({ source }: TuneBook, tune: Tune, line: Line, offset: number): PlaceKind {
  const annotation = annotationKind(line, offset);
  if (annotation) return annotation;
  if (line.code === "w" || line.code === "W" || line.code === "s") return "lyrics";
  if (line.start < tune.header.end) return "tuneHeader";
  if (line.kind === "music") return inlinePartAt(source, line, offset)?.kind ?? "music";
  return "bodyField";
}

function annotationKind({ kind, comment }: Line, offset: number): PlaceKind | undefined {
  if (kind === "typesetText") return "typesetText";
  if (kind === "comment" || kind === "directive") return "comment";
  return comment && offset > comment.start ? "comment" : undefined;
}
