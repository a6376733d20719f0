import { describe, expect, test } from "vitest";
import { structureInputs } from "../../../../src/music/structure/structureInputs";
import { readerBehind, valuesBehindEach, valuesOf } from "./readings";

const header = "M:2/4\nL:1/8\nK:C\n";
const first = structureInputs.findIndex(({ name }) => name.endsWith("the latest place like this"));

/** What the latest place like this one predicts and its rightness, such as "c3d"; "-" where there is none. */
function recalled(values: readonly number[]): string {
  const [next = 0, second = 0, right = 0] = values.slice(first, first + 3);
  const character = (value: number): string =>
    value === 0 ? "." : String.fromCodePoint(value - 1);
  return right === 0 ? "-" : `${character(next)}${right - 1}${character(second)}`;
}

const behind = (body: string): string => recalled(valuesOf(readerBehind(header + body)));

describe("the latest place like this", () => {
  test.each([
    ["nowhere without a bar", "cdef", "-"],
    ["nowhere behind other characters", "cdef|gabc|eg", "-"],
    ["behind the same three characters", "cdef|gabc|ede|cde", "f3|"],
    ["at the same time of the bar alone", "cdef|gabc|zcde", "-"],
    ["rather behind the same six", "cdef|gabc|eeee|gabd|zdef|gab", "c5|"],
    ["rather the latest", "cdef|cdeg|gggg|cde", "g4|"],
    ["across a bar line", "cdef|gabc|cdef", "|4g"],
    ["into the next bar", "cdef|gabc|cdef|", "g4a"],
    ["through the next bar", "cdef|gabc|cdef|gab", "c5|"],
    ["whatever the blanks", "cd ef | ga bc|cde", "f3 "],
    ["up to where it is not the same", "cdef|gabc|cdef|gaf", "-"],
    ["up to where the bars before end", "cdef|gabc|zz|cdef|gabc|", "z6z"],
  ])("is followed %s", (_, body, expected) => {
    expect(behind(body)).toBe(expected);
  });

  test("is found among the last sixty-four bars, and forgotten at some time", () => {
    const other = (count: number): string => "zzzz|".repeat(count);
    expect(behind(`cdef|${other(60)}cde`)).toBe("f3|");
    expect(behind(`cdef|${other(200)}cde`)).toBe("-");
  });

  test("is the same whether a reader was copied on the way or not", () => {
    const text = header + "cdef|gabc|cdeg|cdef|gabc|e2c2:|\n|:cdef|gabc|".repeat(3);
    const values = valuesBehindEach(text);
    for (let length = 0; length < text.length; length += 3) {
      const copy = readerBehind(text.slice(0, length)).copy();
      const other = copy.copy();
      for (const character of "gggg|abcd|cdef|") other.read(character);
      for (const character of text.slice(length)) copy.read(character);
      expect(recalled(valuesOf(copy))).toBe(recalled(values.at(-1) ?? []));
    }
  });
});
