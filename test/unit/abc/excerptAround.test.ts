import { describe, expect, test } from "vitest";
import { excerptAt } from "../../../src/abc/excerpt";
import { type BookLines, excerptAround } from "../../../src/abc/excerptAround";
import { parseTuneBook } from "../../../src/abc/tuneBook";
import { oddLines, seeded } from "./oddBook";

/** A book's lines, and how many of them have been looked at. */
function linesOf(texts: readonly string[]): BookLines & { looked: number } {
  return {
    count: texts.length,
    looked: 0,
    text(line) {
      this.looked++;
      return texts[line] ?? "";
    },
  };
}

function expectSame(texts: readonly string[], line: number, character: number) {
  const above = texts.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
  const whole = excerptAt(parseTuneBook(texts.join("\n")), above + character);
  expect(excerptAround(linesOf(texts), line, character)).toEqual(
    whole && { text: whole.text, offset: whole.offset },
  );
}

describe("the excerpt around a place", () => {
  test("is that of the whole book, anywhere in odd books", () => {
    for (let seed = 0; seed < 300; seed++) {
      const texts = ["", "", ...oddLines(seeded(seed))].slice(seed % 3);
      for (let line = 0; line < texts.length; line++) {
        const { length } = texts[line] ?? "";
        for (const character of new Set([0, length >> 1, length])) {
          expectSame(texts, line, character);
        }
      }
    }
  });

  const tune = ["X:1", "M:4/4", "K:C", "CDEF GABc|", "cBAG FEDC|", ""];

  test("is that of the whole book far down in it, whatever is typeset between tunes", () => {
    const block = ["%%begintext", "X:9", "", "%%endps", "%%endtext", ""];
    const texts = ["M:3/4", "%%beginps", "X:8", "%%endps", "R:reel", ""];
    for (let number = 0; number < 600; number++) texts.push(...tune, ...(number % 7 ? [] : block));
    for (let line = 3000; line < 3100; line++) {
      expectSame(texts, line, Math.min(1, texts[line]?.length ?? 0));
    }
    expectSame(texts, texts.length - 1, 0);
  });

  test("holds a tune of 6,000 lines", () => {
    const texts = [...tune, ...tune.slice(0, 3), ...Array<string>(6000).fill("CDEF GABc|"), ""];
    for (const line of [5000, texts.length - 2, texts.length - 1]) expectSame(texts, line, 0);
  });

  test("costs the same in a book of any length", () => {
    const [short, long] = [500, 5000].map((tunes) => {
      const texts = Array<string[]>(tunes).fill(tune).flat();
      const lines = linesOf(texts);
      expect(excerptAround(lines, texts.length - 8, 3)).toBeDefined();
      return lines.looked;
    });
    expect(long).toBe(short);
  });
});
