import { describe, expect, test } from "vitest";
import { drawnBars, drawnFrom } from "../../../../src/music/structure/drawnFrom";
import { readerBehind, tune } from "./readings";

const header = "M:4/4\nL:1/8\nK:C\n";

/** The bars that are as earlier ones, `║` standing where the text begins. */
function drawn(body: string): string[] {
  const [before = "", text = ""] = body.split("║");
  return drawnBars(readerBehind(header + before), text).map(
    ({ bars, from, share }) =>
      `${bars.join("–")} as ${from.join("–")}, ${Math.round(100 * share)} %`,
  );
}

describe("bars are drawn", () => {
  test.each<[string, string, string[]]>([
    ["one from another", "cdefgabc'|d8|║cdef gabc'|", ["3–3 as 1–1, 100 %"]],
    [
      "one after the other from those that stand so",
      "cdefgabc'|d2e2f2g2|e8|f8|║cdefgabc'|d2e2f2g2|f8|",
      ["5–6 as 1–2, 100 %"],
    ],
    [
      "from bars of their own text",
      "c4d4|e2f2g2a2|║f2g2a2b2|cdefgabc'|f2g2a2b2|",
      ["5–5 as 3–3, 100 %"],
    ],
    ["mostly from a bar that is a little otherwise", "cdefgabc'|║cdefgabd'|", ["2–2 as 1–1, 78 %"]],
    ["from none that is otherwise", "cdefgabc'|║c2d2gcbd|agfedcBA|", []],
    ["from the one that goes on when two are alike", "c8|d8|c8|e8|║c8|e8|", ["5–6 as 3–4, 100 %"]],
    ["from the first of those that are alike", "c8|c8|║c8|", ["3–3 as 1–1, 100 %"]],
    ["from no pick-up", "c2|d8|e6:|║c2|d8|", ["3–3 as 1–1, 100 %"]],
    ["not when they were begun before", "cdefgabc'|c║defgabc'|d8|", []],
    ["not while they have not ended", "cdefgabc'|║cdefgabc'", []],
    ["whatever fields stand between", "cdefgabc'|║cdef\nK:C\ngabc'|", ["2–2 as 1–1, 100 %"]],
    ["by the numbers that they have behind rests", "c8|Z4|d8|║c8|Z4|", ["8–8 as 2–2, 100 %"]],
  ])("%s", (_, body, expected) => {
    expect(drawn(body)).toEqual(expected);
  });

  test("the same whatever else is drawn from the same place", () => {
    const start = readerBehind(`${header}c8|d8|`);
    expect(drawnBars(start, "c8|")).toHaveLength(1);
    expect(drawnBars(start, "d8|c8|")).toHaveLength(1);
    expect(drawnBars(start, "c8|")).toEqual([{ bars: [3, 3], from: [1, 1], share: 1 }]);
  });
});

test("each character tells the earlier bar that predicted it", () => {
  const text = "cdga|\nw:cd\ncd|";
  const found = drawnFrom(`${header}cdef gabc'|`, text);
  expect(found).toHaveLength(text.length);
  const told = [...text].filter((_, index) => found[index]?.bar === 1).join("");
  // Behind the wrong g stands nothing that came, and what is no music comes from nowhere.
  expect(told).toBe("cd");
  expect(found[0]).toEqual({ source: 0, bar: 1 });
});

test("wherever a tune is cut, what stands behind is what the whole tune says", () => {
  const all = drawnFrom("", tune);
  for (let at = 0; at <= tune.length; at++) {
    expect(drawnFrom(tune.slice(0, at), tune.slice(at))).toEqual(all.slice(at));
  }
});
