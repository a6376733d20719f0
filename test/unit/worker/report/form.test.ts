import { expect, test } from "vitest";
import { complete, endsItself } from "../../../../src/worker/report/completeness";
import {
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
