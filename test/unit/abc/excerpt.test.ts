import { describe, expect, test } from "vitest";
import { excerptAt, nextTuneNumber } from "../../../src/abc/excerpt";
import { parseTuneBook } from "../../../src/abc/tuneBook";
import { atCursor } from "./cursor";

describe("the excerpt", () => {
  const excerpts: [string, string | undefined][] = [
    ["X:1\nK:C\nc║d|\n\nX:2\nK:C\ne|\n", "X:1\nK:C\nc║d|\n"],
    ["X:1\nK:C\ncd|\n\nX:2\nK:C\ne|║\n", "X:2\nK:C\ne|║\n"],
    ["M:3/4\n\nwords\n\nX:1\nK:C\nc║\n", "M:3/4\n\nX:1\nK:C\nc║\n"],
    ["M:3/4\r\n\r\nX:1\r\nK:C\r\nc║", "M:3/4\r\n\r\nX:1\r\nK:C\r\nc║"],
    ["M:3/4\rX:1\nK:C\nc║", "M:3/4\r\n\nX:1\nK:C\nc║"],
    ["\ufeffX:1\nK:C\nc║\n", "X:1\nK:C\nc║\n"],
    ["X:1\nK:C\nc\n║\nX:2\nK:C\n", "X:1\nK:C\nc\n║\nX:2"],
    ["X:1\nK:C\nc\n  ║ \nX:2\nK:C\n", "X:1\nK:C\nc\n  ║ \nX:2"],
    ["X:1\nK:C\nc\n\n║\nX:2\nK:C\n", undefined],
    ["X:1\nK:C\nc\n\n\n║", "X:1\nK:C\nc\n\n\n║"],
    ["X:1\nK:C\nc\n\n ║\n\n", "X:1\nK:C\nc\n\n ║\n"],
    ["X:1\nK:C\nc\n\nwords\n║", undefined],
    ["M:║4/4\n\nX:1\nK:C\n", undefined],
    ["║", undefined],
  ];
  test.each(excerpts)("of %j", (marked, expected) => {
    const { text: source, offset } = atCursor(marked);
    const excerpt = excerptAt(parseTuneBook(source), offset);
    if (expected === undefined) {
      expect(excerpt).toBeUndefined();
      return;
    }
    expect(excerpt).toMatchObject(atCursor(expected));
    expect(excerpt && excerpt.offset + excerpt.shift).toBe(offset);
  });
});

describe("the next number", () => {
  const numbers: [string, number][] = [
    ["", 1],
    ["M:4/4\n", 1],
    ["X:3\nK:C\n\nX:12 % last\nK:C\n\nX:7\nK:C\n", 13],
    ["X:\nK:C\n\nX:b\nK:C\n", 1],
    ["X:4b\nK:C\n", 5],
    ["X:-9\nK:C\n", 1],
    ["X:99999999999999999999999\n\nX:2\n", 3],
  ];
  test.each(numbers)("of %j", (source, number) => {
    expect(nextTuneNumber(parseTuneBook(source))).toBe(number);
  });
});
