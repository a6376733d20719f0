import { expect, test } from "vitest";
import { KnownText } from "../../../../src/worker/report/copying";

test("finds how long what is copied from each place on is", () => {
  const known = new KnownText(["|:d2a fed|", "ABc def|"]);
  expect(known.runs("a fex ABc d2a ")).toEqual([4, 3, 2, 1, 0, 1, 5, 4, 3, 2, 4, 3, 2, 1]);
});

test("a run does not go on from one tune into the next", () => {
  expect(new KnownText(["ABc", "def"]).runs("ABcdef")).toEqual([3, 2, 1, 3, 2, 1]);
});

test("finds the longest of many", () => {
  const known = new KnownText(["dea", "deb", "dec", "ded", "defg", "deh"]);
  expect(known.runs("defx")[0]).toBe(3);
  expect(known.runs("defg")[0]).toBe(4);
});

test("nothing is copied from nothing", () => {
  expect(new KnownText([]).runs("AB")).toEqual([0, 0]);
});
