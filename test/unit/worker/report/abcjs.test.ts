import { expect, test } from "vitest";
import { judge } from "../../../../src/worker/report/abcjs";
import { agrees } from "../../../../src/worker/report/agreement";
import { countBars } from "../../../../src/worker/report/barCounter";

const header = "X:1\nM:6/8\nL:1/8\nK:D\n";

/** Whether abcjs plays each bar of a body as it is counted. */
function agreements(body: string): boolean[] {
  const tune = header + body;
  const { bars } = judge(tune);
  return countBars(tune).map((bar) => agrees(bar, bars));
}

test("a tune that abcjs understands has no warnings", () => {
  expect(judge(`${header}A|"G"d2a (3fed {ag}f|[1 !trill!d>c [df]2z2:|[2 d6|]\n`).warnings).toEqual(
    [],
  );
});

test.each([
  ["a key that is none", "[K:Qx]d3|"],
  ["an unknown decoration", "!wobble!d3 d3|"],
  ["an open quote", 'd3 "Gd3|'],
  ["an open chord", "d3 [df|"],
  ["an open grace note", "{ga d3|"],
  ["a length that no note has", "d5/7 d3|"],
  ["a character that is no music", "d3 $ d3|"],
])("abcjs warns of %s where it stands", (_, body) => {
  const { warnings } = judge(`${header}d3 d3|\n${body}\n`);
  expect(warnings.length).toBeGreaterThan(0);
  for (const { at } of warnings) expect(at).toBeGreaterThanOrEqual(header.length + 7);
});

test("where abcjs gives up, that is a warning, and the next tune is read as ever", () => {
  const { warnings, bars } = judge(`${header}d3 [!d]3|\n`);
  expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining("gave up")]);
  expect(bars).toEqual([]);
  expect(judge(`${header}d3|\n`)).toEqual({
    warnings: [],
    bars: [{ first: header.length, last: header.length, time: 0.375 }],
  });
});

test("bars are played as they are counted, whatever fills them and however they are repeated", () => {
  expect(
    agreements("|:A/|d>c B (3ABc d//c// B|(3:2:2d2B z3|[df]2A y|Z2|x6|1 A4:|2 {ag}A2\nd4|]\n"),
  ).toEqual([true, true, true, true, true, true, true, true]);
});

test("a bar that abcjs plays longer, or divides, does not agree", () => {
  // It plays a tuplet as if all its notes were as long as the first.
  expect(agreements("(3A2Bc d3|d3 d3|\n")).toEqual([false, true]);
  expect(agreements("d3[1 d3|d3 d3|\n")).toEqual([false, true]);
});
