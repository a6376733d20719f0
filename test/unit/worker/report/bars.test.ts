import { expect, test } from "vitest";
import { agreedBars } from "../../../../src/worker/report/agreement";
import { exactBars } from "../../../../src/worker/report/exactBars";
import {
  distinctBars,
  repeatedBars,
  thirdRepeats,
} from "../../../../src/worker/report/repeatedBars";
import { understood, warningsOf } from "../../../../src/worker/report/understood";
import { reading, spoken } from "./reading";

test("only bars that are written and have to be full are exact or not", () => {
  expect(spoken(exactBars(reading("d5|d6|║d6|d5|d2:|\nd6|d5|d6|]\n")))).toBe("1 of 3");
});

test("a begun bar of a tune that was cut is left out, and a bar line at the cut, which may go on", () => {
  expect(spoken(exactBars(reading("d6|║d6|d6|d5", "length")))).toBe("2 of 2");
  expect(spoken(exactBars(reading("d6|║d6|d6|d5|", "length")))).toBe("2 of 2");
  expect(spoken(exactBars(reading("d6|║d6|d6|d5|", "end")))).toBe("2 of 3");
  expect(reading("d6|║d6|{ga", "length").judged.warnings).toEqual([]);
});

test("bars that abcjs plays otherwise are not agreed on", () => {
  expect(spoken(agreedBars(reading("d3[1 d3|║d6|(3A2Bc d3|d2|]\n")))).toBe("2 of 3");
});

test("warnings of what was there before are none of what is written", () => {
  const written = reading("d6|!wobble!d6|║d6|d6|]\n");
  expect(written.judged.warnings).toHaveLength(1);
  expect(spoken(understood(written))).toBe("1 of 1");
  const worse = reading("d6|║d6|!wobble!d6|]\n");
  expect(spoken(understood(worse))).toBe("0 of 1");
  expect(warningsOf(worse).map(({ message }) => message)).toEqual(["Unknown decoration: wobble"]);
});

test("bars come back whatever stands around them", () => {
  const written = reading("d2a fed|║d2 afed|[1 ABc d3:|[2 ABc d3|\nd6|]\n");
  expect(spoken(repeatedBars(written))).toBe("2 of 4");
  expect(spoken(distinctBars(written))).toBe("3 of 4");
});

test.each([
  ["a bar three times", "d6|║d6|d6|e6|]\n", "1 of 3"],
  ["a bar four times", "d6|║d6|d6|d6|e6|]\n", "2 of 4"],
  ["two bars three times", "d6|e6|d6|║e6|d6|e6|]\n", "2 of 3"],
  ["four bars three times", `║${"A6|B6|d6|e6|\n".repeat(3)}`, "4 of 12"],
  ["four bars twice and a half", `║${"A6|B6|d6|e6|\n".repeat(2)}A6|B6|]\n`, "0 of 10"],
  ["five bars three times", `║${"A6|B6|d6|e6|f6|\n".repeat(3)}`, "0 of 15"],
  ["bars twice, and again later", "d6|║d6|e6|d6|d6|]\n", "0 of 4"],
])("of %s the third and later ones are a third repeat", (_, body, share) => {
  expect(spoken(thirdRepeats(reading(body)))).toBe(share);
});

test("bars of other notes do not come back", () => {
  expect(spoken(repeatedBars(reading("d2a fed|║d2a fe2|D2A FED|d2a ^fed|]\n")))).toBe("0 of 3");
});
