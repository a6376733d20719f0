import { describe, expect, test } from "vitest";
import { loopBias } from "../../../src/composing/loops";
import { MusicReader } from "../../../src/music/reading/musicReader";
import { ruleBehind } from "./rules";

const jig = "M:6/8\nL:1/8\nK:D\n";

/** ln of what the odds of a character are multiplied by behind a body, for the sake of no loop. */
function bias(body: string, character: string): number {
  return loopBias(MusicReader.behind(jig + body).state)(character);
}

const bars = ["d6|", "efg agf|", "e6|", "gfe dcB|", "A6|", "B6|", "c6|", "a6|"];

describe.each([1, 2, 3, 4, 5, 6, 7, 8])("a stretch of %d bars", (length) => {
  const stretch = bars.slice(0, length).join("");

  test("may come twice", () => {
    for (let at = 0; at < 2 * stretch.length - 1; at++) {
      const twice = (stretch + stretch).slice(0, at);
      expect(bias(twice, (stretch + stretch).charAt(at)), twice).toBe(0);
    }
  });

  test("becomes less likely with each bar that would bring it the third time, and ever less", () => {
    let before = 0;
    for (let more = 0; more < 10; more++) {
      const bar = bars[more % length] as string;
      const body = stretch.repeat(2);
      const follows = Array.from({ length: more }, (_, index) => bars[index % length]).join("");
      const now = bias(body + follows, bar.charAt(0));
      expect(now).toBeLessThan(before);
      // It holds for the whole bar, however it is spaced, but not for its bar line.
      expect(bias(`${body}${follows}${bar.charAt(0)} `, bar.charAt(1))).toBe(now);
      expect(bias(body + follows + bar.slice(0, -1), "|")).toBe(0);
      before = now;
    }
    expect(before).toBeLessThan(-1e5);
  });

  test("is not spoken against when something else goes on", () => {
    expect(bias(`${stretch.repeat(2)}z`, bars[0]?.charAt(1) ?? "")).toBe(0);
    expect(bias(`${stretch.repeat(2)}z6|`, "d")).toBe(0);
  });
});

test.each([
  ["section marks", "d6|d6||\n|:", "d"],
  ["endings", "d6|[1 d6:|[2 ", "d"],
  ["line ends and spaces", "d2 d2 d2|\nd2d2d2|\n", "d"],
  ["a field", "d6|d6|\nK:G\n", "d"],
  ["a chord", "[df]6|[df]6|", "["],
])("bars come again over %s", (_, body, character) => {
  expect(bias(body, character)).toBeLessThan(0);
});

test("nothing is said in a header, a field or a comment", () => {
  expect(loopBias(MusicReader.behind("M:6/8").state)("d")).toBe(0);
  expect(bias("d6|d6|\nK:", "d")).toBe(0);
  expect(bias("d6|d6|%", "d")).toBe(0);
});

test("the rule has it", () => {
  const rule = ruleBehind(`${jig}d6|d6`, { keepMeter: true });
  rule.read("|");
  expect(rule.bias("d")).toBeLessThan(0);
  expect(rule.bias("e")).toBe(0);
  rule.read("e");
  expect(rule.bias("6")).toBe(0);
});

test("the rule leaves a text to the model where the meter need not be kept", () => {
  const rule = ruleBehind(`${jig}d6|d6`, { keepMeter: false });
  rule.read("|");
  expect(rule.bias("d")).toBe(0);
});
