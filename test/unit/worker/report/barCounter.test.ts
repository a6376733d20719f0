import { expect, test } from "vitest";
import { countBars, isCountable, isExact } from "../../../../src/worker/report/barCounter";
import { toNumber } from "../../../../src/worker/report/exactTime";

/** The eighths of each bar of a body. */
function eighths(body: string, header = "M:6/8\nL:1/8\nK:D\n"): number[] {
  return countBars(header + body).map(({ time }) => 8 * toNumber(time));
}

test("adds up lengths, broken rhythm, tuplets and chords, and leaves grace notes and text out", () => {
  expect(eighths('A/|d>c B<<A B2|(3ABc (5:4:2de f2|[d2f2]3/2{ag}"Am7"d !trill!f|x6|z|')).toEqual([
    0.5, 6, 5.6, 5, 6, 1,
  ]);
});

test("takes the unit that the meter has where there is no L:, and what the tune changes to", () => {
  expect(eighths("d8|", "M:2/4\nK:D\n")).toEqual([4]);
  expect(eighths("d8|\nL:1/4\nd|[L:1/16]d|", "M:4/4\nK:D\n")).toEqual([8, 2, 0.5]);
});

test("a rest of several bars is right alone", () => {
  const bars = countBars("M:6/8\nK:D\nd6|Z3|Z d|Z|d6|");
  expect(bars.map(isExact)).toEqual([true, true, false, true, true]);
  expect(bars.map(({ hasJunk }) => hasJunk)).toEqual([false, false, false, false, false]);
});

test("only bars between plain bar lines have to be full", () => {
  const bars = countBars("M:6/8\nL:1/8\nK:D\nA|d6|d6:|\n|:d2|d6|\nd6|[1 d5:|[2 d5||d6|]");
  expect(bars.map(isCountable)).toEqual([
    false,
    true,
    false,
    false,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test("what is no music is told", () => {
  const bars = countBars("M:6/8\nL:1/8\nK:D\nd6|d5$|d3/0d3|");
  expect(bars.map(({ hasJunk }) => hasJunk)).toEqual([false, true, true]);
});

test("a long chord that nothing ends is soon read as what it is", () => {
  const [bar] = countBars(`M:6/8\nL:1/8\nK:D\n[${"d44 -".repeat(500)}|`);
  expect(bar?.hasJunk).toBe(true);
});
