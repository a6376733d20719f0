import { expect, test } from "vitest";
import { complete, endsItself } from "../../../../src/worker/report/completeness";
import {
  lastBarsAlike,
  sectionsOfEight,
  sectionsOfFours,
  wholeSections,
} from "../../../../src/worker/report/sections";
import { reading, spoken } from "./reading";

const bar = "d6|";
const bars = (count: number): string => bar.repeat(count);

test("a section lasts from one closing mark to the next, pick-ups included", () => {
  // Eight bars of which the pick-up takes a part of the last, four, and three and a half.
  const written = reading(`A|${bars(4)}║${bars(3)}d5:|\n|:${bars(3)}d6||${bars(3)}d3|]\n`);
  expect(spoken(sectionsOfEight(written))).toBe("1 of 3");
  expect(spoken(sectionsOfFours(written))).toBe("2 of 3");
  expect(spoken(wholeSections(written))).toBe("2 of 3");
});

test("sections that were closed before do not count, nor one that was cut", () => {
  expect(spoken(sectionsOfFours(reading(`${bars(3)}d6:|${bars(4)}║${bars(3)}d6:|\n`)))).toBe(
    "1 of 1",
  );
  const cut = reading(`${bars(3)}d6:|║${bars(3)}d6:|${bars(4)}d`, "length");
  expect(spoken(sectionsOfFours(cut))).toBe("1 of 1");
  expect(spoken(sectionsOfFours(reading(`${bars(3)}d6:|║${bars(2)}d6\n`)))).toBe("0 of 1");
});

test("a bar of another meter is a bar", () => {
  expect(spoken(sectionsOfFours(reading("d6|║d6|[M:9/8]d9|d9|]\n")))).toBe("1 of 1");
});

test.each([
  ["spaced and ornamented otherwise", "d2A F3|d2f {gf}!trill!~e2.d :|", "d2f e2d|]"],
  ["with a pick-up to complete", "A|d6|fed d2:|", "A|d6|f ed d2|]"],
  ["before a pick-up to what follows", "d6|fed d3|A2:|", "d6|f ed d3|]"],
  ["in another number of bars", "d6|d6|fed d3||", "f6|f6|f6|fedd3-|]"],
  ["as the one before it", "f6:|d3 a3:|", "d6|d3a3|]"],
])("last bars of sections are alike, %s", (_, before, section) => {
  expect(spoken(lastBarsAlike(reading(`${before}║${section}\n`)))).toBe("1 of 1");
});

test.each([
  ["of another octave", "fed d3:|", "fed D3|]"],
  ["of other lengths", "fed d3:|", "fed d2d|]"],
  ["with another chord symbol", 'fed "M"d3:|', 'fed "T"d3|]'],
  ["in a key of their own", "fed d3:|", "[K:G]fed d3|]"],
  ["as an earlier section only", "fed d3:|d6:|", "fed d3|]"],
])("last bars of sections are not alike %s", (_, before, section) => {
  expect(spoken(lastBarsAlike(reading(`d6|${before}║d6|${section}\n`)))).toBe("0 of 1");
});

test("last bars count in sections that what was written closes, behind one that has any", () => {
  const own = reading("d6:|d6:|║d6:|e6|d6||A2|]\n");
  expect(spoken(lastBarsAlike(own))).toBe("2 of 2");
  expect(spoken(lastBarsAlike(reading("d6|║d6|]\n")))).toBe("0 of 0");
  expect(spoken(lastBarsAlike(reading("d2:|d6:|║d6|]\n")))).toBe("1 of 1");
  expect(spoken(lastBarsAlike(reading("d6|d6:|d6|║d6|d6", "length")))).toBe("0 of 0");
  // The prime's bars belong to the section they began.
  expect(spoken(lastBarsAlike(reading("d6:|d6|║A2:|\n")))).toBe("1 of 1");
});

test.each(["[2 ", "2 ", " [2,3 "])("a later ending has no last bar to be like: %s", (ending) => {
  const written = reading(`d6|║f6|1 d6:|${ending}a6|]d6|f6|a6|]\n`);
  expect(spoken(lastBarsAlike(written))).toBe("1 of 1");
});

test.each([
  ["a double bar line", "d6|║d6||\n"],
  ["a repeat that is closed", "d6|║d6:|\n|:d6|d6:|\n"],
  ["a repeat that was open before", "|:d6|║d6:|\nd6|]\n"],
  ["endings", "|:d6|║d6|[1 d6:|[2 d6|]\n"],
  ["a double repeat", "d6|║d6::d6|d6:|\n"],
])("a tune is complete with %s", (_, body) => {
  expect(spoken(complete(reading(body)))).toBe("1 of 1");
});

test.each([
  ["that was cut", "d6|║d6||\nd", "length"],
  ["without a last bar line", "d6|║d6|d6\n", "end"],
  ["with a plain one", "d6|║d6|d6|\n", "end"],
  ["with an open repeat", "d6|║|:d6|d6|]\n", "end"],
  ["with a repeat in an open repeat", "|:d6|║d6||\n|:d6|d6:|\n", "end"],
  ["with a repeat that is opened last", "d6|║d6::d6|d6|]\n", "end"],
] as const)("a tune %s is not complete", (_, body, ended) => {
  const written = reading(body, ended);
  expect(spoken(complete(written))).toBe("0 of 1");
  expect(spoken(endsItself(written))).toBe(ended === "end" ? "1 of 1" : "0 of 1");
});
