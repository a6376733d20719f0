import { describe, expect, test } from "vitest";
import { BarBuffer, barsIn } from "../../../src/host/compose/barBuffer";
import { MusicReader } from "../../../src/music/reading/musicReader";

/** What goes into the document after each piece, and what is then still begun. */
function taken(before: string, pieces: string[]): string[] {
  const buffer = new BarBuffer(MusicReader.behind(before));
  return pieces.map((piece) => {
    buffer.push(piece);
    return `${buffer.takeWhole()}…${buffer.begun}`;
  });
}

describe("the bar buffer", () => {
  test("gives whole bars, once nothing can add to their bar line", () => {
    expect(taken("X:1\nK:C\n", ["CD", "EF|", "]", "\n", "GA"])).toEqual([
      "…CD",
      "…CDEF|",
      "…CDEF|]",
      "CDEF|]…\n",
      "…\nGA",
    ]);
  });

  test("gives the same bars however the stream is cut", () => {
    const text = '|:"A|m"AB[r:|]cd|e2 %|\nw:la|la\nfg:|1ab||';
    const whole = (pieces: string[]): string =>
      taken("K:C\n", pieces)
        .map((part) => part.slice(0, part.indexOf("…")))
        .join("");
    expect(whole([text])).toBe('|:"A|m"AB[r:|]cd|e2 %|\nw:la|la\nfg:|');
    expect(whole([...text])).toBe(whole([text]));
  });

  test("gives the rest when the music is finished, however it was trimmed", () => {
    const buffer = new BarBuffer(MusicReader.behind("K:C\n"));
    buffer.push("AB|cd\n");
    expect(buffer.takeWhole()).toBe("AB|");
    expect(buffer.takeFinished({ text: "AB|cd", ended: "end" })).toBe("cd");
    expect(buffer.takeFinished({ text: "AB|cd", ended: "end" })).toBe("");
  });

  test("gives a text that was never streamed", () => {
    expect(
      new BarBuffer(MusicReader.behind("K:C\n")).takeFinished({ text: "AB|]", ended: "end" }),
    ).toBe("AB|]");
  });

  test("keeps the last bar of a cut stream when its bar line stands", () => {
    const buffer = new BarBuffer(MusicReader.behind("K:C\n"));
    buffer.push("AB|cd|");
    expect(buffer.takeFinished({ text: "AB|cd|", ended: "cancelled" })).toBe("AB|cd|");
    expect(buffer.begun).toBe("");
  });

  const counts: [string, string, number][] = [
    ["K:C\nAB|", "cd|ef|", 2],
    ["K:C\nAB|", "|cd|", 1],
    ["K:C\nAB", "c|ef", 1],
    ["", "X:1\nK:C\nAB|c:|\n|:d2|]", 3],
    ["K:C\nAB|", "", 0],
  ];
  test.each(counts)("%j and then %j ends %i bars", (before, text, bars) => {
    expect(barsIn(MusicReader.behind(before), text)).toBe(bars);
  });
});
