import { expect, test } from "vitest";
import { shareOfRepeatedBars } from "../../../src/composing/repetition";

const tune = "M:6/8\nL:1/8\nK:D\n|:DFA dfa|b2g f2d|";

test.each([
  ["nothing that stands before", "efg ecA|dAF E3|", 0],
  ["a bar of the tune, however it is spaced", "DFA  dfa |efg ecA|", 0.5],
  ["bars of its own", "efg ecA|efg ecA:|", 0.5],
  ["all of it", "DFA dfa|b2g f2d:|", 1],
  ["no whole bar", "DFA", 0],
])("of a text that repeats %s", (_, text, share) => {
  expect(shareOfRepeatedBars(tune, text)).toBe(share);
});
