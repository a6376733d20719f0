import { describe, expect, test } from "vitest";
import { type Habits, readHabits } from "../../../src/composing/habits";

const jig = "M:6/8\nL:1/8\nK:D\n";
/** Four bars to a line, in lines of one section. */
const line = "dAF DFA|BGE EFG|FDF AFA|BGE E2d|\n";

function habits(body: string, header = jig): Habits {
  return readHabits(header + body);
}

describe("the spaces of a tune", () => {
  const { spaceBeforeBarLines: none } = habits("");
  test("show nothing before there are bars", () => expect(none).toBe("unclear"));

  test.each([
    ["two bars are too few", "dAF DFA|BGE EFG|FDF", "unclear", "unclear"],
    ["some bars without", "dAF DFA|BGE EFG|FDF AFA|B", "hardly", "hardly"],
    ["some bars with", "dAF DFA | BGE EFG | FDF AFA | B", "mostly", "mostly"],
    ["both", "dAF DFA |BGE EFG |FDF AFA |B", "mostly", "hardly"],
    ["bars that differ", "dAF DFA |BGE EFG| FDF AFA |BGE |e", "unclear", "unclear"],
    ["many bars without", line.repeat(5), "never", "hardly"],
    ["many bars with", line.replaceAll("|", " | ").repeat(6), "always", "always"],
    [
      "one exception among many",
      `dAF DFA |${line.repeat(6).replaceAll("\n", "")}`,
      "never",
      "never",
    ],
    [
      "three exceptions among many",
      `${"dAF DFA |".repeat(3)}${line.repeat(5)}`,
      "unclear",
      "never",
    ],
    ["line ends tell nothing", "dAF|\nDFA|\nBGE|\nFDF|\n", "hardly", "unclear"],
    ["nor do marks of sections", "dAF || DFA || BGE || FDF ||\n", "mostly", "unclear"],
    ["nor do endings", "dAF|1 DFA:|2 BGE||FDF|1 ABc:|2 d", "hardly", "unclear"],
    ["what is quoted is none", '"A | b"dAF "c |"DFA|BGE|FDF|d', "hardly", "hardly"],
  ])("by %s", (_, body, before, behind) => {
    const { spaceBeforeBarLines, spaceBehindBarLines } = habits(body);
    expect({ spaceBeforeBarLines, spaceBehindBarLines }).toEqual({
      spaceBeforeBarLines: before,
      spaceBehindBarLines: behind,
    });
  });

  test("stand between notes or not", () => {
    expect(habits(line.repeat(4).replaceAll(" ", "")).spaceInBars).toBe("never");
    expect(habits(line.repeat(4)).spaceInBars).toBe("always");
    expect(habits("d6 |A6 |F6 |D6 |".repeat(4)).spaceInBars).toBe("unclear");
  });
});

describe("the bars in a line", () => {
  test.each([
    ["nothing without a finished line", "dAF DFA|BGE EFG|", undefined, false],
    ["one line", line, 4, false],
    ["three lines", line.repeat(3), 4, true],
    ["a line that ends a section, if as long", `${line.repeat(2)}d6|B6|c6|d3:|\n`, 4, true],
    ["lines that a section's end cuts short", `${line}dAF|BGE|]\n${line}dAF|BGE|]\n`, 4, false],
    ["no pick-up at the start of a line", `A|${line}d|${line}A|${line}`, 4, true],
    ["no pick-up behind a repeat", `${line.repeat(2)}d6|A6:|B|d6|A6|\n`, 4, true],
    ["a pick-up in a line of its own", `A\n|${line.repeat(3)}`, 4, true],
    ["no second ending", `${line.repeat(2)}d6|A6|1 d6|D6:|2 d6|D6|]\n`, 4, true],
    ["lines that begin with a bar line", `|${line}|${line}|${line}`, 4, true],
    ["nothing where lines differ", `${line}d6|\n${line}d6|A6|\n`, undefined, false],
    ["most of many lines", `${line.repeat(5)}d6|A6|\n`, 4, true],
    ["nothing where lines end within bars", "d6|A3\nA3|d3\nd3|A3\n", undefined, false],
    ["nothing where the meter changes", `${line.repeat(3)}M:9/8\n`, undefined, true],
    ["lines that a backslash joins", line.replace("\n", "\\\n").repeat(3), 4, true],
    ["lines around lyrics and fields", `${line}w:la la\n${line}P:B\n${line}`, 4, true],
  ])("are counted by %s", (_, body, barsPerLine, isSure) => {
    const read = habits(body);
    expect(read.barsPerLine).toBe(barsPerLine);
    if (barsPerLine !== undefined) expect(read.isLineSure).toBe(isSure);
  });

  test("are counted in free meter, where first bars may be of any length", () => {
    const free = "d2|A4|F3|B4|\nA|d4|F|B3|\ne3|A4|F|B2|\n";
    expect(habits(free, "M:none\nL:1/8\nK:D\n").barsPerLine).toBe(4);
  });
});

describe("what a tune uses", () => {
  test("is found in its body alone", () => {
    const { rests, fields, accidentals, marks } = habits("dAF|BGE|");
    expect([...rests, ...fields, ...accidentals, ...marks]).toEqual([]);
  });

  test("is each kind of thing", () => {
    const body = 'P:A\n"D"!trill!d^A_f|[K:G]{^g}[G=B]2 x2Z|y`^^c"^so"z|\\\nM:9/8\n"K:A"d[M:6/8]e|';
    const { rests, fields, accidentals, marks } = habits(body);
    expect([...rests].sort()).toEqual(["Z", "x", "z"]);
    expect([...fields].sort()).toEqual(["K", "M", "P"]);
    expect([...accidentals].sort()).toEqual(["=b", "^^c", "^a", "^g", "_f"]);
    expect([...marks].sort()).toEqual([
      "backtick",
      "chord",
      "continuation",
      "courtesyAccidental",
      "decoration",
      "doubleAccidental",
      "grace",
      "quote",
      "spacer",
    ]);
  });

  test.each([
    ["that the signature has", "^f", true],
    ["of the bar", "^gA^g", true],
    ["that is none", "^gA=g^g", false],
    ["that takes one back", "^g|=g", false],
    ["two bars behind", "^g|A|=g", false],
    ["three bars behind", "^g|A|B|=g", true],
    ["in another octave", "=fA^F", false],
    ["behind another key", "A|\nK:E\n^g", true],
    ["within a chord", "[^gb]^g", true],
  ])("is a courtesy accidental %s", (_, body, isOne) => {
    expect(habits(body).marks.has("courtesyAccidental")).toBe(isOne);
  });

  test("repeats no signature where none is written", () => {
    for (const key of ["K:none", "K:HP", "K:", "K:D exp", "T:No key"]) {
      const read = habits("=c^f|d=B", `M:6/8\n${key}\n`);
      expect(read.marks.has("courtesyAccidental"), key).toBe(false);
    }
  });
});

test("any text has habits, without an exception", () => {
  for (const text of [
    "",
    "\n",
    "K:",
    "K:D",
    "|",
    "abc",
    "K:D\n[",
    'K:D\n"',
    "K:\n\n|||\n",
    "%\n",
    "K:D\n^",
  ]) {
    expect(readHabits(text).barsPerLine, JSON.stringify(text)).toBeUndefined();
  }
  expect(readHabits("K:D\nA^").accidental).toBe("^");
});
