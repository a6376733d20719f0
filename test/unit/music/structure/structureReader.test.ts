import { describe, expect, test } from "vitest";
import { structureInputs } from "../../../../src/music/structure/structureInputs";
import { StructureReader } from "../../../../src/music/structure/structureReader";
import { readerBehind, tune, valuesBehindEach, valuesOf } from "./readings";

/** Texts that hold what a reader does not know, or go wrong. */
const odd: readonly string[] = [
  "K:C\nabc|def|",
  "M:none\nL:1/8\nK:C\nabc|defg|",
  "M:4/4\nK:C\nabcdefgabc|d|#$@]}\\C/0//3|(((|[2 c|:|:|:||\n|2c|",
  "M:4/4\nK:C\n[CE#G]2 c>>>>d {a|b}|a b\n\n\n",
  "M:2/4\nK:C\nV:1\ncdef|gabc'|\nV:2\nCDEF|[V:1]G4|c2&e2|",
  "M:2/4\nK:C\n\u{1D11E}ab|\u{1D11E}ab|ab\u{1D11E}|",
  "|]:[|1|2|1c|2d|1e|3f||||::::K:",
  `M:2/4\nK:C\n${"cdefg".repeat(200)}|${"cdefg".repeat(200)}`,
];

function largest(size: number | "character"): number {
  return size === "character" ? 0x110000 : size - 1;
}

describe("a structure reader", () => {
  test("has 30 inputs, each with a name of its own", () => {
    expect(new Set(structureInputs.map(({ name }) => name)).size).toBe(30);
  });

  test("sees nothing of what follows", () => {
    const values = valuesBehindEach(tune);
    for (let length = 0; length < tune.length; length += 7) {
      const other = `${tune.slice(0, length)}|2 zz:|\nM:9/8\n`;
      expect(valuesBehindEach(other).slice(0, length)).toEqual(values.slice(0, length));
    }
  });

  test("says the same whether it has read on or begins anew", () => {
    const values = valuesBehindEach(tune);
    for (let length = 1; length <= tune.length; length++) {
      expect(valuesOf(readerBehind(tune.slice(0, length)))).toEqual(values[length - 1]);
    }
  });

  test("goes on by itself when it is copied", () => {
    const values = valuesBehindEach(tune);
    for (let length = 1; length < tune.length; length++) {
      const reader = readerBehind(tune.slice(0, length));
      const copy = reader.copy();
      for (const character of "cc|:dd:|2 e|") copy.read(character);
      expect(valuesOf(reader)).toEqual(values[length - 1]);
      const again = reader.copy();
      for (const character of tune.slice(length)) reader.read(character);
      expect(valuesOf(reader)).toEqual(values.at(-1));
      for (const character of tune.slice(length)) again.read(character);
      expect(valuesOf(again)).toEqual(values.at(-1));
    }
  });

  test("writes its values so far apart", () => {
    const reader = readerBehind("M:2/4\nL:1/8\nK:C\ncdef|c");
    const into = new Int32Array(120).fill(-7);
    reader.values((character) => character.charCodeAt(0), into, 3, 4);
    const written = structureInputs.map((_, index) => into[3 + 4 * index]);
    expect(written).toEqual(valuesOf(reader));
    expect(into.filter((value) => value === -7)).toHaveLength(90);
  });

  test("takes a character without an id for none", () => {
    const into = new Int32Array(structureInputs.length).fill(-7);
    readerBehind("M:2/4\nL:1/8\nK:C\ncdef|c").values(() => -1, into, 0, 1);
    expect([...into.slice(5, 8)]).toEqual([0, 0, 2]);
  });

  test.each([tune, ...odd])("keeps its values in their ranges: %j", (text) => {
    for (const values of valuesBehindEach(text)) {
      values.forEach((value, index) => {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(largest(structureInputs[index]?.size ?? 0));
      });
    }
  });

  test("knows nothing in the header", () => {
    const zeros = structureInputs.map(() => 0);
    const values = valuesBehindEach("X:1\nT:a|b|\nM:2/4\nK:C\nc");
    expect(values.slice(0, -2)).toEqual(values.slice(0, -2).map(() => zeros));
    expect(values.at(-2)).not.toEqual(zeros);
  });

  test("reads two thousand bars at the cost of a few", () => {
    const seconds = (bars: number): number => {
      const reader = new StructureReader();
      for (const character of "M:4/4\nL:1/8\nK:C\n") reader.read(character);
      const begin = performance.now();
      for (let bar = 0; bar < bars; bar++) {
        for (const character of bar % 8 === 7 ? "c4 c4:|\n|:" : "cdef gabc'|")
          reader.read(character);
      }
      return (performance.now() - begin) / bars;
    };
    const least = (bars: number): number =>
      Math.min(...Array.from({ length: 4 }, () => seconds(bars)));
    seconds(500);
    expect(least(4000)).toBeLessThan(4 * least(200));
  });

  test("is copied at the same cost however long its bar is", () => {
    const least = (notes: number): number => {
      const reader = readerBehind(`M:4/4\nL:1/8\nK:C\n${"cdefg".repeat(notes)}`);
      const costs = Array.from({ length: 20 }, () => {
        const begin = performance.now();
        for (let copies = 0; copies < 20; copies++) reader.copy();
        return performance.now() - begin;
      });
      return Math.min(...costs);
    };
    least(100);
    expect(least(20_000)).toBeLessThan(8 * least(100));
  });
});
