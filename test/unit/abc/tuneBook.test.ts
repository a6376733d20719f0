import { describe, expect, test } from "vitest";
import { lineAt, parseTuneBook, type TuneBook, tuneAt } from "../../../src/abc/tuneBook";
import { atCursor } from "./cursor";

const joined = (...lines: string[]) => lines.join("\n");
const text = (book: TuneBook, span: { start: number; end: number } | undefined) =>
  span && book.source.slice(span.start, span.end);
const kinds = (lines: readonly { kind: string; code?: string }[] = []) =>
  lines.map(({ kind, code }) => (code ? `${kind} ${code}` : kind));

describe("parts of a book", () => {
  const numbers: [string, string, string[]][] = [
    ["nothing", "", []],
    ["an empty line between", joined("X:1", "K:C", "c", "", "X:2", "K:C", "d"), ["1", "2"]],
    ["white space between", joined("X:1", "K:C", " \t", "c", "X:2", "K:C"), ["1", "2"]],
    ["no empty line between", joined("X:1", "K:C", "c", "X:2", "K:C", "d"), ["1", "2"]],
    ["a comment line does not end a tune", joined("X:1", "K:C", "%", "X 2", "c"), ["1"]],
    ["X: only at the start of a line", joined("X:1", "K:C", " X:2", "c X:3"), ["1"]],
    ["X:| is music", joined("X:1", "K:C", "X:|"), ["1"]],
    ["a typeset block hides X:", joined("%%begintext", "X:1", "%%endtext", "X:2"), ["2"]],
    [
      "a typeset block hides an empty line",
      joined("X:1", "%%begintext", "", "X:2", "%%endps", "%%endtext", "K:C"),
      ["1"],
    ],
    ["an open typeset block", joined("X:1", "K:C", "%%beginsvg", "", "X:2", "K:C"), ["1"]],
    ["fields and music without X:", joined("T:Nameless", "K:D", "def|"), []],
    ["a number nobody can read", joined("X: 4b % odd", "K:C", "", "X:", "K:C"), ["4b", ""]],
  ];
  test.each(numbers)("%s", (_, source, expected) => {
    expect(parseTuneBook(source).tunes.map((tune) => tune.number)).toEqual(expected);
  });

  test("file header, free text and tunes tile the source", () => {
    const book = parseTuneBook(
      joined("%abc-2.1", "M:4/4", "", "Tunes I like", "", "X:1", "K:C", "c", "", "K:D", "X:2", ""),
    );
    expect(text(book, book.fileHeader)).toBe("%abc-2.1\nM:4/4\n");
    expect(book.fileHeader?.fields.map((field) => text(book, field.value))).toEqual(["4/4"]);
    expect(book.freeText.map((part) => text(book, part))).toEqual([
      "\nTunes I like\n\n",
      "\nK:D\n",
    ]);
    expect(book.tunes.map((tune) => text(book, tune))).toEqual(["X:1\nK:C\nc\n", "X:2\n"]);
  });

  test("words at the start are no file header", () => {
    expect(parseTuneBook(joined("My tunes", "M:4/4", "", "X:1")).fileHeader).toBeUndefined();
    expect(parseTuneBook(joined("", "M:4/4", "", "X:1")).fileHeader).toBeUndefined();
    expect(parseTuneBook(joined("X:1", "K:C")).fileHeader).toBeUndefined();
  });

  test("the file header may hold a typeset block", () => {
    const header = parseTuneBook(joined("%%begintext", "", "X:9", "%%endtext", "L:1/8", "", "X:1"));
    expect(kinds(header.fileHeader?.lines)).toEqual([...Array(4).fill("typesetText"), "field L"]);
  });

  test("a byte order mark is skipped and counted", () => {
    const book = parseTuneBook("\ufeffX:1\nK:C\n");
    expect(book.bom).toBe(true);
    expect(book.tunes[0]?.start).toBe(1);
  });

  const ends: [string, string][] = [
    ["", "\n"],
    ["X:1", "\n"],
    ["X:1\r\nK:C\r\nc\n", "\r\n"],
    ["X:1\rK:C\rc\n", "\r"],
    ["X:1\nK:C\r\n", "\n"],
    ["X:1\rK:C\r\n", "\r\n"],
  ];
  test.each(ends)("the line end of %j", (source, eol) => {
    expect(parseTuneBook(source).eol).toBe(eol);
  });
});

