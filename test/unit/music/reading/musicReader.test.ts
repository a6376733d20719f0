import { describe, expect, test } from "vitest";
import { MusicReader } from "../../../../src/music/reading/musicReader";
import { oddLines, pick, seeded } from "../../abc/oddBook";

const jig = "M:6/8\nL:1/8\nK:D\n";

function behind(body: string): MusicReader {
  return MusicReader.behind(jig + body);
}

/** Whether a plain bar line may stand behind what has been read. */
function mayEndBar(reader: MusicReader): boolean {
  const copy = reader.copy();
  if (!copy.fits("|")) return false;
  copy.read("|");
  return copy.fits("a");
}

test.each([
  ["from behind its bar line", "d6|def", "def"],
  ["with blanks and over a line's end", "d6|de \nf", "de f"],
  ["with its bar line, while that may go on", "d6|def def|", "def def|"],
  ["without a comment", "d6|de% f\ng", "deg"],
  ["without lyrics", "d6|de\nw: la\nfg", "defg"],
  ["without a carriage return", "d6|de\r\nf", "def"],
  ["with a letter at a line's start that is music", "d6|de\nuf", "deuf"],
])("keeps the text of the bar: %s", (_, body, text) => {
  expect(behind(body).state.barText).toBe(text);
});

test.each([
  ["of the header", "d6|", "D"],
  ["of a line", "d6|\nK: Am \nd", "Am"],
  ["of a line amid a bar", "d6|d3\nK:G\nd", "G"],
  ["of an inline field", "d6|[K:Em]d", "Em"],
  ["of a line in CR LF", "d6|\r\nK:G\r\nd", "G"],
  ["not of lyrics", "d6|\nw: K:G\nd", "D"],
])("knows the key in force: %s", (_, body, key) => {
  expect(behind(body).state.key).toBe(key);
});

test("knows the meter of a line amid a bar", () => {
  expect(behind("d6|d3\nM:3/8\nd|d3|d3").state.bar).toMatchObject({ isFree: false });
  expect(mayEndBar(behind("d6|d3\nM:3/8\nd|d3|d3"))).toBe(true);
});

test("a tune may end behind a rest of several bars, as behind a note, though a field came before", () => {
  expect(behind("d6|\nM:3/4\nZ4|").state.afterField).toBe(false);
  expect(behind("d6|\nM:3/4\n").state.afterField).toBe(true);
});

test("a copy goes on by itself", () => {
  const reader = behind("|:d6|d3");
  const copy = reader.copy();
  for (const character of "d3:|[K:G]a2") copy.read(character);
  copy.limitSections(3);
  expect(copy.state).toMatchObject({ bars: 2, key: "G" });
  expect(reader.state).toMatchObject({
    bars: 1,
    key: "D",
    barText: "d3",
    longestSection: undefined,
  });
  for (const character of "d2d|") reader.read(character);
  reader.clearBar();
  expect(copy.state.barText).toBe("[K:G]a2");
  expect(copy.state.bar.filled).toEqual({ n: 0, d: 1 });
  expect(copy.state.sections.closed).toBe(1);
});

test("asking what fits changes nothing that is read", () => {
  const tune = `${jig}A|:(3ddd {g}d2 [df]2|1 d>d d4:|2 "A"d6|]\nw: la\nM:9/8\nd9|Z4|`;
  const asked = new MusicReader();
  const silent = new MusicReader();
  for (const character of tune) {
    for (const other of 'd|:2 \n(["M') asked.fits(other);
    expect(asked.read(character)).toBe(silent.read(character));
    expect(asked.state).toEqual(silent.state);
  }
});

describe("text that is hardly music", () => {
  const pieces = [
    ...[
      "|:",
      "abc",
      "|",
      "(3",
      "[",
      "]",
      "{",
      "}",
      "1",
      "2",
      ">",
      "<",
      "/",
      "99999999999999999999",
    ],
    ...["M:6/8\n", "M:0/0\n", "L:1/99999999999999999999\n", "L:0\n", "[M:2/4]", "Z", "&", "%", "!"],
    ...['"', "\\", "\n", "\r\n", "(9:9:9", "(2:0:0", "K:\n", "w:", "x0", "+", ":", "^", "é😀", "y"],
    ...["Z99999999999999999999", "M:99999999999999999999/1\n", "d/99999999999999999999"],
  ];

  test("is read to its end, and the same in a copy", () => {
    for (let seed = 0; seed < 300; seed++) {
      const random = seeded(seed);
      const text =
        seed % 3 === 0
          ? oddLines(random).join("\n")
          : Array.from({ length: 120 }, () => pick(pieces as [string], random)).join("");
      const reader = seed % 2 === 0 ? new MusicReader() : behind("");
      const at = Math.floor(random() * text.length);
      let copy: MusicReader | undefined;
      for (let index = 0; index < text.length; index++) {
        if (index === at) copy = reader.copy();
        const character = text.charAt(index);
        const fits = reader.fits(character);
        const behindIt = reader.after(character);
        expect(behindIt !== undefined).toBe(fits);
        reader.read(character);
        copy?.read(character);
      }
      reader.end();
      copy?.end();
      if (copy) expect(copy.state).toEqual(reader.state);
    }
  });

  test("ends with its line: the next bar keeps time again", () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = seeded(seed);
      const text = oddLines(random).filter((line) => !/[[\]MLK]|%%|^[ws+]:/.test(line));
      const reader = behind(`${text.join("\n")}\n|d6|d5`);
      expect(mayEndBar(reader), JSON.stringify(text)).toBe(false);
      reader.read("d");
      expect(mayEndBar(reader), JSON.stringify(text)).toBe(true);
    }
  });
});
