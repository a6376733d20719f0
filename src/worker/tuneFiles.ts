import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { parseTuneBook } from "../abc/tuneBook";
import { type TuneText, tuneText } from "../composing/tuneText";
import { endMarker, startMarker } from "../model/vocabulary";
import { UserError } from "../shared/composeProtocol";
import { reasonOf } from "./fileErrors";

/** The source of one tune: the text of a book or of a song, and where it came from. */
export interface TuneSource {
  /** ABC of a book (any number of tunes), or the text of one song between the study's marks. */
  readonly kind: "book" | "song";
  readonly text: string;
  readonly file: string;
}

/** Songs of the study's files count from this length on, their marks included. */
const shortestSong = 40;

/**
 * Reads tunes from files and folders: .abc books, .jsonl with an `abc` field, and text files with `<start>` and `<end>`.
 * Throws a UserError that names what cannot be read.
 */
export function readTuneSources(paths: readonly string[]): TuneSource[] {
  return paths.flatMap((given) => filesOf(given)).flatMap((file) => readSources(file));
}

function filesOf(given: string): string[] {
  if (!existsSync(given)) throw new UserError(`There is no file or folder ${given}.`);
  try {
    return statSync(given).isDirectory() ? booksIn(given) : [given];
  } catch (error) {
    throw new UserError(`${given} cannot be read: ${reasonOf(error)}`);
  }
}

function booksIn(given: string): string[] {
  return readdirSync(given, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(abc|jsonl)$/i.test(name))
    .sort()
    .map((name) => path.join(given, name))
    .filter((file) => !statSync(file, { throwIfNoEntry: false })?.isDirectory());
}

function readSources(file: string): TuneSource[] {
  const text = readText(file);
  const unmarked = text.replace(/^\ufeff/, "");
  if (/\.jsonl$/i.test(file)) return readJsonLines(unmarked, file);
  if (/^<start>/m.test(unmarked)) return readSongs(unmarked, file);
  return [{ kind: "book", text, file }];
}

/** Reads a text file: UTF-8, or Latin-1 when it is not valid UTF-8, as old tune books are. */
export function readText(file: string): string {
  try {
    const bytes = readFileSync(file);
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return new TextDecoder("latin1").decode(bytes);
    }
  } catch (error) {
    throw new UserError(`${file} cannot be read: ${reasonOf(error)}`);
  }
}

function readJsonLines(text: string, file: string): TuneSource[] {
  const sources: TuneSource[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const abc = abcOf(line);
    if (abc === undefined) {
      throw new UserError(
        `${file}, line ${index + 1}: this is not a JSON object with an "abc" text.`,
      );
    }
    sources.push({ kind: "book", text: abc, file });
  }
  return sources;
}

function abcOf(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || !("abc" in value)) return undefined;
    return typeof value.abc === "string" ? value.abc : undefined;
  } catch {
    return undefined;
  }
}

/** Songs stand between marks; one that nothing ends, or that is too short, comes without text and counts as skipped. */
function readSongs(text: string, file: string): TuneSource[] {
  return text
    .replaceAll("\r\n", "\n")
    .split(startMarker)
    .slice(1)
    .map((part) => {
      const end = part.indexOf(endMarker);
      const song = part.slice(0, Math.max(0, end)).replace(/^\n/, "");
      const ended = song === "" || song.endsWith("\n") ? song : `${song}\n`;
      const length = startMarker.length + endMarker.length + 2 + ended.length;
      const kept = end >= 0 && length > shortestSong;
      return { kind: "song", text: kept ? ended : "", file };
    });
}

/** The tunes of the sources as a model with these `fields` reads them, and how many had nothing to read. */
export function tuneTexts(
  sources: readonly TuneSource[],
  fields: string,
): { tunes: TuneText[]; skipped: number } {
  const tunes: TuneText[] = [];
  let skipped = 0;
  for (const source of sources) {
    const found =
      source.kind === "song" && fields === "*" ? [wholeSong(source)] : textsOf(source, fields);
    const kept = found.filter(({ text, bodyStart }) => text.slice(bodyStart).trim() !== "");
    tunes.push(...kept);
    skipped += Math.max(found.length - kept.length, found.length === 0 ? 1 : 0);
  }
  return { tunes, skipped };
}

function textsOf({ text }: TuneSource, fields: string): TuneText[] {
  const book = parseTuneBook(text);
  return book.tunes.map((tune) => tuneText(book, tune, fields));
}

/** A song of the study to the letter, whatever it holds. */
function wholeSong({ text }: TuneSource): TuneText {
  const key = /^K:.*\n/m.exec(text);
  return {
    text,
    offsets: Int32Array.from({ length: text.length }, (_, index) => index),
    bodyStart: key ? key.index + key[0].length : 0,
    dropped: 0,
    droppedBody: 0,
  };
}
