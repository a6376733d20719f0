import { mkdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { UserError } from "../../../src/shared/composeProtocol";
import { readTuneSources, tuneTexts } from "../../../src/worker/tuneFiles";
import { book, freshFolder, written } from "./folders";

const folder = freshFolder();

/** The texts that a model with these fields reads from a file of this content. */
function texts(name: string, content: string | Uint8Array, fields = "MK"): string[] {
  const { tunes } = tuneTexts(readTuneSources([written(folder, name, content)]), fields);
  return tunes.map(({ text, bodyStart }) => `${text.slice(0, bodyStart)}¶${text.slice(bodyStart)}`);
}

function refusal(paths: string[]): string {
  try {
    readTuneSources(paths);
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as Error).message;
  }
}

describe("tunes", () => {
  test("of a book", () => {
    const found = ["M:6/8\nK:D\n¶|:d2a fed|dcd e2f|\n", "K:G\n¶gab|\n"];
    expect(texts("book.abc", book)).toEqual(found);
    expect(texts("dos.abc", `\ufeff${book.replaceAll("\n", "\r\n")}`)).toEqual(found);
    expect(texts("book.txt", book)).toEqual(found);
  });

  test("of JSON lines, a byte order mark and empty lines among them", () => {
    const lines = ["X:1\nK:D\nabc|", "X:2\nK:G\ngab|\n\nX:3\nK:A\nefg|"].map((abc) =>
      JSON.stringify({ abc, id: 1 }),
    );
    const found = ["K:D\n¶abc|\n", "K:G\n¶gab|\n", "K:A\n¶efg|\n"];
    expect(texts("tunes.jsonl", `${lines.join("\n\n")}\n`)).toEqual(found);
    expect(texts("tunes.JSONL", `\ufeff${lines.join("\r\n")}`)).toEqual(found);
  });

  const song = "X:1\nT:A long enough title for a song\nM:3/4\nK:C\nabc|%x\n";

  test("of the study's files, to the letter when every line is kept", () => {
    const file = `<start>\n${song}<end>\n<start>\n${song}<end>\n`;
    const whole = song.replace("abc|", "¶abc|");
    expect(texts("songs.txt", file, "*")).toEqual([whole, whole]);
    expect(texts("bom.txt", `\ufeff${file}`, "*")).toEqual([whole, whole]);
    expect(texts("dos.txt", file.replaceAll("\n", "\r\n"), "*")).toEqual([whole, whole]);
    expect(texts("songs.txt", file, "MK")).toEqual(new Array(2).fill("M:3/4\nK:C\n¶abc|\n"));
  });

  test("of the study count from 41 characters on, marks included, and with both marks", () => {
    // The marks and their line ends are 14.
    const ofLength = (length: number): string => `K:C\n${"a".repeat(length - 14 - 4 - 1)}\n`;
    const file = (text: string): string => `<start>\n${text}<end>\n`;
    expect(texts("short.txt", file(ofLength(40)), "*")).toEqual([]);
    expect(texts("long.txt", file(ofLength(41)), "*")).toHaveLength(1);
    expect(texts("open.txt", `<start>\n${song}<start>\n${song}<end>\nabc\n`, "*")).toHaveLength(1);
  });

  test("of the study may stand beside their marks, and count as skipped when they do not count", () => {
    const body = song.trim();
    expect(texts("beside.txt", `<start>${body}<end>`, "*")).toHaveLength(1);
    const sources = readTuneSources([
      written(folder, "three.txt", `<start>\n${song}<end>\n<start>\nK:C\n<end>\n<start>\n${song}`),
    ]);
    expect(tuneTexts(sources, "*")).toMatchObject({ tunes: [{}], skipped: 2 });
  });

  test("in Latin-1 are read when they are no UTF-8", () => {
    const latin = Buffer.from('X:1\nK:D\n"é"abc|\n', "latin1");
    expect(texts("latin.abc", latin)).toEqual(['K:D\n¶"é"abc|\n']);
    expect(texts("utf8.abc", Buffer.from('X:1\nK:D\n"é"abc|\n'))).toEqual(['K:D\n¶"é"abc|\n']);
  });

  test("of a folder and the folders in it, in the order of their names", () => {
    const tree = path.join(folder, "tree");
    mkdirSync(path.join(tree, "b"), { recursive: true });
    mkdirSync(path.join(tree, "folder.abc"));
    written(tree, "c.abc", "X:1\nK:C\nccc|\n");
    written(tree, "a.ABC", "X:1\nK:C\naaa|\n");
    written(tree, "notes.txt", "X:1\nK:C\nxxx|\n");
    written(path.join(tree, "b"), "d.jsonl", `${JSON.stringify({ abc: "X:1\nK:C\nddd|\n" })}\n`);
    const sources = readTuneSources([tree, path.join(tree, "c.abc")]);
    expect(sources.map(({ file }) => path.relative(tree, file))).toEqual([
      "a.ABC",
      path.join("b", "d.jsonl"),
      "c.abc",
      "c.abc",
    ]);
  });

  test("without music are counted as skipped, and so are files without tunes", () => {
    const sources = [
      "X:1\nK:D\nabc|\n\nX:2\nK:D\n\nX:3\nK:D\n% only this\n",
      "nothing here",
      "",
    ].map((text) => ({ kind: "book", text, file: "" }) as const);
    const { tunes, skipped } = tuneTexts(sources, "K");
    expect([tunes.length, skipped]).toEqual([1, 4]);
  });
});

describe("what cannot be read is named", () => {
  test("a path that is not there", () => {
    expect(refusal([path.join(folder, "none.abc")])).toMatch(
      /^There is no file or folder .*none\.abc\.$/,
    );
    const file = written(folder, "file.abc", book);
    expect(refusal([path.join(file, "inside.abc")])).toMatch(/^There is no file or folder /);
  });

  test.each(["not JSON", "[]", "null", "{}", '{"abc": 5}', '"abc"'])("a line of %s", (line) => {
    const file = written(folder, "bad.jsonl", `{"abc":"X:1"}\n\n${line}\n`);
    expect(refusal([file])).toBe(`${file}, line 3: this is not a JSON object with an "abc" text.`);
  });
});
