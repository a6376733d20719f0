import { expect, test } from "vitest";
import { heldOutTunes } from "../../../../src/worker/report/heldOutTunes";

/** The tunes of a book as they are continued, `║` where what is given ends. */
function held(text: string, fields = "MLK", most = 10): string[] {
  return heldOutTunes([{ kind: "book", text, file: "" }], fields, most).map(
    ({ text: alone, start }) => `${alone.slice(0, start)}║${alone.slice(start)}`,
  );
}

test("gives a header and four full bars, the pick-up aside", () => {
  expect(held("X:7\nT:Gate\nM:2/4\nL:1/8\nK:G\nA|B4|c4|d4|e4|f4|]\n")).toEqual([
    "X:7\nM:2/4\nL:1/8\nK:G\nA|B4|c4|d4|e4|║f4|]\n",
  ]);
});

test("counts no bar that is not full or ends in a repeat", () => {
  expect(held("X:1\nM:2/4\nL:1/8\nK:G\nB4|c3|d4|e4:|f4|\ng4|a4|]\n")).toEqual([
    "X:1\nM:2/4\nL:1/8\nK:G\nB4|c3|d4|e4:|f4|\ng4|║a4|]\n",
  ]);
});

test("leaves out tunes that do not go on, and those in free meter", () => {
  expect(held("X:1\nM:2/4\nL:1/8\nK:G\nB4|c4|d4|e4|\n")).toEqual([]);
  expect(held("X:1\nM:none\nL:1/8\nK:G\nB4|c4|d4|e4|f4|]\n")).toEqual([]);
});

test("reads a tune as a model does, with what the file header says for all", () => {
  const book = "M:2/4\nL:1/8\n\nX:3\nK:G\nB4|c4|%!\nw:la la\nd4|e4|f4|]\n\nX:4\nK:D\nB4|\n";
  expect(held(book)).toEqual(["X:3\nM:2/4\nL:1/8\nK:G\nB4|c4|\nd4|e4|║f4|]\n"]);
  expect(held(book.replaceAll("\n", "\r\n"))).toEqual(held(book));
});

test("stops at so many", () => {
  const tune = "X:1\nM:2/4\nL:1/8\nK:G\nB4|c4|d4|e4|f4|]\n\n";
  expect(held(tune.repeat(3), "MLK", 2)).toHaveLength(2);
});
