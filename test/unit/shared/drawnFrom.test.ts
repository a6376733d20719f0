import { expect, test } from "vitest";
import type { DrawnBars } from "../../../src/shared/composeProtocol";
import { drawnFromSentence } from "../../../src/shared/drawnFrom";

function run(first: number, last: number, from: number): DrawnBars {
  return { bars: [first, last], from: [from, from + last - first], share: 1 };
}

test.each<[string, DrawnBars[], string]>([
  ["nothing", [], ""],
  ["one bar", [run(9, 9, 3)], "Bar 9 as in bar 3."],
  ["bars", [run(9, 12, 1)], "Bars 9–12 as in bars 1–4."],
  [
    "several runs",
    [run(9, 10, 1), run(12, 12, 4)],
    "Bars 9–10 as in bars 1–2, bar 12 as in bar 4.",
  ],
  [
    "the longest runs and one bar more",
    [run(5, 5, 1), run(7, 8, 1), run(10, 12, 1), run(14, 15, 3)],
    "Bars 7–8 as in bars 1–2, bars 10–12 as in bars 1–3, bars 14–15 as in bars 3–4, 1 more bar as before.",
  ],
  [
    "the first of equal runs and bars more",
    [run(5, 5, 1), run(7, 7, 1), run(9, 9, 1), run(11, 11, 3), run(13, 13, 3)],
    "Bar 5 as in bar 1, bar 7 as in bar 1, bar 9 as in bar 1, 2 more bars as before.",
  ],
])("says of %s where it was before", (_, drawn, sentence) => {
  expect(drawnFromSentence(drawn)).toBe(sentence);
});
