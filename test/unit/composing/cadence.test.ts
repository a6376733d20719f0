import { describe, expect, test } from "vitest";
import { cadenceBias } from "../../../src/composing/cadence";
import { MusicReader } from "../../../src/music/reading/musicReader";

const seven = "d2ef gfed|".repeat(7);

/** How much D is favoured behind a body. */
function favour(body: string, header = "M:4/4\nL:1/8\nK:D\n", note = "D"): number {
  return cadenceBias(MusicReader.behind(header + body))(note);
}

const whole = favour(`${seven}d2ef gf`);

describe("the tonic is favoured", () => {
  test("in the last beats before a section is due to close, in the very last the most", () => {
    expect(whole).toBeGreaterThan(0);
    expect(favour(`${seven}d2ef g`)).toBeCloseTo(whole / 2);
    expect(favour(`${seven}d2ef`)).toBeCloseTo(whole / 2);
    expect(favour(`${seven}d2e`)).toBe(0);
    expect(favour(`${seven}d2ef gfe`)).toBe(whole);
  });

  test("in whatever octave, and no other note", () => {
    expect(favour(`${seven}d2ef gf`, undefined, "d")).toBe(whole);
    expect(favour(`${seven}d2ef gf`, undefined, "e")).toBe(0);
    expect(favour(`${seven}d2ef gf`, undefined, "|")).toBe(0);
  });

  test("where a section as long as an earlier one closes", () => {
    const twelve = "d2ef gfed|".repeat(12);
    expect(favour(`${twelve.slice(0, -1)}||${seven}d2ef gf`)).toBe(0);
    expect(favour(`${twelve.slice(0, -1)}||${"d2ef gfed|".repeat(11)}d2ef gf`)).toBe(whole);
  });

  test("a pick-up earlier where the section began with one", () => {
    expect(favour(`A|${seven}d2ef g`)).toBe(whole);
    expect(favour(`A|${seven}d2ef`)).toBeCloseTo(whole / 2);
  });

  test("a beat of three eighths before the end in 6/8", () => {
    const header = "M:6/8\nL:1/8\nK:D\n";
    const bars = "def gfe|".repeat(7);
    expect(favour(`${bars}def `, header)).toBe(whole);
    expect(favour(`${bars}de`, header)).toBeCloseTo(whole / 2);
    expect(favour(`${bars}d`, header)).toBeCloseTo(whole / 2);
  });
});

test.each([
  ["within a section", "d2ef gfed|d2ef gf"],
  ["behind an accidental", `${seven}d2ef gf^`],
  ["in quoted text", `${seven}d2ef gf"`],
  ["in a grace note", `${seven}d2ef gf{`],
  ["in a field", `${seven}\nw:`],
  ["where the bar is full", `${seven}d2ef gfed`],
  ["where the bar holds too much", `${seven}d2ef gfedd`],
])("nothing is favoured %s", (_, body) => {
  expect(favour(body)).toBe(0);
});

test("nothing is favoured without a tonic or a meter", () => {
  expect(favour(`${seven}d2ef gf`, "M:4/4\nL:1/8\nK:none\n")).toBe(0);
  expect(favour(`${seven}d2ef gf`, "M:none\nL:1/8\nK:D\n")).toBe(0);
});
