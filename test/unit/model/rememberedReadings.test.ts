import { expect, test } from "vitest";
import { type Reading, RememberedReadings } from "../../../src/model/rememberedReadings";
import { CharacterEncoder } from "../../../src/model/stepEncoder";

const stride = 4;

/** A reading that can be told from others. */
function reading(value: number): Reading {
  const state = { lanes: 1, values: Float32Array.of(-value) };
  return { logits: Float32Array.of(value), state, encoder: new CharacterEncoder() };
}

/** Remembers the whole strides and the end of a text, each with its length as reading. */
function remember(readings: RememberedReadings, ids: readonly number[]): void {
  let { boundary } = readings.longest([]);
  for (let from = 0; from < ids.length; from += stride) {
    const part = ids.slice(from, from + stride);
    boundary = readings.remember(boundary, part, reading(from + part.length));
  }
}

/** How much of a text is known, checked against what was remembered there. */
function known(readings: RememberedReadings, ids: readonly number[]): number {
  const { length, reading } = readings.longest(ids);
  if (reading) expect(reading.logits[0]).toBe(length);
  else expect(length).toBe(0);
  return length;
}

test("a text is known as far as whole strides of it were remembered, and in its last stride as far as an end", () => {
  const readings = new RememberedReadings(stride, 100);
  remember(readings, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(known(readings, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toBe(10);
  expect(known(readings, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])).toBe(11 - 1);
  // The end lies within a stride that is whole by now.
  expect(known(readings, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])).toBe(8);
  expect(known(readings, [1, 2, 3, 4, 5, 6, 7, 8, 9])).toBe(8);
  expect(known(readings, [1, 2, 3, 4, 5, 6, 0, 8, 9, 10])).toBe(4);
  expect(known(readings, [1, 2, 3])).toBe(0);
  expect(known(readings, [2, 2, 3, 4])).toBe(0);
  expect(known(readings, [])).toBe(0);
});

test("ids that look alike when written one behind the other are told apart", () => {
  const readings = new RememberedReadings(stride, 100);
  remember(readings, [1, 23, 4, 5]);
  expect(known(readings, [12, 3, 4, 5])).toBe(0);
  expect(known(readings, [1, 23, 4, 5])).toBe(4);
  expect(known(readings, [1, 23, 45, 5])).toBe(0);
  remember(readings, [65_536 + 7]);
  expect(known(readings, [7])).toBe(0);
});

test("what is remembered is a copy", () => {
  const readings = new RememberedReadings(stride, 100);
  const given = reading(3);
  readings.remember(readings.longest([]).boundary, [1, 2, 3], given);
  given.logits[0] = 0;
  given.state.values[0] = 0;
  const { reading: found } = readings.longest([1, 2, 3]);
  expect([found?.logits[0], found?.state.values[0]]).toEqual([3, -3]);
});

test("the least lately used readings go first, and never are there more than were allowed", () => {
  const readings = new RememberedReadings(stride, 3);
  const [a, b, c, d] = [[1], [2], [3], [4]] as const;
  for (const text of [a, b, c]) remember(readings, text);
  expect(known(readings, a)).toBe(1);
  remember(readings, d);
  expect(readings.size).toBe(3);
  expect([a, b, c, d].map((text) => known(readings, text))).toEqual([1, 0, 1, 1]);
});

test("of a text that is longer than what can be remembered the end is", () => {
  const readings = new RememberedReadings(stride, 3);
  const ids = Array.from({ length: 41 }, (_, index) => index);
  remember(readings, ids);
  expect(readings.size).toBe(3);
  expect(known(readings, ids)).toBe(41);
  expect(known(readings, ids.slice(0, 39))).toBe(36);
  expect(known(readings, ids.slice(0, 35))).toBe(0);
  // What was forgotten can be remembered again.
  remember(readings, ids.slice(0, 8));
  expect(known(readings, ids.slice(0, 7))).toBe(4);
  remember(readings, ids);
  expect(known(readings, ids)).toBe(41);
});
