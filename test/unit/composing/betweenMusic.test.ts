import { describe, expect, test } from "vitest";
import { parseTuneBook } from "../../../src/abc/tuneBook";
import { behindBar } from "../../../src/composing/behindUnit";
import { isInSettledBar, leadsInto, passageTo, splitsToken } from "../../../src/composing/passage";
import { planContinuation } from "../../../src/composing/planContinuation";
import { MusicReader } from "../../../src/music/reading/musicReader";
import { atCursor } from "../abc/cursor";
import { ruleBehind } from "./rules";

const header = "X:1\nM:4/4\nL:1/8\nK:G\n";

/** Where Continue Tune puts its music, shown by the cursor. */
function placed(marked: string): string {
  const { text, offset } = atCursor(header + marked);
  const plan = planContinuation(text, offset, "MLK");
  if ("problem" in plan) return plan.problem;
  return `${text.slice(0, plan.insertAt)}║${text.slice(plan.insertAt)}`.slice(header.length);
}

function around(marked: string): [reader: MusicReader, follows: string] {
  const [before = "", follows = ""] = (header + marked).split("║");
  return [MusicReader.behind(before), follows];
}

/** Whether a text may be written to its end at the cursor, with whole bars behind it. */
function isWritten(marked: string, text: string, bars = 2): boolean {
  const [reader, follows] = around(marked);
  const passage = passageTo(reader, follows, bars);
  const rule = ruleBehind(
    marked.startsWith("X:") ? marked : ((header + marked).split("║")[0] ?? ""),
    {
      passage,
    },
  );
  for (const character of text) {
    if (!rule.allows(character)) return false;
    rule.read(character);
  }
  return true;
}

describe("continuing within a line", () => {
  test.each([
    ["a note and its length", "AB c║2 de|", "AB c2║ de|"],
    ["an octave", "AB c║' de|", "AB c'║ de|"],
    ["an accidental and its note", "AB ^║c de|", "AB ^c║ de|"],
    ["a tie", "AB c║- cd|", "AB c-║ cd|"],
    ["a tuplet", "AB (3c║de f2|", "AB (3cde║ f2|"],
    ["a tuplet's mark", "AB (║3cde f2|", "AB (3cde║ f2|"],
    ["a broken rhythm", "AB c║>d ef|", "AB c>d║ ef|"],
    ["a broken rhythm with a slur", "(AB c║)>d ef|", "(AB c)>d║ ef|"],
    ["a bar line", "ABcd efga |║: g4", "ABcd efga |:║ g4"],
    ["a bar line and its ending", "ABcd efga |║1 g4 :|", "ABcd efga |1║ g4 :|"],
    ["a chord", "AB [c║e]2 de|", "AB [ce]2║ de|"],
    ["a decoration and its note", "AB T║c2 de|", "AB Tc2║ de|"],
    ["a slur's sign and its note", "AB (║cd) ef|", "AB (c║d) ef|"],
    ["a chord symbol and its note", 'AB "G"║c2 de|', 'AB "G"c2║ de|'],
    ["grace notes and their note", "AB {d}║c2 de|", "AB {d}c2║ de|"],
  ])("does not part %s", (_, marked, expected) => {
    expect(placed(marked)).toBe(expected);
  });

  test.each(["AB║cd|", "AB ║cd|", "ABcd (e║f)ga|", "ABcd efga|║abcd|", 'AB"G"║', "ABc║"])(
    "stays between whole notes in %s",
    (marked) => {
      expect(placed(marked)).toBe(marked);
    },
  );
});

