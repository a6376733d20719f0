import { expect, test } from "vitest";
import type { Offer } from "../../../src/host/suggest/offerMemory";
import { ShownOffer } from "../../../src/host/suggest/shownOffer";
import { countsInWords, SuggestCounts } from "../../../src/host/suggest/suggestCounts";

function emptyCounts(values = new Map<string, unknown>()): SuggestCounts {
  return new SuggestCounts({
    get: (key) => values.get(key),
    update: async (key, value) => void values.set(key, value),
  });
}

function offer(): Offer {
  return { before: "X:1\n", after: "", texts: ["G2 A|"], asked: false };
}

test("Counts outlive the one that counted them, until they are reset", () => {
  const values = new Map<string, unknown>();
  const counts = emptyCounts(values);
  counts.offered();
  counts.offered();
  counts.takenInPart(offer());
  counts.takenWhole(offer());
  expect(emptyCounts(values).now).toEqual({ offered: 2, whole: 1, part: 1 });
  expect(countsInWords(counts.now)).toBe(
    "2 offered, 1 accepted whole, 1 taken in part (seen from the text)",
  );
  counts.reset();
  expect(emptyCounts(values).now).toEqual({ offered: 0, whole: 0, part: 0 });
});

test("An offer taken in several parts counts once, and as whole once its end is taken", () => {
  const counts = emptyCounts();
  const taken = offer();
  counts.takenInPart(taken);
  counts.takenInPart(taken);
  expect(counts.now).toMatchObject({ whole: 0, part: 1 });
  counts.takenWhole(taken);
  counts.takenWhole(taken);
  counts.takenInPart(taken);
  expect(counts.now).toMatchObject({ whole: 1, part: 0 });
});

test("What is kept by another version is read as far as it can be", () => {
  expect(emptyCounts(new Map([["tunesmith.suggestions.counts", null]])).now.offered).toBe(0);
  expect(emptyCounts(new Map([["tunesmith.suggestions.counts", { whole: 3 }]])).now).toEqual({
    offered: 0,
    whole: 3,
    part: 0,
  });
});

test("A part is what comes in at once at the place of what is shown", () => {
  const shown = new ShownOffer(offer(), 4, ["G2 A|", "GA|"]);
  expect(shown.follow(4, 0, "G")).toBe("along");
  expect(shown.follow(5, 0, "2 ")).toBe("part");
  expect(shown.follow(7, 0, "A|")).toBe("along");
});

test("What was taken in part may come in again with the rest", () => {
  const shown = new ShownOffer(offer(), 4, ["G2 A|"]);
  expect(shown.follow(4, 0, "G2 ")).toBe("part");
  expect(shown.follow(4, 3, "G2 A|")).toBe("along");
});

const away: [string, number, number, string][] = [
  ["other text", 4, 0, "c"],
  ["another place", 3, 0, "G"],
  ["what takes the place of other text", 4, 1, "G2"],
  ["what takes the place of the text before", 3, 1, "xc"],
  ["what goes", 3, 1, ""],
];
test.each(away)("Nothing is taken by %s", (_, at, replaced, text) => {
  expect(new ShownOffer(offer(), 4, ["G2 A|"]).follow(at, replaced, text)).toBe("away");
});
