import { parseTuneBook } from "../abc/tuneBook";
import { readText } from "./tuneFiles";

/** A tune book read from a file. */
export interface BookFile {
  readonly source: string;
  /** Its most frequent line end. */
  readonly eol: string;
  /** Where its last tune ends, in UTF-16 units; undefined when it has no tune. */
  readonly endOfLastTune?: number;
}

/** Reads a tune book; throws a UserError when the file cannot be read. */
export function readBookFile(file: string): BookFile {
  const source = readText(file);
  const { eol, tunes } = parseTuneBook(source);
  const last = tunes.at(-1);
  return { source, eol, ...(last && { endOfLastTune: last.end }) };
}
