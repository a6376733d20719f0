import { describe, expect, test } from "vitest";
import { ruleBehind } from "./rules";

const jig = "M:6/8\nL:1/8\nK:D\n";
const reel = "M:4/4\nL:1/8\nK:G\n";

/** Of `characters`, those that may come behind `tune`; a bar line and a length are whole. */
function allowed(tune: string, characters: string): string {
  return Array.from(characters)
    .filter((character) => {
      const rule = ruleBehind(tune);
      if (!rule.allows(character)) return false;
      rule.read(character);
      return (
        !/[|\d]/.test(character) ||
        [...(character === "|" ? " a" : " a]")].some((next) => rule.allows(next))
      );
    })
    .join("");
}

describe("what may come next in a tune", () => {
  test.each([
    ["nothing but what fills the bar", `${jig}|:DFA DFA|DFA DF`, "d/|\n3", "d/\n"],
    ["a bar line and no note behind a full bar", `${jig}|:DFA DFA`, "d|:z/", "|:/"],
    ["a length that the bar has room for", `${jig}|:DFA D`, "12345", "23"],
    ["an accidental, then its note", `${jig}|:DFA ^`, "^=_d|2 ", "^d"],
    ["no third accidental", `${jig}|:DFA ^^`, "^d", "d"],
    ["octaves behind a note alone", `${jig}|:DFA d`, "',", "',"],
    ["no octave behind a rest", `${jig}|:DFA z`, "',2", "2"],
    ["what a broken rhythm leaves", `${reel}|:A>`, ">A<|", ">A"],
    ["a broken rhythm the other way", `${reel}|:A<`, "<A>|", "<A"],
    ["no broken rhythm without a note", `${reel}|:`, "<>A", "A"],
    ["all three notes of a triplet", `${reel}|:(3AB`, "c|:\n", "c"],
    ["a duplet where it fits a compound bar", `${jig}|:(2`, "A|", "A"],
    ["no tuplet where a bar is full", `${reel}|:ABcd efga`, "(|", "|"],
    ["a chord's notes and its end", `${reel}|:[ce`, "gA]2|\n", "gA]"],
    ["no bare accidental in a chord", `${reel}|:[c^`, "^]g2", "^g"],
    ["a chord's length by what is left", `${jig}|:DFA [df]`, "2345", "23"],
    ["grace notes that end before a note", `${jig}|:{g}`, "d|}", "d"],
    ["no empty grace notes", `${jig}|:{`, "}d", "d"],
    ["the end of a slur that has begun", `${jig}|:(D`, ")", ")"],
    ["no end of a slur that has not", `${jig}|:D`, ")", ""],
    ["a tie behind a note", `${jig}|:D`, "-", "-"],
    ["no tie before one", `${jig}|:`, "-", ""],
    ["a note behind a decoration", `${jig}|:~`, "d|", "d"],
    ["anything but a line's end in a chord symbol", `${jig}|:"A`, '7"\n', '7"'],
    ["a shorter bar behind another meter", `${jig}|:DFA DFA|[M:2/4]DFAd`, "d|", "|"],
    ["notes twice as long behind another unit", `${jig}|:DFA DFA|[L:1/4]DFA`, "d|", "|"],
    ["another meter in a line of its own", `${jig}|:DFA DFA|\nM:2/4\nDFAd`, "d|", "|"],
    ["no other meter within a bar", `${jig}|:DFA [`, "Md", "d"],
    ["no meter that cannot be read", `${jig}|:DFA DFA|[M:2/`, "45]w", "4"],
    ["any bar without a meter", "M:none\nL:1/8\nK:D\n|:DFA", "d|", "d|"],
    ["four quarters in C", "M:C\nL:1/4\nK:D\n|:DFAd", "d|", "|"],
    ["two halves in cut time", "M:C|\nL:1/4\nK:D\n|:DFAd", "d|", "|"],
    ["seven eighths of an additive meter", "M:2+2+3/8\nL:1/8\nK:D\n|:DFADFAd", "d|", "|"],
    ["sixteenths where a short bar has no L:", "M:2/4\nK:D\n|:DFADFADF|DFADFAD", "d|", "d"],
    ["any bar where there is no M:", "L:1/8\nK:D\n|:DFA", "d|", "d|"],
    ["a bar line behind a first short bar", `${jig}A`, "|d", "|d"],
    ["no bar line behind a first bar that is no pick-up", `${jig}DFADF`, "|d", "d"],
    ["no bar line behind another short bar", `${jig}A|DFA`, "|d", "d"],
    ["a first ending behind a bar line", `${jig}|:DFA DFA|`, "1", "1"],
    ["an ending in brackets", `${jig}|:DFA DFA|[`, "12", "12"],
    ["a second ending behind a repeat", `${jig}|:DFA DFA:|`, "2", "2"],
    ["no ending within a bar", `${jig}|:DFA [`, "1", ""],
    ["a fermata over a bar line", `${jig}|:DFA DFAH`, "|", "|"],
    ["a new line within a bar", `${jig}|:DFA`, "\n", "\n"],
    ["no new line in a triplet", `${jig}|:(3DF`, "\n", ""],
    ["no more notes in a bar that has too many already", `${jig}|:DFA DFA DFA`, "d|2", "|"],
    ["what lacks in a bar that is odd already", `${jig}|:DFA DFA|DFA $@* DF`, "d|", "d"],
    ["no more than two octave marks of a kind", `${jig}|:D,`, ",'", ","],
    ["no third octave mark", `${jig}|:D,,`, ",'", ""],
    ["a bar that keeps time behind a wrong one", `${jig}|:DFA DFA DFA|DFADFA`, "d|", "|"],
    ["music behind what is none", `${jig}|:DFA $@* |DFADFA`, "d|", "|"],
  ])("%s", (_, tune, asked, answer) => {
    expect(allowed(tune, asked)).toBe(answer);
  });

  test.each([
    ["behind a whole bar", `${jig}|:DFA DFA:|`, true],
    ["not within one", `${jig}|:DFA DFA|DF`, false],
    ["not within a chord", `${jig}|:DFA DFA|[DF`, false],
    ["not in a header", "M:6/8\nK:", false],
  ])("a tune may end %s", (_, tune, answer) => {
    expect(ruleBehind(tune).mayEnd).toBe(answer);
  });

  test.each([
    [
      "in a bar that is not full, the beginning of a longer bar line may not",
      "DFAde|DFADF",
      "|:d",
      "d",
    ],
    [
      "in a full bar, the beginning of a repeat may not, a bar line may",
      "DFADFA|DFADFA",
      "|:d",
      "|",
    ],
    ["within a bar, notes and rests may", "DFADFA|DF", "dz|", "dz"],
  ])("as the last character, %s", (_, music, asked, answer) => {
    const rule = ruleBehind(`${jig}DFA DFA|${music}`);
    expect([...asked].filter((character) => rule.allowsLast(character)).join("")).toBe(answer);
  });

  test("asking changes nothing", () => {
    const tune = `${jig}A|:D>F {g}AA (3ABc|[DF]3 d3-|1 d3 z3:|2 d6|]\n`;
    const alphabet = [...new Set(`${tune}^_=,'"!Mx`)];
    const asked = ruleBehind("");
    for (const [at, character] of [...tune].entries()) {
      const fresh = ruleBehind(tune.slice(0, at));
      const first = alphabet.map((other) => asked.allows(other));
      expect(alphabet.map((other) => asked.allows(other))).toEqual(first);
      expect(alphabet.map((other) => fresh.allows(other))).toEqual(first);
      expect(asked.mayEnd).toBe(fresh.mayEnd);
      asked.read(character);
    }
  });
});
