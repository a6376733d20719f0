import { describe, expect, test } from "vitest";
import { ComposingRule } from "../../../src/composing/composingRule";
import { Motifs } from "../../../src/composing/motifs";
import { MusicReader } from "../../../src/music/reading/musicReader";

const header = "M:6/8\nL:1/8\nK:D\n";
const before = "d2e fga|b2a gfe|";

/** ln of what the odds of a character are multiplied by behind a body, at this strength. */
function bias(body: string, character: string, strength: number): number {
  const motifs = Motifs.behind(header, strength);
  for (const each of body) motifs?.read(each);
  return motifs?.bias(character) ?? 0;
}

test("at strength 1 there is nothing to read along", () => {
  expect(Motifs.behind(header, 1)).toBeUndefined();
});

describe("what an earlier bar foretells", () => {
  const begun = `${before}d2e `;

  test("is asked for above 1 and spoken against below, the more the farther", () => {
    const biases = [0, 0.5, 0.9, 1, 1.1, 1.5, 2].map((strength) => bias(begun, "f", strength));
    expect(biases).toEqual([...biases].sort((a, b) => a - b));
    expect(new Set(biases).size).toBe(biases.length);
    expect(biases[3]).toBe(0);
    expect(biases[2]).toBeLessThan(0);
  });

  test.each([
    ["nothing else", begun, "g"],
    ["not before it has been right for some characters", `${before}d`, "2"],
    ["not where it was wrong", `${before}d2ec`, "g"],
    ["no bar line", `${before}d2e fga`, "|"],
    ["no space", `${before}d2e`, " "],
    ["nothing behind a space that has not come", `${before}d2e`, "f"],
  ])("is all that is: %s", (_, body, character) => {
    expect(bias(body, character, 2)).toBe(0);
    expect(bias(body, character, 0)).toBe(0);
  });

  test("is so for any bar that foretells, through the bars that follow it", () => {
    expect(bias(`${begun}fga|`, "b", 2)).toBeGreaterThan(0);
    expect(bias(`c6|||${before.replace("|b", "||b")}`, "z", 2)).toBe(0);
  });
});

test("a text goes on by itself", () => {
  const motifs = Motifs.behind(header + before, 2) as Motifs;
  const other = motifs.copy();
  for (const character of "d2e ") other.read(character);
  expect(other.bias("f")).toBeGreaterThan(0);
  expect(motifs.bias("f")).toBe(0);
});

test.each([true, false])("the rule has it, whether the meter is kept (%s) or not", (keepMeter) => {
  const guidance = { keepMeter, sectionStrength: 0, barsAtLeast: 0, passage: undefined };
  const motifs = Motifs.behind(header + before, 2) as Motifs;
  const rule = new ComposingRule(MusicReader.behind(header + before), guidance, undefined, motifs);
  for (const character of "d2e ") rule.read(character);
  expect(rule.bias("f")).toBeGreaterThan(0);
  expect(rule.bias("")).toBe(0);
});

test("what goes round and round is not asked for", () => {
  const body = `${header}d2e fga|d2e fga|`;
  const guidance = { keepMeter: true, sectionStrength: 0, barsAtLeast: 0, passage: undefined };
  const motifs = Motifs.behind(body, 2) as Motifs;
  const rule = new ComposingRule(MusicReader.behind(body), guidance, undefined, motifs);
  expect(motifs.bias("d")).toBeGreaterThan(0);
  expect(rule.bias("d")).toBeLessThan(0);
});
