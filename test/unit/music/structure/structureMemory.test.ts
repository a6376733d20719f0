import { describe, expect, test } from "vitest";
import { readerBehind, sourcesBehind } from "./readings";

const header = "M:2/4\nL:1/8\nK:C\n";
const bars = "cdef|gabc'|d2e2|f3g|a2f2|e4|d4|c4|";

function sources(body: string): string[] {
  return sourcesBehind(header + body);
}

describe("earlier bars", () => {
  test("predict from where the bar begins", () => {
    expect(sources(bars)).toEqual(["c24", "d24", "a02", "c0d", "-"]);
  });

  test("say how long they have been right, through bar lines", () => {
    expect(sources("cdef|c")[0]).toBe("d1e");
    expect(sources("cdef|cdef")[0]).toBe("|4.");
    expect(sources("cdef|cdef|")[0]).toBe("c4d");
    expect(sources("cdef|cdef|cd")[0]).toBe("e5f");
    expect(sources(`${"cdef|".repeat(6)}cdef`)[0]).toBe("|8.");
    expect(sources(`${"cdef|".repeat(7)}`)[0]).toBe("c8d");
    expect(sources(`${"cdef|".repeat(7)}c`)[0]).toBe("d9e");
  });

  test("go on at the same time in the bar when they were wrong", () => {
    expect(sources("cdef|gd")[0]).toBe("e1f");
    expect(sources("cdef|g2")[0]).toBe("e0f");
    expect(sources("c2ef|cd")[0]).toBe("e0f");
    expect(sources("c3f|cd")[0]).toBe("-");
    expect(sources("c3f|cdef")[0]).toBe("|1.");
  });

  test("are found again by the character that stands there, if it can be", () => {
    expect(sources("c2)(de|cc")[0]).toBe("d0e");
    expect(sources("c2)(de|cc)")[0]).toBe("(0d");
  });

  test("are not lost by blanks and line ends", () => {
    expect(sources("cdef|c \n")[0]).toBe("d1e");
    expect(sources("cd ef|cd ")[0]).toBe("e3f");
    expect(sources("cd ef|cde")[0]).toBe("f0|");
  });

  test("keep their place through fields, comments and grace notes", () => {
    expect(sources("cdef|cd\nK:G\nw:c d|\n")[0]).toBe("e2f");
    expect(sources("cdef|cd%ef\n")[0]).toBe("e2f");
    expect(sources("cdef|cd{g}")[0]).toBe("e0f");
    expect(sources("cdef|{g}")[0]).toBe("c0d");
  });

  test("hold a letter at the beginning of a line that was no field", () => {
    expect(sources("cd\nTef|cd")[0]).toBe("T2e");
    expect(sources("cd\nK:G\nef|cd")[0]).toBe("e2f");
  });

  test("leave pick-ups out", () => {
    expect(sources("c|defg|a2b2|")).toEqual(["a02", "d0e", "-", "-", "-"]);
  });

  test("end with their bar line's first sign that is whole", () => {
    expect(sources("c4:|d4")[0]).toBe(":1|");
    expect(sources("c4:|d4:")[0]).toBe("|2.");
    expect(sources("c4||d4")[0]).toBe("|1.");
    expect(sources("c4||d4|")[0]).toBe("d24");
  });
});

describe("the section before", () => {
  test("is followed bar by bar", () => {
    expect(sources("c4|d4||")[4]).toBe("c04");
    expect(sources("c4|d4||e4|")[4]).toBe("d24");
    expect(sources("c4|d4||e4|f4|")[4]).toBe("-");
  });

  test("has its pick-up followed first", () => {
    expect(sources("c|d4|e3||")[4]).toBe("c0|");
    expect(sources("c|d4|e3||f|")[4]).toBe("d04");
  });

  test("is the first ending in the second", () => {
    const tune = "c4||d4|e4|1f4|g4:|2";
    expect(sources(tune)[4]).toBe("f04");
    expect(sources(`${tune}f4|`)[4]).toBe("g34");
    expect(sources(tune)[0]).toBe("e04");
    expect(sources(`${tune}a4|b4||`)[4]).toBe("d04");
    expect(sources(`${tune}a4|b4||d4|e4|`)[4]).toBe("a54");
  });
});

describe("a character is predicted by", () => {
  test("the bars that have it at this place, the one that was right the longest first", () => {
    const reader = readerBehind(`${header}c2e2|cdef|c2g2||c2`);
    expect(reader.predictedBy("g")).toEqual([
      { source: 5, bar: 3 },
      { source: 0, bar: 3 },
    ]);
    expect(reader.predictedBy("e")).toEqual([
      { source: 4, bar: 1 },
      { source: 1, bar: 2 },
    ]);
    expect(reader.predictedBy("a")).toEqual([]);
  });

  test("a pick-up, with the number of the bar before it", () => {
    expect(readerBehind(`${header}c|d4|e3:|`).predictedBy("c")).toEqual([{ source: 4, bar: 0 }]);
    const second = readerBehind(`${header}c|d4|e3:|f|g4|a3:|`);
    expect(second.predictedBy("f")).toEqual([
      { source: 4, bar: 2 },
      { source: 5, bar: 2 },
    ]);
  });

  test("bars counted as they are written", () => {
    const reader = readerBehind(`${header}c4|1d4:|2e4||f4|`);
    expect(reader.predictedBy("e")).toEqual([
      { source: 1, bar: 3 },
      { source: 4, bar: 3 },
    ]);
    expect(reader.predictedBy("f")).toEqual([{ source: 0, bar: 4 }]);
  });
});