describe("a tune", () => {
  const book = parseTuneBook(
    joined(
      "X: 3 % third",
      "T: The Long Lane \\% % working title",
      "T:Other Name",
      "% not a field",
      "C:Anon",
      "+:ymous",
      "K:G % major",
      '"100%"G2 "G"B % low',
      "w: lang-er",
      "% between",
      "+: lane",
      "g:|",
      "+: stray",
      "K:D",
      "%%vskip 1",
    ),
  );
  const tune = book.tunes[0];

  test("its lines", () => {
    expect(kinds(tune?.lines)).toEqual([
      "field X",
      "field T",
      "field T",
      "comment",
      "field C",
      "continuation C",
      "field K",
      "music",
      "field w",
      "comment",
      "continuation w",
      "music",
      "continuation",
      "field K",
      "directive",
    ]);
  });

  test("its number, title and key", () => {
    expect(tune?.number).toBe("3");
    expect(tune?.title).toBe("The Long Lane \\%");
    expect(text(book, tune?.key?.value)).toBe("G");
    expect(tune?.headerFields.map((field) => field.code).join("")).toBe("XTTCK");
    expect(tune?.headerFields.map((field) => field.line)).toEqual([0, 1, 2, 4, 6]);
  });

  test("its header ends behind K:, and its body is the rest", () => {
    expect(text(book, tune?.header)?.endsWith("K:G % major\n")).toBe(true);
    expect(tune?.body).toEqual({ start: tune?.header.end, end: book.source.length });
  });

  test("its trailing comments", () => {
    const comments = tune?.lines.flatMap((line) => text(book, line.comment) ?? []);
    expect(comments).toEqual(["% third", "% working title", "% major", "% low"]);
  });

  test("without K: the header ends before the first music", () => {
    const bare = parseTuneBook(joined("X:1", "T:Bare", "abc|", "N:late", ""));
    expect(text(bare, bare.tunes[0]?.header)).toBe("X:1\nT:Bare\n");
    expect(bare.tunes[0]?.headerFields.map((field) => field.code)).toEqual(["X", "T"]);
    expect(bare.tunes[0]?.key).toBeUndefined();
  });

  test("without K: and music it is all header", () => {
    const bare = parseTuneBook("X:1\nT:Bare\n");
    expect(bare.tunes[0]?.header).toEqual({ start: 0, end: 11 });
    expect(bare.tunes[0]?.body).toEqual({ start: 11, end: 11 });
  });
});

describe("what is at an offset", () => {
  const places: [string, string | undefined][] = [
    ["║X:1\nK:C\nc\n\nX:2\nK:C\n", "1"],
    ["X:1\nK:C\nc║\n\nX:2\nK:C\n", "1"],
    ["X:1\nK:C\nc\n║\nX:2\nK:C\n", "1"],
    ["X:1\nK:C\nc\n\n║X:2\nK:C\n", "2"],
    ["X:1\nK:C\nc\n║X:2\nK:C\n", "2"],
    ["X:1\nK:C\nc\n ║\nX:2\nK:C\n", undefined],
    ["X:1\nK:C\nc\n\n║\nX:2\nK:C\n", undefined],
    ["X:1\nK:C\nc\n\nX:2\nK:C\n║", "2"],
    ["X:1\nK:C\nc\n\nX:2\nK:C║", "2"],
    ["M:4/4║\n\nX:1", undefined],
    ["║", undefined],
  ];
  test.each(places)("the tune at %j", (marked, number) => {
    const { text: source, offset } = atCursor(marked);
    expect(tuneAt(parseTuneBook(source), offset)?.number).toBe(number);
  });

  const lines: [string, string | undefined][] = [
    ["║X:1\nK:C", "X:1"],
    ["X:1║\nK:C", "X:1"],
    ["X:1\n║K:C", "K:C"],
    ["X:1\r║\nK:C", "X:1"],
    ["X:1\nK:C║", "K:C"],
    ["X:1\nK:C\n║", undefined],
  ];
  test.each(lines)("the line at %j", (marked, expected) => {
    const { text: source, offset } = atCursor(marked);
    const book = parseTuneBook(source);
    expect(text(book, lineAt(book.tunes[0]?.lines ?? [], offset))).toBe(expected);
  });
});
