import { describe, expect, test } from "vitest";
import { newTuneInsertion } from "../../../src/host/compose/insertion";

describe("a new tune", () => {
  // ║ is where the tune before it ends.
  const books: [string, string][] = [
    ["║", "TUNE\n"],
    ["X:1\nK:C\nAB|║", "X:1\nK:C\nAB|\n\nTUNE\n"],
    ["X:1\nK:C\nAB|\n║", "X:1\nK:C\nAB|\n\nTUNE\n"],
    ["X:1\nK:C\nAB|\n║\n\n", "X:1\nK:C\nAB|\n\nTUNE\n\n\n"],
    ["X:1\nAB|\n║\nX:2\ncd|\n", "X:1\nAB|\n\nTUNE\n\nX:2\ncd|\n"],
    ["X:1\nAB|\n║X:2\ncd|\n", "X:1\nAB|\n\nTUNE\n\nX:2\ncd|\n"],
    ["X:1\nAB|\n║ \t\n\n\nfree text", "X:1\nAB|\n\nTUNE\n \t\n\n\nfree text"],
    ["X:1\r\nAB|\r\n║\r\nX:2\r\n", "X:1\r\nAB|\r\n\r\nTUNE\r\n\r\nX:2\r\n"],
    ["\n\n║", "TUNE\n\n"],
  ];
  test.each(books)("goes into %j as one with an empty line on either side", (marked, expected) => {
    const end = marked.indexOf("║");
    const source = marked.replace("║", "");
    const { at, prefix, suffix } = newTuneInsertion(source, end);
    const eol = source.includes("\r\n") ? "\r\n" : "\n";
    const inserted = `${prefix}TUNE${suffix}`.replaceAll("\n", eol);
    expect(source.slice(0, at) + inserted + source.slice(at)).toBe(expected);
  });
});
