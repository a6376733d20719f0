import { describe, expect, test } from "vitest";
import { ComposingRule, type Guidance } from "../../../src/composing/composingRule";
import { fraction } from "../../../src/music/fraction";
import { MusicReader } from "../../../src/music/reading/musicReader";
import { ruleBehind } from "./rules";

const jig = "M:6/8\nL:1/8\nK:D\n";

/** The rule behind a tune and a text that it has read. */
function behind(tune: string, text: string, changes: Partial<Guidance>) {
  const rule = ruleBehind(jig + tune, changes);
  for (const character of text) rule.read(character);
  return rule;
}

/** Of `characters`, those that may come. */
function allowed(rule: ReturnType<typeof behind>, characters: string): string {
  return [...characters].filter((character) => rule.allows(character)).join("");
}

describe("frames", () => {
  const frames = [
    { limit: fraction(3, 8), behind: ":|\n|:" },
    { limit: fraction(0), behind: "z|" },
    { limit: fraction(1, 4), behind: "" },
  ];
  const passage = { bars: 0, frames };

  test("are filled, and what stands behind them is forced", () => {
    const rule = behind("d6|", "d", { passage });
    expect(allowed(rule, "d|:\n23")).toBe("d\n23");
    rule.read("2");
    expect(allowed(rule, "d|:")).toBe("d");
    rule.read("d");
    expect(allowed(rule, "d|:")).toBe(":");
    rule.read(":");
    expect(rule.forced).toBe("|\n|:");
    for (const character of "|\n|:") rule.read(character);
    expect(rule.forced).toBe("z|");
    for (const character of "z|") rule.read(character);
    expect(rule.forced).toBe("");
    rule.read("d");
    expect(rule.stopsBefore("d")).toBe(false);
    rule.read("d");
    expect(["|", " ", "2", "-"].map((character) => rule.stopsBefore(character))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(rule.mayEnd).toBe(false);
  });
});

describe("a text of so many bars", () => {
  test.each([
    ["stops behind the last bar line wanted", "d6|d6|", "d", true],
    ["not before it", "d6|", "d", false],
    ["nor while it may grow", "d6|d6|", ":", false],
    ["counts the begun bar first", "", "d", false],
  ])("%s", (_, text, next, stops) => {
    const rule = behind("d6|", text, { passage: { bars: 2, frames: [] } });
    expect(rule.stopsBefore(next)).toBe(stops);
  });

  test("may end once it has the bars that it needs", () => {
    expect(behind("d6|", "d6|", { barsAtLeast: 2 }).mayEnd).toBe(false);
    expect(behind("d6|", "d6|d6|", { barsAtLeast: 2 }).mayEnd).toBe(true);
    expect(behind("d6|", "d6|d6|d", { barsAtLeast: 2 }).mayEnd).toBe(false);
    expect(behind("d6|", "d6|d6|", { barsAtLeast: Number.POSITIVE_INFINITY }).mayEnd).toBe(false);
  });
});

describe("within a section", () => {
  const passage = { bars: 2, frames: [], isInSection: true, isInBetween: true };

  test.each([
    ["no section mark behind a bar line", "d6|", "|:]da ", "da "],
    ["no ending behind a bar line", "d6|", "12d", "d"],
    ["no repeat in a full bar", "d6", ":|", "|"],
    ["no field, ending or bar line in a bracket", "d6|[", "|1KMd", "d"],
    ["no field in a line", "d6|\nK", ":", ""],
  ])("%s", (_, text, asked, answer) => {
    expect(allowed(behind("|:d6|", text, { passage }), asked)).toBe(answer);
  });

  test("between sections all of them may come but fields", () => {
    const between = { ...passage, isInSection: false };
    expect(allowed(behind("|:d6:|", "d6|", { passage: between }), "|:]1d")).toBe("|:]1d");
    expect(allowed(behind("|:d6:|", "d6|[", { passage: between }), "KMd")).toBe("d");
  });
});

test("what the tune is not used to may come at need only, and what does not fit never", () => {
  const habits = { allows: (_: unknown, c: string) => c !== "d", bias: () => -1, read() {} };
  const guidance = { keepMeter: true, sectionStrength: 0, barsAtLeast: 0, passage: undefined };
  const rule = new ComposingRule(MusicReader.behind(`${jig}d6|`), guidance, habits);
  expect([rule.allows("d"), rule.allowsAtNeed("d")]).toEqual([false, true]);
  expect([rule.allows(")"), rule.allowsAtNeed(")")]).toEqual([false, false]);
  expect([rule.allows("e"), rule.bias("e")]).toEqual([true, -1]);
});
