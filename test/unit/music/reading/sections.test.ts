import { describe, expect, test } from "vitest";
import { MusicReader } from "../../../../src/music/reading/musicReader";
import { written } from "../written";

const jig = "M:6/8\nL:1/8\nK:D\n";

/** The reader behind a tune whose last bar line is at its end. */
function behind(body: string, header = jig): MusicReader {
  const reader = MusicReader.behind(header + body);
  reader.end();
  return reader;
}

/** The lengths of the sections closed, in bars, and behind "+" the time of the one begun. */
function sections(body: string, header = jig): string {
  const { lengths, closed, time } = behind(body, header).state.sections;
  expect(closed).toBe(lengths.length);
  return [...lengths.map(written), ...(time.n > 0 ? [`+${written(time)}`] : [])].join(" ");
}

describe("the lengths of sections", () => {
  test.each([
    ["none where only plain bar lines stand", "d6|d6|", "+2"],
    ["up to a double bar line", "d6|d6||d6|", "2 +1"],
    ["up to a thin and a thick one", "d6|d6|]", "2"],
    ["up to a thick one that opens", "d6|d6[|d6|", "2 +1"],
    ["between repeats", "|:d6|d6:||:d6|d6|d6:|", "2 3"],
    ["between repeats written as one", "|:d6|d6::d6|d6|d6:|", "2 3"],
    ["that open and close in lines of their own", "d6|d6||\n||: d6 | d6 :||", "2 2"],
    ["of a repeat that is not opened", "d6|d6:|d6|", "2 +1"],
    ["one with two endings is one", "|:d6|d6|1d6:|2d6|]", "3"],
    ["so it is with brackets and blanks", "|: d6|d6|[1 d6 :| [2 d6 || d6|", "3 +1"],
    ["the second ending may open its line", "|:d6|d6|1d6|d6:|\n|2d6|d6|]", "4"],
    ["the second ending may be longer", "|:d6|d6|1d6:|2d6|d6|]", "4"],
    ["three endings", "d6|1d6:|[2 d6:|[3 d6||", "2"],
    ["endings for several turns", "d6|[1,3 d6:|[2,4 d6|]", "2"],
    ["sections behind endings begin anew", "|:d6|1d6:|2d6||d6|d6|d6||", "2 3"],
    ["a pick-up and the short bar that ends its section make one bar", "A2|d6|d6|d4:|", "3"],
    ["so it is in each section", "A2|d6|d4||A2|d6|d6|d4:|", "2 3"],
    ["and with endings", "A2|d6|d6|1d4:|2d4|]", "3"],
    ["and behind a second ending that is short by it", "A2|d6|1d4:|2d4||A2|d6|d4||", "2 2"],
    ["a short last bar without a pick-up lacks its time", "d6|d6|d4||", "8/3"],
    ["a pick-up before the sign that opens a repeat is no section", "A2|:d6|d6:|", "2"],
    ["nor is one before a double bar line", "A2||d6|d6||", "2"],
    ["bars count by the meter they stand in", "d6|\nM:9/8\nd9|\nM:6/8\nd6||", "3"],
    ["a meter may change between brackets", "d6|[M:3/8]d3|d3|[M:6/8]d6||", "4"],
    ["a meter may change within a bar whose line ends", "d6|ddd\nM:9/8\nddddd d|d9||", "3"],
    ["a bar that is too short counts as one", "d6|d5|d6|d6||", "4"],
    ["a bar that is too long counts as one", "d6|d7|d6|d6||", "4"],
    ["a bar with what is not known counts as one", "d6|[A-d-]6|$d5|d6||", "4"],
    ["a rest of several bars counts as many", "d6|Z3|d6||", "5"],
    ["a rest of one bar, too", "d6|Z|X|d6||", "4"],
    ["tuplets", "(3ddd d4|(3:2:3ddd d4|(5:4:5ddddd d2|(2dd d3||", "4"],
    ["chords", "[df]6|[d2f2]3|[d2f]2 [fa]2||", "3"],
    ["grace notes take no time", "{ga}d6|{/g}d3 {cd}d3||", "2"],
    ["broken rhythm", "d>d d<d d2|d>>d d<<d d2||", "2"],
    ["voices of one bar", "d6 & f6|d6||", "2"],
    ["comments and lyrics stand in no bar", "d3% a|b\nd3|d3\nw: la|la\nd3||", "2"],
    ["decorations between plus signs", "+trill+d6|+f+d6||", "2"],
    ["lines that end in CR LF", "d6|\r\nd3\r\nd3|\r\nd6||\r\n", "3"],
  ])("%s", (_, body, lengths) => {
    expect(sections(body)).toBe(lengths);
  });

  test.each([
    ["without a meter, each bar is one", "M:none\nL:1/8\nK:D\n", "d6|d|d9|z||", "4"],
    ["without M:, each bar is one", "L:1/8\nK:D\n", "d6|d|1d:|2d2||", "3"],
    ["without L:, the meter has its own unit", "M:2/4\nK:D\n", "d8|d4d4||", "2"],
    ["a meter may come first in the body", "K:D\n", "M:3/4\nd6|[M:6/8]d6||", "2"],
  ])("%s", (_, header, body, lengths) => {
    expect(sections(body, header)).toBe(lengths);
  });
});

test.each([
  ["behind the sign that opens it", "|:d6|d6|", true, true],
  ["not behind the one that closes it", "|:d6|d6:|", false, true],
  ["again behind both", "|:d6|d6::", true, true],
  ["not where none was opened", "d6|d6:|d6|", false, false],
  ["not in a second ending", "|:d6|1d6:|2d6|", false, true],
])("a repeat is open %s", (_, body, isRepeatOpen, opensRepeats) => {
  expect(behind(body).state.sections).toMatchObject({ isRepeatOpen, opensRepeats });
});

test.each([
  ["a pick-up is not counted", "A2|d6|d6|", 2, true],
  ["a full first bar is", "d6|d6|", 2, false],
  ["a second ending goes on", "|:d6|d6|1d6:|2d6|", 3, false],
  ["a short bar in a second ending is no pick-up", "|:d6|d6|1d6:|2d2|", 3, false],
  ["a rest of three bars is three", "d6|Z3|", 4, false],
])("bars of the section so far: %s", (_, body, bars, hasPickUp) => {
  expect(behind(body).state.sections).toMatchObject({ bars, hasPickUp });
});
