import { describe, expect, test } from "vitest";
import {
  barsToWholePhrases,
  leadsInto,
  missingTime,
  passageTo,
  splitsToken,
} from "../../../src/composing/passage";
import { MusicReader } from "../../../src/music/reading/musicReader";
import { atCursor } from "../abc/cursor";
import { written } from "../music/written";

const jig = "M:6/8\nL:1/8\nK:D\n";

/** The reader before ║ and what follows there. */
function place(marked: string, header = jig): { reader: MusicReader; follows: string } {
  const { text, offset } = atCursor(marked);
  return {
    reader: MusicReader.behind(header + text.slice(0, offset)),
    follows: text.slice(offset),
  };
}

/** The passage of two bars: bar lines, what is to be filled behind them, and whether sections may come. */
function passage(marked: string, header = jig): string {
  const { reader, follows } = place(marked, header);
  const { bars, frames, isInSection } = passageTo(reader, follows, 2);
  expect(frames.every(({ behind }) => behind === "")).toBe(true);
  const limits = frames.map(({ limit }) => ` ${written(limit)}`).join("");
  return `${bars}${limits}${isInSection === false ? " sections" : ""}`;
}

describe("the passage of two bars, in eighths of 6/8, and what is missing", () => {
  test.each([
    ["below a tune", "d6|║", "2", ""],
    ["between bars", "d6|║d6|d6|\n", "2", ""],
    ["between bars at a line's start", "d6|\n║d6|d6|\n", "2", ""],
    ["between bars at a line's end", "d6|║\nd6|d6|\n", "2", ""],
    ["at a line's start before its bar line", "d6|\n║|d6|d6|\n", "2", ""],
    ["in mid-bar of a right bar", "d6|d2║d4|d6|\n", "2 1/4", ""],
    ["so it is where a line ends there", "d6|d2║\nd4|d6|\n", "2 1/4", ""],
    ["behind what a broken rhythm took", "d6|d>d║d4|d6|\n", "2 1/4", ""],
    ["behind a triplet", "d6|(3ddd║d4|d6|\n", "2 1/4", ""],
    ["before a hole in its line", "d6|d2║d|d6|\n", "1 5/8", "3/8"],
    ["before a hole that goes on in the next line", "d6|d2║\nd|d6|\n", "1 5/8", "3/8"],
    ["before notes with no bar line behind them yet", "d6|d2║d", "2 1/4", ""],
    ["before a hole, and a bar that is wrong", "d6|d2║d|d7|\n", "1 5/8", "3/8"],
    ["before a hole, and what is not known", "d6|d2║d|$d7|\n", "1 5/8", "3/8"],
    ["before the bar line of a short bar", "d6|d2║|d6|\n", "1 3/4", "1/2"],
    ["before a blank and that bar line", "d6|d2 ║ |d6|\n", "1 3/4", "1/2"],
    ["before the bar line of an empty bar", "d6| ║ |d6|\n", "1 3/4", "3/4"],
    ["before the bar line of a full bar", "d6|d6║|d6|\n", "2 3/4", ""],
    ["before the repeat sign of a full bar", "|:d6|d6║:|\n", "2 3/4", ""],
    ["before the repeat sign of a very short bar", "|:d6|d║:|\n", "1 3/4", "5/8"],
    ["in a begun bar above a full one", "d6|d2║\nd6|d6|\n", "2", ""],
    ["so it is where the text ends with that", "d6|d2║\nd6|", "2", ""],
    ["in a bar that has too much already", "d6|d5║d3|d6|\n", "2", ""],
    ["in a wrong bar", "d6|d8║d|d6|\n", "2", ""],
    ["behind a wrong bar", "d8|d2║d4|d6|\n", "2 1/4", ""],
    ["before a hole behind a wrong bar", "d8|d2║d|d6|\n", "1 5/8", "3/8"],
    ["before what is not known", "d6|d2║$|d6|\n", "2", ""],
    ["before a chord that is not known", "d6|d2║[A-d-]|d6|\n", "2", ""],
    ["behind a pick-up", "A|║d6|d5:|\n", "2", ""],
    ["before the short bar of a pick-up", "A|d6|║d5:|\n", "2", ""],
    ["in the short bar of a pick-up", "|:A2|d6|d2║d2:|\n", "2 1/4", ""],
    ["before a pick-up", "║A|d6|d6|\n", "2 5/8", ""],
    ["in a pick-up", "A║A|d6|d6|\n", "2 5/8", ""],
    ["before the pick-up of the next section", "d6|d4:|║A2|d6|\n", "2 1/2", ""],
    ["before a repeat that begins with a pick-up", "║|:A2|d6|\n", "2", ""],
    ["before a rest of several bars", "d6|║Z4|d6|\n", "2", ""],
    ["between sections", "d6:|\n║|:d6|\n", "2 sections", ""],
    ["between sections on one line", "d6:|║|:d6|\n", "2 sections", ""],
    ["between sections, with another key", "d6:|\n║K:G\n|:d6|\n", "2 sections", ""],
    ["between sections, with fields and a part", "d6||\n║P:B\n[K:G]|:d6|\n", "2 sections", ""],
    ["behind a section, before one without a sign", "d6:|║\nd6|d6:|\n", "2", ""],
    ["within a section that has closed once", "d6:|\nd6|║\nd6|\n|:d6|\n", "2", ""],
  ])("%s", (_, marked, expected, missing) => {
    expect(passage(marked)).toBe(expected);
    const { reader, follows } = place(marked);
    expect(written(missingTime(reader, follows))).toBe(missing);
  });

  test.each(["M:none\nL:1/8\nK:D\n", "L:1/8\nK:D\n"])(
    "nothing is missing without a meter (%j)",
    (h) => {
      expect(passage("d6|d2║d|d6|\n", h)).toBe("2");
      const { reader, follows } = place("d6|d2║d|d6|\n", h);
      expect(missingTime(reader, follows)).toBeUndefined();
    },
  );
});

