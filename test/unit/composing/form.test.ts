import { describe, expect, test } from "vitest";
import { againstClosing, longestSection } from "../../../src/composing/form";
import { fraction } from "../../../src/music/fraction";
import { MusicReader } from "../../../src/music/reading/musicReader";

const jig = "M:6/8\nL:1/8\nK:D\n";

/** The sections of a tune with closed ones of these lengths, in bars. */
function sections(...lengths: number[]) {
  const body = lengths.map((bars) => `${"d6|".repeat(bars - 1)}d6||`).join("\n");
  const reader = MusicReader.behind(jig + body);
  reader.end();
  expect(reader.state.sections.lengths).toEqual(lengths.map((bars) => fraction(bars)));
  return reader.state.sections;
}

const [due, phrase, other, broken] = [-2, 0.5, 1, 2];

describe("closing a section", () => {
  test.each([
    ["is due at eight bars where the tune has none yet", [], 8, due],
    ["is less unwelcome at a phrase of four", [], 4, phrase],
    ["is unwelcome at any other length", [], 7, other],
    ["is due at the length that the tune has", [6], 6, due],
    ["so it is with any of them", [4, 12], 12, due],
    ["is no longer due at eight where the tune has its own", [16], 8, phrase],
    ["is due at sixteen where the tune has such", [16], 16, due],
    ["is due at a longer phrase once the tune's are over", [6], 12, due],
    ["is not due within a longer phrase", [6], 10, other],
    ["is not due at a very short length that the tune has", [2], 2, other],
  ])("%s", (_, lengths, bars, against) => {
    expect(againstClosing(sections(...lengths), fraction(bars))).toBe(against);
  });

  test("is most unwelcome at a part of a bar", () => {
    expect(againstClosing(sections(), fraction(47, 6))).toBe(broken);
    expect(againstClosing(sections(8), fraction(49, 6))).toBe(broken);
  });
});

test.each([
  ["sixteen where the tune has shorter ones", [8], 3, 16],
  ["as many as the longest of the tune", [24, 8], 3, 24],
  ["to the end of the phrase where more are there already", [8], 17, 20],
  ["to the end of the next phrase where one has just ended", [8], 16, 20],
])("a section has at most %s", (_, lengths, bars, most) => {
  expect(longestSection(sections(...lengths), fraction(bars))).toBe(most);
});
