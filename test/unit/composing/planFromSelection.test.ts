import { describe, expect, test } from "vitest";
import { planFromSelection } from "../../../src/composing/planFromSelection";

const header = "X:1\nT:Gate\nM:6/8\nK:D\n";

describe("composing from a selection", () => {
  const source = `${header}ABc|def|\nw:la la\ngab|\n\nX:2\nK:G\nGAB|\n`;
  const between = (from: string, to: string): [number, number] => [
    source.indexOf(from),
    source.indexOf(to) + to.length,
  ];

  test("the bars under the tune's header are the prime of a new tune", () => {
    const plan = planFromSelection(source, ...between("def", "gab|"), 3, "MK");
    expect(plan).toEqual({
      prime: "M:6/8\nK:D\ndef|\ngab|\n",
      insertAt: source.indexOf("\n\nX:2") + 1,
      before: "X:3\nT:Gate, continued\nM:6/8\nK:D\ndef|\ngab|\n",
      after: "",
      follows: "",
    });
  });

  test("what is not music does not count", () => {
    const plan = planFromSelection(source, ...between("T:Gate", "ABc|"), 3, "MK");
    expect(plan).toMatchObject({ prime: "M:6/8\nK:D\nABc|" });
  });

  test("a tune without a title makes one without", () => {
    const at = source.indexOf("GAB|");
    expect(planFromSelection(source, at, at + 4, 3, "MK")).toMatchObject({
      before: "X:3\nK:G\nGAB|\n",
    });
  });

  test.each([
    ["lyrics alone", between("w:la", "la la"), "holds no music"],
    ["a header alone", between("X:1", "M:6/8"), "holds no music"],
    [
      "nothing",
      [source.indexOf("def"), source.indexOf("def")] as [number, number],
      "holds no music",
    ],
  ])("is refused with %s", (_, [from, to], sentence) => {
    const plan = planFromSelection(source, from, to, 3, "MK");
    expect("problem" in plan && plan.problem).toContain(sentence);
  });

  test("is refused outside a tune", () => {
    const plan = planFromSelection(`Some words.\n\n${source}`, 0, 5, 3, "MK");
    expect("problem" in plan && plan.problem).toContain("outside a tune");
  });

  test("it is headed by the fields that hold for it, and primed with its line end", () => {
    const source = "X:1\nM:4/4\nK:D\nABc|[M:3/4]d|\nK:G\nL:1/4\ngab|\nK:A\n";
    const start = source.indexOf("gab");
    const plan = planFromSelection(source, start, start + 4, 2, "MLK");
    if ("problem" in plan) throw new Error(plan.problem);
    expect(plan.prime).toBe("L:1/4\nM:3/4\nK:G\ngab|\n");
    expect(plan.before).toBe("X:2\nL:1/4\nM:3/4\nK:G\ngab|\n");
  });

  test("there is one X: and one T:, whatever the model knows", () => {
    const plan = planFromSelection("X:1\nT:Gate\nM:6/8\nK:D\ndcd e2f|\n", 22, 29, 3, "*");
    if ("problem" in plan) throw new Error(plan.problem);
    expect(plan.before).toBe("X:3\nT:Gate, continued\nM:6/8\nK:D\ncd e2f|\n");
    expect(plan.prime).toBe("X:1\nT:Gate\nM:6/8\nK:D\ncd e2f|\n");
  });
});
