import { fieldCode, isBlank, trimmed, typesetMark } from "./lineKind";
import { LineReader } from "./lineReader";
import { fieldCommentStart, musicCommentStart } from "./musicLine";
import type { Field, FileHeader, Line, LineKind, Lines, Tune, TuneBook } from "./tuneBook";

/** Reads a tune book line by line; the part it is in decides what a line means. */
export class BookParser {
  readonly #source: string;
  readonly #reader: LineReader;
  readonly #bom: boolean;
  readonly #tunes: Tune[] = [];
  readonly #freeText: Lines[] = [];
  #fileHeader: FileHeader | undefined;

  #part: "fileHeader" | "tune" | "freeText" = "fileHeader";
  #lines: Line[] = [];
  #fields: Field[] = [];
  #key: Field | undefined;
  /** Which line is the part's first music. */
  #music: number | undefined;
  /** The field that a `+:` line would continue. */
  #continued: string | undefined;
  /** The typeset block that is open. */
  #block: string | undefined;

  constructor(source: string) {
    this.#source = source;
    this.#bom = source.charCodeAt(0) === 0xfeff;
    this.#reader = new LineReader(source, this.#bom ? 1 : 0);
  }

  parse(): TuneBook {
    while (this.#reader.advance()) this.#readLine();
    this.#closePart();
    return {
      source: this.#source,
      bom: this.#bom,
      eol: this.#reader.eol(),
      ...(this.#fileHeader && { fileHeader: this.#fileHeader }),
      tunes: this.#tunes,
      freeText: this.#freeText,
    };
  }

  #readLine(): void {
    const { start, end } = this.#reader;
    if (this.#block !== undefined || this.#source[start] === "%") {
      this.#push(this.#percentKind());
    } else if (isBlank(this.#source, start, end)) {
      this.#leaveForFreeText();
      this.#push("empty");
    } else {
      this.#readText();
    }
  }

  /** The kind of a line that starts with `%` or stands in a typeset block. */
  #percentKind(): LineKind {
    const { start, end } = this.#reader;
    if (!this.#source.startsWith("%%", start)) return this.#block ? "typesetText" : "comment";
    const found = typesetMark(this.#source.slice(start, end));
    if (this.#block === undefined) {
      if (found?.mark !== "begin") return "directive";
      this.#block = found.block;
    } else if (found?.mark === "end" && found.block === this.#block) {
      this.#block = undefined;
    }
    return "typesetText";
  }

  #readText(): void {
    const { start, end } = this.#reader;
    const inTune = this.#part === "tune";
    const inBody = inTune && (this.#key !== undefined || this.#music !== undefined);
    const code = fieldCode(this.#source, start, end, inBody);
    if (code === "X") {
      this.#closePart();
      this.#part = "tune";
      this.#readField(code);
    } else if (code !== undefined && this.#part !== "freeText") {
      this.#readField(code);
    } else if (inTune) {
      this.#music ??= this.#lines.length;
      this.#continued = undefined;
      this.#push("music", undefined, this.#commentStart(musicCommentStart));
    } else {
      this.#leaveForFreeText();
      this.#push("freeText");
    }
  }

  #readField(code: string): void {
    const { start, end } = this.#reader;
    const comment = this.#commentStart(fieldCommentStart);
    if (code === "+") {
      this.#push("continuation", this.#continued, comment);
      return;
    }
    this.#continued = code;
    if (this.#key === undefined) {
      const value = trimmed(this.#source, start + 2, comment ?? end);
      const field: Field = { start, end, code, value, line: this.#lines.length };
      this.#fields.push(field);
      if (code === "K" && this.#part === "tune") this.#key = field;
    }
    this.#push("field", code, comment);
  }

  #commentStart(find: typeof musicCommentStart): number | undefined {
    const { start, end } = this.#reader;
    return this.#reader.percent() === undefined ? undefined : find(this.#source, start, end);
  }

  // One literal for each shape: this is the inner loop, and spreading there costs as much as all the rest.
  #push(kind: LineKind, code?: string, commentStart?: number): void {
    const { start, end, next } = this.#reader;
    if (commentStart === undefined) {
      this.#lines.push(
        code === undefined ? { kind, start, end, next } : { kind, start, end, next, code },
      );
      return;
    }
    const comment = { start: commentStart, end };
    this.#lines.push(
      code === undefined
        ? { kind, start, end, next, comment }
        : { kind, start, end, next, code, comment },
    );
  }

  #leaveForFreeText(): void {
    if (this.#part === "freeText") return;
    this.#closePart();
    this.#part = "freeText";
  }

  #closePart(): void {
    const lines = this.#lines;
    const first = lines[0];
    const last = lines.at(-1);
    if (first && last) {
      const part = { start: first.start, end: last.next, lines };
      if (this.#part === "tune") this.#tunes.push(this.#tune(part));
      else if (this.#part === "freeText") this.#freeText.push(part);
      else this.#fileHeader = { ...part, fields: this.#fields };
    }
    this.#lines = [];
    this.#fields = [];
    this.#key = undefined;
    this.#music = undefined;
    this.#continued = undefined;
  }

  #tune({ start, end, lines }: Lines): Tune {
    const key = this.#key;
    const music = this.#music === undefined ? end : (lines[this.#music]?.start ?? end);
    const bodyStart = key ? (lines[key.line]?.next ?? end) : music;
    const text = (code: string): string => {
      const field = headerFields.find((candidate) => candidate.code === code);
      return field ? this.#source.slice(field.value.start, field.value.end) : "";
    };
    const headerFields = key
      ? this.#fields
      : this.#fields.filter((field) => field.start < bodyStart);
    return {
      start,
      end,
      number: text("X"),
      title: text("T"),
      lines,
      header: { start, end: bodyStart },
      headerFields,
      body: { start: bodyStart, end },
      ...(key && { key }),
    };
  }
}