describe("a bar that is to stay as it is", () => {
  test.each([
    ["a wrong one that goes on", "ABcd efgab ║c|d8|", true],
    ["a pick-up", "D║|ABcd efga|", true],
    ["a pick-up in a slur", "(DE║)|ABcd efga|", true],
    ["a pick-up before a field", "D║\nP:A\n|ABcd efga|", true],
    ["none before a pick-up", "ABcd efga:|║D|ABcd efga|", false],
    ["a full one with a slur that nothing opens", "ABcd ║ef)ga|", false],
    ["a full one", "ABcd ║efga|", false],
    ["a full one split by a field", "ABcd ef║\nP:A\nga|abcd efga|", false],
    ["a full one whose end has grace notes", "ABcd (e2{de})║ g2|", false],
    ["a short one at a section's end", "D|ABcd efga|ABcd e2║g:|", false],
    ["one that lacks something", "ABcd efga|ABc║ga|", false],
  ])("is %s", (_, marked, isIt) => {
    expect(isInSettledBar(...around(marked))).toBe(isIt);
  });

  test("ends at the next bar line, on another line, too", () => {
    const { text, offset } = atCursor(`${header}ABcdef ║gab\ncd|efg`);
    expect(text.slice(0, behindBar(text, offset))).toBe(`${header}ABcdef gab\ncd|`);
    expect(behindBar(`${header}ABc\n`, header.length)).toBeUndefined();
    const key = atCursor("X:1\nM:4/4\nK:G║\nD|ABcd");
    expect(key.text.slice(0, behindBar(key.text, key.offset))).toBe("X:1\nM:4/4\nK:G\nD|");
    const voices = atCursor(`${header}[V:1]ABc║\n[V:2]ABc|\n`);
    expect(behindBar(voices.text, voices.offset)).toBeUndefined();
    expect(parseTuneBook(voices.text).tunes.length).toBe(1);
  });
});

describe("a text in between", () => {
  test("fills a bar that was full rather than make a pick-up of it", () => {
    expect(isWritten("AB║cd efga|d8|", "cd efga|")).toBe(true);
    expect(isWritten("AB║cd efga|d8|", "|")).toBe(false);
    expect(isWritten("AB║cd efga|d8|", "c|")).toBe(false);
  });

  test("leaves the end of a slur to what follows", () => {
    expect(isWritten("ABcd (ef║g)a|d8|", "ga|(AB)")).toBe(true);
    expect(isWritten("ABcd (ef║g)a|d8|", "g)")).toBe(false);
    expect(isWritten("ABcd (ef║", "g)")).toBe(true);
  });

  test("changes no meter and no key of what follows", () => {
    expect(isWritten("ABcd efga|║\nd8|", "\nA:|")).toBe(false);
    expect(isWritten("ABcd efga|║\nd8|", "\nK:")).toBe(false);
    expect(isWritten("ABcd efga|║\nd8|", "[M")).toBe(false);
    expect(isWritten("ABcd efga|║", "\nK:")).toBe(true);
  });

  test("begins no bar line that would have to end the section", () => {
    expect(isWritten("D|ABcd efga|║abcd efga|", "ABcd e2|")).toBe(false);
    expect(isWritten("D|ABcd efga|║abcd efga|", "ABcd e2ga|")).toBe(true);
    expect(isWritten("D|ABcd efga|║abcd efga|", "ABcd e2\n")).toBe(true);
    expect(isWritten("D|ABcd efga|║abcd efga|", "ABcd e2\n:")).toBe(false);
  });

  test("leads into a bar only with the time that it had", () => {
    const [reader, follows] = around("D|ABcd efga|ABcd e2║g:|");
    expect(leadsInto(reader, "ga|ABcd ef", follows)).toBe(true);
    expect(leadsInto(reader, "ga|", follows)).toBe(false);
    const pickUp = around("G2║|ABcd efga|");
    expect(leadsInto(pickUp[0], "ABcdef|", pickUp[1])).toBe(false);
  });

  test("does not go into a tuplet", () => {
    expect(splitsToken(...around("AB (3c║de f2|"))).toBe(true);
    expect(splitsToken(...around("AB (3cde║ f2|"))).toBe(false);
  });

  test("puts no bar line right before another", () => {
    const [reader, follows] = around("ABcd efgab║:|");
    expect(leadsInto(reader, "|ABcd efga|", follows)).toBe(false);
  });

  test("puts no bar line right behind another", () => {
    expect(isWritten("ABcd efga|]\n║abcd efga|", "::|")).toBe(false);
  });
});
