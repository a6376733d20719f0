import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { structureGroups, structureInputs } from "../../../../src/music/structure/structureInputs";
import { readerBehind, valuesOf } from "./readings";

const page = readFileSync("docs/structure.md", "utf8");

/** The rows of the first table behind a line of the page, below its head, as cells. */
function tableBehind(line: string): string[][] {
  const at = page.indexOf(`\n${line}\n`);
  const [, table = ""] = /\n((?:\|.*\n)+)/.exec(at < 0 ? "" : page.slice(at + line.length)) ?? [];
  const rows = table.trimEnd().split("\n");
  return rows.slice(2).map((row) => row.slice(2, -2).split(" | "));
}

test.each(structureGroups)("the page has each of the %s with its range and its meaning", (kind) => {
  const inputs = structureInputs.filter(({ group }) => group === kind);
  const rows = inputs.map(({ name, size, meaning }) => {
    const range = size === "character" ? "a character" : `0 to ${size - 1}`;
    return [name, range, meaning];
  });
  expect(tableBehind(`### ${kind}`)).toEqual(rows);
});

test("the page counts the inputs", () => {
  expect(page).toContain(`There are ${structureInputs.length} of them in four kinds;`);
  expect(structureGroups).toHaveLength(4);
});

test("the page's example has the values that the network reads", () => {
  const [, example = ""] = /```abc\n(.*?)\n```/s.exec(page) ?? [];
  const values = valuesOf(readerBehind(example));
  const rows = tableBehind("```abc");
  expect(rows.length).toBeGreaterThan(9);
  for (const [name = "", value = ""] of rows) {
    const index = structureInputs.findIndex((input) => input.name === name);
    const [, character] = /^`(.)`$/.exec(value) ?? [];
    const read = character === undefined ? Number(value) : 1 + character.charCodeAt(0);
    expect([name, values[index]]).toEqual([name, read]);
  }
});