describe("bars to whole phrases", () => {
  test.each([
    ["three follow: one", "║d6|d6|d6|\n", 1],
    ["so it is where the text ends there", "║d6|d6|d6|", 1],
    ["two before, one behind: one", "d6|d6|║d6|\n", 1],
    ["four already: four", "d6|d6|║d6|d6|\n", 4],
    ["in mid-bar of the third: one", "d6|d2║d4|d6|\n", 1],
    ["the section's end counts", "d6|║d6:|\nd6|d6|d6|\n", 2],
    ["also behind a plain bar line", "d6|║d6|\n:|\nd6|d6|\n", 2],
    ["a pick-up does not count", "A2|d6|║d6|d4:|\n", 1],
    ["a rest of two counts as two", "d6|║Z2|\n", 1],
    ["sections before do not count", "d6|d6|d6:|\nd6|║d6|\n", 2],
    ["a hole in the third bar: it and one more", "d6|d2║d|d6|\n", 2],
    ["a hole in the fourth: it alone", "d6|d6|d2║d|d6|\n", 1],
    ["between sections: eight", "d6:|\n║|:d6|\n", 8],
  ])("%s", (_, marked, bars) => {
    const { reader, follows } = place(marked);
    expect(barsToWholePhrases(reader, follows)).toBe(bars);
  });
});

describe("a text leads into what follows", () => {
  test.each([
    ["with whole bars between bars", "d6|║d6|\n", "a6|b6|", true],
    ["not with part of one", "d6|║d6|\n", "a6|b3", false],
    ["not with too little in a bar", "d6|║d6|\n", "a5|", false],
    ["with what fills up a hole", "d6|d2║d|d6|\n", "a3", true],
    ["not with half of it", "d6|d2║d|d6|\n", "a", false],
    ["with a bar more in a hole", "d6|d2║d|d6|\n", "a4|b5", true],
    ["with a bar in mid-bar", "d6|d2║d4|d6|\n", "a4|b2", true],
    ["not with a bar line that leaves a part", "d6|d2║d4|d6|\n", "a4|", false],
    ["not with nothing where nothing lacks", "d6|d2║d4|d6|\n", "", true],
    ["with what fills a bar before its bar line", "d6|d2║|d6|\n", "a4", true],
    ["not with a bar line before that", "d6|d2║|d6|\n", "a4|", false],
    ["with the rest of a bar before a pick-up", "║A2|d6|\n", "d6|d4", true],
    ["not with whole bars before it", "║A2|d6|\n", "d6|", false],
    ["with a bar line that opens a section together with the next", "d6:|\n║|:d6|\n", "a6|", true],
    ["not with one that makes none", "d6:|\n║|:d6|\n", "a6||", false],
    ["anyhow before what is wrong itself", "d6|║d8|\n", "a6|", true],
    ["not with what does not parse", "d6|║d6|\n", "a6}|", false],
    ["before what cannot be read, behind a right bar", "d6|d2║d4|$|\n", "a4|b2", true],
  ])("%s", (_, marked, text, leads) => {
    const { reader, follows } = place(marked);
    expect(leadsInto(reader, text, follows)).toBe(leads);
  });
});

describe("a place splits what belongs together", () => {
  test.each([
    ["a note and its length", "d║2 d4|", true],
    ["a note and its octave", "d║'d5|", true],
    ["a note and its broken rhythm", "d║>d|", true],
    ["a broken rhythm and its second note", "d>║d|", true],
    ["a note and its tie", "d║-d|", true],
    ["a note and the end of its slur", "(dd║)|", true],
    ["an accidental and its note", "^║d|", true],
    ["a chord", "[d║f]|", true],
    ["grace notes", "{d║f}d|", true],
    ["grace notes and their note", "{df}║d|", true],
    ["a triplet behind its number", "(3║ddd|", true],
    ["a triplet behind its first note", "(3d║dd|", true],
    ["a triplet behind its second note and a blank", "(3dd ║d|", true],
    ["a bar line", "d6|║:d6|", true],
    ["a bar line and its ending", "d6|║1d6:|", true],
    ["the numbers of an ending", "d6|1║,2 d6:|", true],
    ["an inline field", "[K:║G]d|", true],
    ["a quote", '"A║m"d|', true],
    ["a decoration", "!tri║ll!d|", true],
    ["not a triplet and what is behind it", "(3ddd║d|", false],
    ["not notes of a beam", "d║d|", false],
    ["not a note and its bar line", "d6║|", false],
    ["not a bar line and its bar", "d6|║d6|", false],
    ["not lines", "d6|\n║d6|", false],
  ])("%s", (_, marked, splits) => {
    const { reader, follows } = place(marked);
    expect(splitsToken(reader, follows)).toBe(splits);
  });
});
