import { expect, test } from "vitest";
import { barUnits } from "../../../src/music/barUnits";

test.each([
  ["", 0],
  ["|", 0],
  ["dAF DFA", 6],
  ["d3/2A/ F//E2", 4.25],
  ["A>B c2", 4],
  ["[ce]2z2x", 5],
  ["[c2e2]3[^c'/e]", 6.5],
  ["(3abc d", 3],
  ["(3:2:2a2b c", 3],
  ["(4::4abcd e", 4],
  ['{ga}A"Dm"B!trill!c[K:D]d', 4],
])("%j has %d unit notes", (bar, units) => expect(barUnits(bar)).toBeCloseTo(units));
