import { describe, expect, test } from "vitest";
import { trackedRange } from "../../../src/host/compose/trackedRange";

/** What is tracked of "abc[def]ghi" when what stands between ‹ and › becomes `text`. */
function tracked(marked: string, text: string): string | undefined {
  const rangeOffset = marked.indexOf("‹");
  const rangeLength = marked.indexOf("›") - rangeOffset - 1;
  const source = marked.replace(/[‹›]/g, "");
  const range = { start: source.indexOf("["), end: source.indexOf("]") + 1 };
  const moved = trackedRange(range, [{ rangeOffset, rangeLength, text }]);
  const changed = source.slice(0, rangeOffset) + text + source.slice(rangeOffset + rangeLength);
  return moved && changed.slice(moved.start, moved.end);
}

describe("a tracked range", () => {
  const changes: [string, string, string | undefined][] = [
    ["a‹›bc[def]ghi", "xyz", "[def]"],
    ["a‹bc›[def]ghi", "", "[def]"],
    ["abc[def]‹ghi›", "", "[def]"],
    ["abc[def]g‹›hi", "xyz", "[def]"],
    ["abc[d‹e›f]ghi", "xyz", "[dxyzf]"],
    ["abc‹[def]›ghi", "xyz", "xyz"],
    ["abc‹[def]›ghi", "", ""],
    ["abc‹›[def]ghi", "x", "x[def]"],
    ["abc[def]‹›ghi", "x", "[def]x"],
    ["ab‹c[›def]ghi", "", undefined],
    ["abc[def‹]g›hi", "", undefined],
    ["‹abc[def]ghi›", "abc[def]ghi", undefined],
  ];
  test.each(changes)("of %j is followed when %j comes in", (marked, text, expected) => {
    expect(tracked(marked, text)).toBe(expected);
  });

  test("is found again when it was taken out and comes back", () => {
    const out = trackedRange({ start: 3, end: 8 }, [{ rangeOffset: 3, rangeLength: 5, text: "" }]);
    expect(out).toEqual({ start: 3, end: 3 });
    const back = [{ rangeOffset: 3, rangeLength: 0, text: "[def]" }];
    expect(out && trackedRange(out, back)).toEqual({ start: 3, end: 8 });
  });

  test("is followed through changes that come at once", () => {
    const changes = [
      { rangeOffset: 9, rangeLength: 1, text: "" },
      { rangeOffset: 1, rangeLength: 0, text: "xyz" },
      { rangeOffset: 0, rangeLength: 1, text: "" },
    ];
    expect(trackedRange({ start: 3, end: 8 }, changes)).toEqual({ start: 5, end: 10 });
  });
});
