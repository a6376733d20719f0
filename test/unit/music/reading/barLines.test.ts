import { describe, expect, test } from "vitest";
import { MusicReader } from "../../../../src/music/reading/musicReader";

/** The text with a ║ after each bar line that ends a bar. */
function marked(text: string): string {
  const reader = MusicReader.ofBody();
  let out = "";
  let pending = "";
  for (const character of text) {
    out += pending;
    if (reader.read(character)) out += "║";
    pending = character;
  }
  return out + pending + (reader.end() ? "║" : "");
}

describe("bars end", () => {
  test.each([
    ["c2|d2|", "c2|║d2|║"],
    ["abc||def|]", "abc||║def|]║"],
    ["|:abc:|\n|:def:|", "|:abc:|║\n|:def:|║"],
    ["abc|1def:|2gab|]", "abc|║1def:|║2gab|]║"],
    ["abc::def[|g|]", "abc::║def[|║g|]║"],
    ['"A|m"abc|"^|"d|', '"A|m"abc|║"^|"d|║'],
    ["abc|[K:G|]def|", "abc|║[K:G|]def|║"],
    ["abc|\nw: la|la|\ndef|", "abc|║\nw: la|la|\ndef|║"],
    ["abc|% a|b|c\ndef|", "abc|║% a|b|c\ndef|║"],
    ["K:D\nE:|\nabc|", "K:D\nE:|║\nabc|║"],
    ["[CEG]|[1abc|", "[CEG]|║[1abc|║"],
    ["z4|Z|x4|", "z4|║Z|║x4|║"],
    ["| |abc | d", "| |abc |║ d"],
    ["a\nb|", "a\nb|║"],
    ["c|\nP:B\nd|", "c|║\nP:B\nd|║"],
    ["abc|!segno!|:d|", "abc|║!segno!|:d|║"],
    ["abc|+fermata+|d|", "abc|║+fermata+|d|║"],
    ["!trill!c|!a b|c|", "!trill!c|║!a b|║c|║"],
    ["abc!\n|d|", "abc!\n|║d|║"],
    ["|!abc\n|d|", "|!abc\n|║d|║"],
    ["abc:::d|e|", "abc::║:d|║e|║"],
  ])("behind their bar lines in %j", (text, expected) => {
    expect(marked(text)).toBe(expected);
  });
});
