import { describe, expect, test } from "vitest";
import { readerBehind, valuesOf } from "./readings";

/** Sixteenths elapsed and left behind a 4/4 bar's text, the latter "over" or "none" where it is no number. */
function time(body: string, header = "M:4/4\nL:1/8\nK:C\n"): string {
  const [elapsed = 0, left = 0] = valuesOf(readerBehind(header + body));
  const rest = left === 0 ? "none" : left === 1 ? "over" : String(left - 2);
  return `${elapsed - 1} ${rest}`;
}

/** The bar in the section ("?" until it is known), bars in the section before and sections before. */
function place(body: string): string {
  const [bar = 0, before = 0, section = 0] = valuesOf(
    readerBehind(`M:2/4\nL:1/8\nK:C\n${body}`),
  ).slice(2);
  return `${bar === 1 ? "?" : bar - 2} ${before === 1 ? "-" : before - 2} ${section - 1}`;
}

describe("time in the bar", () => {
  test.each([
    ["", "0 16"],
    ["c", "2 14"],
    ["c3", "6 10"],
    ["c3/", "3 13"],
    ["c3/4", "1 15"],
    ["c/ ", "1 15"],
    ["c>", "3 13"],
    ["c>d", "4 12"],
    ["c<", "1 15"],
    ["c>>d2", "4 12"],
    ["(3c", "1 15"],
    ["(3cd", "2 14"],
    ["(3cde", "4 12"],
    ["(3cdef", "6 10"],
    ["[C", "2 14"],
    ["[C2", "4 12"],
    ["[C2E4", "4 12"],
    ["[C2E4]", "4 12"],
    ["[C2E4]2", "8 8"],
    ["{abc}", "0 16"],
    ["{abc}d", "2 14"],
    ["{a", "0 16"],
    ['"Am7"c', "2 14"],
    ["!trill!c2", "4 12"],
    ["c2\nd2", "8 8"],
    ["c2-c2", "8 8"],
    ["z4 x2", "12 4"],
    ["Z", "16 0"],
    ["c8", "16 0"],
    ["c8|", "0 16"],
    ["c8||", "0 16"],
    ["c8:", "16 0"],
    ["c8:|", "0 16"],
    ["c8 d", "18 over"],
    ["c4 d8", "24 over"],
    ["cd#e", "6 10"],
    ["c8|\nM:3/4\nc2", "4 8"],
    ["c4[M:6/8]d", "10 2"],
    ["[L:1/16]c4", "4 12"],
    ["c2%d2\ne", "6 10"],
    ["c2\nw:a|b c\n", "4 12"],
    [`${"c".repeat(40)}`, "25 over"],
  ])("behind %j", (body, expected) => {
    expect(time(body)).toBe(expected);
  });

  test("counts begun sixteenths as left", () => {
    expect(time("c4 d3 (3e/")).toBe("14 2");
    expect(time("c4 d3 (3e/f/")).toBe("15 1");
    expect(time("c4 d3 e3/4")).toBe("15 1");
  });

  test("has nothing left without a meter", () => {
    expect(time("c4 c4 d2", "M:none\nL:1/8\nK:C\n")).toBe("20 none");
    expect(time("c2", "K:C\n")).toBe("4 none");
  });
});

describe("the place in the section", () => {
  test.each([
    ["", "? - 0"],
    ["c2", "? - 0"],
    ["c2|", "0 - 0"],
    ["c2|d4|", "1 - 0"],
    ["c4|", "1 - 0"],
    ["|:c4|d4|", "2 - 0"],
    ["c4|d4||", "? 2 1"],
    ["c4|d4|\n", "2 - 0"],
    ["c4|d4|\n|e4|", "3 - 0"],
    ["c4|d4:|", "? 2 1"],
    ["c4|d4:", "1 - 0"],
    ["c4|d4::e", "? 2 1"],
    ["c2|d4|e2:|", "? 2 1"],
    ["c2|d4|e2:|f2|", "0 2 1"],
    ["c2|:d4|", "1 - 0"],
    ["c2|:d4|e4:|", "? 2 1"],
    ["c4|d4|1", "2 - 0"],
    ["c4|d4|1 e4:|", "? 3 1"],
    ["c4|d4|1 e4:|2", "2 - 0"],
    ["c4|d4|[1 e4:|\n[2 f4|", "3 - 0"],
    ["c4|d4|1 e4:|2 f4||", "? 3 1"],
    ["c4|d4|1 e4:|2 f2||g4|", "1 3 1"],
    ["c2|d4|1 e4:|2 f4:|3 g4|]", "? 2 1"],
    ["c4|Z7|", "8 - 0"],
    ["c4|d4||e4|f4||g4|", "1 2 2"],
    ["c8|d4|", "2 - 0"],
    ["c#|d4|", "1 - 0"],
    ["c4|\nK:G\nd4|", "2 - 0"],
    [`${"c4|".repeat(30)}`, "18 - 0"],
    [`${"c4|".repeat(30)}|`, "? 18 1"],
    [`${"c4||".repeat(30)}`, "? 1 6"],
  ])("behind %j", (body, expected) => {
    expect(place(body)).toBe(expected);
  });
});
