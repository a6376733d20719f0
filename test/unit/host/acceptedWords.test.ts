import { expect, test } from "vitest";
import { type Enough, nextBar, nextNote } from "../../../src/host/suggest/acceptedWords";

/** How many of the words are taken. */
function taken(words: readonly string[], enough: Enough): number {
  const last = words.findIndex((word) => enough(word));
  return last < 0 ? words.length : last + 1;
}

test.each([
  "G2",
  "^c'",
  "_B,/",
  "=g",
  "z4",
  "[CEG]2",
  "x",
  "\nd",
  " G",
  "2 ",
  "/",
  "'",
  "|",
  " |",
  ":|2",
  "\n|:",
  "::",
  ".|",
  "[|",
])("The next note ends with %j", (word) => {
  expect(taken([word, "c"], nextNote())).toBe(1);
});

test.each(["", " ", "\n", ">", "-", "(", "(3", "~", '"Am7"', "!trill!", "{ga}", "[K:D]"])(
  "The next note goes on behind %j",
  (word) => {
    expect(taken([word, "c", "d"], nextNote())).toBe(2);
  },
);

const bars: [words: string[], taken: number][] = [
  [["G2", " ", "A", "|", "B", "|"], 4],
  [[" ", "[CEG]", ":|2", "B"], 3],
  [["|", "G2", "|", "B"], 3],
  [["\n", "|:", "(", "A", ")", "||", "c"], 6],
  [["[K:D]", "[|", "a", "|]", "c"], 4],
  [["|", " "], 2],
];
test.each(bars)("The next bar of %j has %i words", (words, expected) => {
  expect(taken(words, nextBar())).toBe(expected);
});
