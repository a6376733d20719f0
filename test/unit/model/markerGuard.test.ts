import { describe, expect, test } from "vitest";
import { MarkerGuard } from "../../../src/model/markerGuard";
import { seededRandom } from "../../../src/model/random";

/** What is released of `text`, whether an end was spelled out, and after how many characters. */
function read(text: string, spelled: boolean): { out: string; ended: boolean; taken: number } {
  const guard = new MarkerGuard(spelled);
  let out = "";
  let taken = 0;
  for (const character of text) {
    taken += character.length;
    const released = guard.push(character);
    out += released.text;
    if (released.ended) {
      expect([released.text, guard.pending]).toEqual(["", 0]);
      return { out, ended: true, taken };
    }
    expect(out.length + guard.pending).toBe(text.slice(0, taken).length);
    expect(text.startsWith(out)).toBe(true);
  }
  return { out, ended: false, taken };
}

/** All beginnings of the markers, the longest first. */
const beginnings = ["<end>", "<start>"]
  .flatMap((marker) => Array.from(marker, (_, index) => marker.slice(0, index + 1)))
  .sort((a, b) => b.length - a.length);

/** `text` without what may be the end of a tune, found the slow way. */
function certain(text: string): string {
  const beginning = beginnings.find((part) => text.endsWith(part));
  return text.slice(0, text.length - (beginning?.length ?? 0)).replace(/\n+$/, "");
}

describe("the guard of markers", () => {
  test.each([
    ["abc|\n<end>\n", "abc|", true],
    ["abc|<end>", "abc|", true],
    ["abc|\n\n\n<start>", "abc|", true],
    ["<end>", "", true],
    ["A<B c<<d e<e f<s", "A<B c<<d e<e f", false],
    ["a<end b", "a<end b", false],
    ["a<<end>", "a<", true],
    ["a<st<end>", "a<st", true],
    ["a<\n<end>", "a<", true],
    ["a\n\n<en\n\n", "a\n\n<en", false],
    ["😀\n", "😀", false],
    ["", "", false],
  ])("releases of %j %j", (text, out, ended) => {
    expect(read(text, true)).toMatchObject({ out, ended });
  });

  test("with marks that are symbols holds back line ends only", () => {
    expect(read("a<b\n<end>\n", false)).toMatchObject({ out: "a<b\n<end>", ended: false });
    expect(read("a\n\n\n", false).out).toBe("a");
  });

  test("releases what is certain and no more, whatever the text", () => {
    const random = seededRandom(1);
    const parts = ["<", ">", "\n", "<end", "end>", "<sta", "rt>", "s", "e", "n", "a|", "<end>"];
    for (let run = 0; run < 3000; run++) {
      let text = "";
      while (random() < 0.85) text += parts[Math.floor(random() * parts.length)];
      const marker = /<end>|<start>/.exec(text);
      const { out, ended, taken } = read(text, true);
      expect(ended).toBe(marker !== null);
      if (marker) {
        expect(taken).toBe(marker.index + marker[0].length);
        expect(out).toBe(text.slice(0, marker.index).replace(/\n+$/, ""));
      } else expect(out).toBe(certain(text));
    }
  });
});
