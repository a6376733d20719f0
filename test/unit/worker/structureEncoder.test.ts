import { expect, test } from "vitest";
import { encodeSteps } from "../../../src/model/stepEncoder";
import { Vocabulary } from "../../../src/model/vocabulary";
import { structureGroups } from "../../../src/music/structure/structureInputs";
import { encoderFor, inputsFor } from "../../../src/worker/structureEncoder";

const eight = "d2ef gfed|d2ef gfe2|A2Bc d2ef|g4 a4|".repeat(2);
const tune = `R:reel\nM:4/4\nL:1/8\nK:D\n|:${eight}\n|:${eight.replace("A2Bc", "a2gf")}\n`;
const vocabulary = Vocabulary.of([tune], "symbols");
const { ids } = vocabulary.encodeTune(tune);
const whole = inputsFor(vocabulary, { structure: structureGroups });

function encoded(inputs: typeof whole, of: readonly number[] = ids): Int32Array[] {
  return encodeSteps(encoderFor(inputs, vocabulary), of, 0, of.length);
}

test("all inputs have a value within their size at each step, and each but the character says something", () => {
  const values = encoded(whole);
  expect(values).toHaveLength(whole.length);
  for (const [index, { size }] of whole.entries()) {
    for (const value of values[index] as Int32Array) {
      expect(value >= 0 && value < size).toBe(true);
    }
    expect(new Set(values[index]).size).toBeGreaterThan(1);
  }
  expect([...(values[0] as Int32Array)]).toEqual(ids);
});

test("a model may have some of the inputs, in any order", () => {
  const values = encoded(whole);
  const some = [0, 8, 2, 17];
  const of = (index: number) => whole[index] as (typeof whole)[number];
  expect(encoded(some.map(of))).toEqual(some.map((index) => values[index]));
  expect(encoded([of(0)])).toEqual([values[0]]);
});

test("what is copied is the next character that each earlier place foretells", () => {
  const copying = inputsFor(vocabulary, { structure: structureGroups, copy: true });
  const copied = copying.filter((input) => input.copied);
  expect(copied.map(({ name }) => name)).toEqual([
    "next_character_of_the_bar_before",
    "next_character_of_2_bars_back",
    "next_character_of_4_bars_back",
    "next_character_of_8_bars_back",
    "next_character_of_the_same_bar_of_the_section_before",
    "next_character_of_the_latest_place_like_this",
  ]);
  expect(copied.map(({ size }) => size)).toEqual(copied.map(() => vocabulary.size + 1));
  expect(copying.map(({ name, size }) => ({ name, size }))).toEqual(whole);
  expect(encoded(copying)).toEqual(encoded(whole));
  // The fourth bar from the end stands four bars back, and so does the character that is read next.
  const values = encoded(copying)[copying.findIndex(({ name }) => name.endsWith("4_bars_back"))];
  const right = ids.slice(1).filter((id, step) => values?.[step] === id + 1).length;
  expect(right / ids.length).toBeGreaterThan(0.5);
});

test("what follows changes no value, nor does the mark of the beginning or the end", () => {
  const values = encoded(whole);
  for (let length = 1; length < ids.length; length += 7) {
    const other = [...ids.slice(0, length), ...ids.slice(0, length).toReversed()];
    const part = encoded(whole, other).map((input) => input.subarray(0, length));
    expect(part).toEqual(values.map((input) => input.subarray(0, length)));
  }
  const last = (index: number) => [...(values[index] as Int32Array)].slice(-2);
  for (let index = 1; index < whole.length; index++) expect(last(index)[1]).toBe(last(index)[0]);
});
