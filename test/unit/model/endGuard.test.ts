import { describe, expect, test } from "vitest";
import { EndGuard, type Endings } from "../../../src/model/endGuard";
import { seededRandom } from "../../../src/model/random";

const spelled: Endings = { spelled: true, lineStarts: ["X:"] };
const symbols: Endings = { spelled: false, lineStarts: ["X:"] };

/** What is released of `text` behind `before`, whether it ended, and after how many characters. */
function read(text: string, endings: Endings, before = "K:D\nd|") {
  const guard = new EndGuard(before, endings);
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

/** All beginnings of ends. */
const beginnings = ["<end>", "<start>"].flatMap((marker) =>
  Array.from(marker, (_, index) => marker.slice(0, index + 1)),
);

/** Where the first end in `text` is complete, found the slow way: a spelled marker, an empty line, a new X: line. */
function endOf(text: string): number | undefined {
  for (let at = 1; at <= text.length; at++) {
    const prefix = text.slice(0, at);
    if (/<end>$|<start>$|\n[ \t]*\n$|\nX:$/.test(prefix)) return at;
  }
  return undefined;
}

describe("the guard of ends", () => {
  test.each([
    ["abc|\n<end>\n", "abc|", true],
    ["abc|<end>", "abc|", true],
    ["abc|\n<start>", "abc|", true],
    ["<end>", "", true],
    ["A<B c<<d e<e f<s", "A<B c<<d e<e f", false],
    ["a<end b", "a<end b", false],
    ["a<<end>", "a<", true],
    ["a<st<end>", "a<st", true],
    ["a<\n<end>", "a<", true],
    ["a\n<en\n", "a\n<en", false],
    ["a|\n\nb", "a|", true],
    ["a|\n \t\nb", "a|", true],
    ["a|\n b", "a|\n b", false],
    ["a|\nX:2", "a|", true],
    ["a|X:2", "a|X:2", false],
    ["a|\nXb", "a|\nXb", false],
    ["\n\n", "", true],
    ["😀\n", "😀", false],
    ["", "", false],
  ])("releases of %j %j", (text, out, ended) => {
    expect(read(text, spelled)).toMatchObject({ out, ended });
  });

  test("with marks that are symbols knows no spelled ones", () => {
    expect(read("a<b\n<end>|\n", symbols)).toMatchObject({ out: "a<b\n<end>|", ended: false });
  });

  test("goes on in the line that stands before", () => {
    expect(read("X:2", symbols, "d|\n")).toMatchObject({ out: "", ended: true });
    expect(read("\nb", symbols, "d|\n")).toMatchObject({ out: "", ended: true });
    expect(read("\nb", symbols, "d|")).toMatchObject({ out: "\nb", ended: false });
    expect(read("Xb", symbols, "d|\n")).toMatchObject({ out: "Xb", ended: false });
  });

  test("releases what is certain and no more, whatever the text", () => {
    const random = seededRandom(1);
    const parts = [
      "<",
      ">",
      "\n",
      "<end",
      "end>",
      "<sta",
      "rt>",
      "s",
      " ",
      "X",
      ":",
      "a|",
      "<end>",
    ];
    for (let run = 0; run < 3000; run++) {
      let text = "";
      while (random() < 0.85) text += parts[Math.floor(random() * parts.length)];
      const end = endOf(text);
      const { out, ended, taken } = read(text, spelled);
      expect([ended, ended ? taken : undefined]).toEqual([end !== undefined, end]);
      expect(out).not.toMatch(/\n$|<end>|<start>|\nX:|\n[ \t]*\n/);
      if (ended) continue;
      const held = text.slice(out.length);
      const rest = held.replace(/^\n[ \t]*/, "");
      expect(["", "X", ...beginnings]).toContain(rest);
    }
  });
});
