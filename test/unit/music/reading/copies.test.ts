import { expect, test } from "vitest";
import { BarTime } from "../../../../src/music/reading/barTime";
import { ReadingState } from "../../../../src/music/reading/readingState";

/** Gives every property a value of its own. */
function marked<Kind extends object>(object: Kind, but: string[] = []): Kind {
  for (const key of Object.keys(object)) {
    if (!but.includes(key)) Object.assign(object, { [key]: Symbol(key) });
  }
  return object;
}

test("a copied state has all that the state has, and a bar of its own", () => {
  const state = marked(new ReadingState(), ["bar"]);
  const copy = state.copy();
  expect(copy.bar).not.toBe(state.bar);
  expect(copy).toEqual(state);
  expect(Object.keys(copy)).toEqual(Object.keys(state));
});

test("a copied bar has all that the bar has", () => {
  const bar = marked(new BarTime());
  expect(bar.copy()).not.toBe(bar);
  expect(bar.copy()).toEqual(bar);
  expect(Object.keys(bar.copy())).toEqual(Object.keys(bar));
});
