import { describe, expect, test } from "vitest";
import { planNewTune } from "../../../src/composing/plan";
import { planContinuation } from "../../../src/composing/planContinuation";
import { planFromSelection } from "../../../src/composing/planFromSelection";
import { atCursor } from "../abc/cursor";

const header = "X:1\nT:Gate\nM:6/8\nK:D\n";

/** The plan at ║: what the model reads, and the source with the plan carried out, ♪ for what the model writes. */
function planned(marked: string): { prime: string; result: string } | string {
  const { text: source, offset } = atCursor(marked);
  const plan = planContinuation(source, offset, "MK");
  if ("problem" in plan) return plan.problem;
  const { prime, insertAt, before, after } = plan;
  const result = `${source.slice(0, insertAt)}${before}♪${after}${source.slice(insertAt)}`;
  return { prime, result };
}

describe("continuing", () => {
  test.each([
    ["in the middle of a bar", `${header}ABc|de║`, "M:6/8\nK:D\nABc|de", `${header}ABc|de♪`],
    ["before other music", `${header}ABc|║def|\n`, "M:6/8\nK:D\nABc|", `${header}ABc|♪def|\n`],
    ["at the end of a line", `${header}ABc|║\ndef|`, "M:6/8\nK:D\nABc|", `${header}ABc|♪\ndef|`],
    ["at the start of a line", `${header}ABc|\n║`, "M:6/8\nK:D\nABc|\n", `${header}ABc|\n♪`],
    [
      "on the empty line below a tune",
      `${header}ABc|\n║\nX:2\nK:G\n`,
      "M:6/8\nK:D\nABc|\n",
      `${header}ABc|\n♪\n\nX:2\nK:G\n`,
    ],
    [
      "on the first of two empty lines",
      `${header}ABc|\n║\n\nX:2\nK:G\n`,
      "M:6/8\nK:D\nABc|\n",
      `${header}ABc|\n♪\n\nX:2\nK:G\n`,
    ],
    [
      "on a line of white space below a tune",
      `${header}ABc|\n  ║ \nX:2\nK:G\n`,
      "M:6/8\nK:D\nABc|\n",
      `${header}ABc|\n♪\n   \nX:2\nK:G\n`,
    ],
    ["behind lyrics", `${header}ABc|\nw:la║`, "M:6/8\nK:D\nABc|\n", `${header}ABc|\nw:la\n♪`],
    [
      "behind a comment",
      `${header}ABc| % so║\ndef|`,
      "M:6/8\nK:D\nABc|\n",
      `${header}ABc| % so\n♪\ndef|`,
    ],
    ["behind a field", `${header}ABc|\nP:B║\n`, "M:6/8\nK:D\nABc|\n", `${header}ABc|\nP:B\n♪\n`],
    ["behind the key", `${header.trim()}║\nABc|`, "M:6/8\nK:D\n", `${header.trim()}\n♪\nABc|`],
    ["anywhere in a bare header", "X:1\nM:6║/8\nK:D", "M:6/8\nK:D\n", "X:1\nM:6/8\nK:D\n♪"],
    ["below a bare header", `${header}║`, "M:6/8\nK:D\n", `${header}♪`],
    [
      "in the empty lines behind the last tune",
      `${header}ABc|\n\n\n║\n`,
      "M:6/8\nK:D\nABc|\n",
      `${header}ABc|\n♪\n\n\n`,
    ],
    [
      "behind a continued key",
      "X:1\nM:6/8\nK:D\n+:clef=treble║",
      "M:6/8\nK:D\n",
      "X:1\nM:6/8\nK:D\n+:clef=treble\n♪",
    ],
    [
      "behind a sung line",
      `${header}ABc|║\nw:la la\nw:so\ndef|`,
      "M:6/8\nK:D\nABc|\n",
      `${header}ABc|\nw:la la\nw:so\n♪\ndef|`,
    ],
    [
      "in the begun bar of a sung line",
      `${header}ABc|d║\nw:la`,
      "M:6/8\nK:D\nABc|d",
      `${header}ABc|d♪\nw:la`,
    ],
    [
      "behind a line that goes on",
      `${header}ABc|\\║\ndef|`,
      "M:6/8\nK:D\nABc|",
      `${header}ABc|♪\\\ndef|`,
    ],
    ["between CR and LF", `${header}ABc|\r║\ndef|`, "M:6/8\nK:D\nABc|", `${header}ABc|♪\r\ndef|`],
    [
      "in the middle of a character",
      `${header}ABc|😀`.replace(/\udc00|\ude00/, "║$&"),
      "M:6/8\nK:D\nABc|",
      `${header}ABc|♪😀`,
    ],
    [
      "behind a continued field",
      `${header}ABc|\nP:B║\n+:so\n`,
      "M:6/8\nK:D\nABc|\n",
      `${header}ABc|\nP:B\n+:so\n♪\n`,
    ],
    ["in the middle of an escape", `${header}A\\║%B`, "M:6/8\nK:D\nA", `${header}A♪\\%B`],
    ["behind a closing quote", `${header}"Am"║`, 'M:6/8\nK:D\n"Am"', `${header}"Am"♪`],
  ])("%s", (_, marked, prime, result) => {
    expect(planned(marked)).toEqual({ prime, result });
  });

  test.each([
    ["an empty file", "║", "There is no tune here yet"],
    ["white space", " \n ║\n", "There is no tune here yet"],
    ["a file without X:", "ABc|║def|", "a tune starts with an X: line"],
    ["before the first tune", `M:4/4║\n\n${header}ABc|`, "The cursor is outside a tune"],
    ["free text", `${header}ABc|\n\nSome ║words.\n`, "The cursor is outside a tune"],
    ["the header", `X:1\nT:Ga║te\nM:6/8\nK:D\nABc|`, "in the header of this tune"],
    ["a header without K:", "X:1\nT:Ga║te\n", "has no K: field yet"],
    ["lyrics", `${header}ABc|\nw:la ║la\n`, "in a line of lyrics"],
    ["a comment", `${header}ABc| % s║o\n`, "in a comment"],
    ["a line of comment", `${header}%% s║o\nABc|`, "in a comment"],
    ["a field", `${header}ABc|\nP:║B\ndef|`, "in a field"],
    ["quoted text", `${header}ABc|"A║m"def|`, "inside quoted text"],
    ["a decoration", `${header}ABc|!tri║ll!def|`, "inside a !decoration!"],
    ["an inline field", `${header}ABc|[K:║G]def|`, "inside an [inline:field]"],
    [
      "typeset text that another end does not end",
      `${header}ABc|\n%%begintext\n%%endps\n║`,
      "in a block of text",
    ],
    ["typeset text", `${header}ABc|\n%%begintext\nwo║rds\n%%endtext\n`, "in a block of text"],
  ])("is refused in %s", (_, marked, sentence) => {
    expect(planned(marked)).toContain(sentence);
    expect(planned(marked)).toMatch(/^[A-Z][^\n]*\.$/);
  });
});

describe("what follows the place", () => {
  test.each([
    ["in a line is the rest of it and more", `${header}ABc|║de|\nP:B\ngab|\n`, "de|\ngab|\n"],
    ["at a line's end begins with that end", `${header}ABc|║ % so\nw:la\ngab|`, "\ngab|\n"],
    ["behind lyrics begins with a line end", `${header}ABc|\nw:la║\ngab|\n`, "\ngab|\n"],
    ["behind the key begins with a line end", `${header.trim()}║\nABc|\n`, "\nABc|\n"],
    ["before a backslash begins with it", `${header}ABc|\\║\ndef|`, "\\\ndef|\n"],
    ["with CR LF has plain line ends", `${header}ABc║|\r\ndef|\r\n`, "|\ndef|\n"],
    ["is nothing when only lyrics and blanks come", `${header}ABc|║ \nw:la\n\n`, ""],
    ["is nothing below a tune", `${header}ABc|\n║\n\nX:2\nK:G\nA|\n`, ""],
  ])("%s", (_, marked, follows) => {
    const { text, offset } = atCursor(marked);
    expect(planContinuation(text, offset, "MK")).toMatchObject({ follows });
  });
});

describe("in a tune of several voices", () => {
  const voiced = "X:1\nV:1\nV:2 clef=bass\nK:D\n";
  test.each([
    [
      "the end of a line goes on in its voice",
      `${voiced}[V:1] abc|║\n[V:2] ABC|\n[V:1] def|\n[V:2] DEF|\n`,
      "K:D\nabc|",
      "\ndef|\n",
      `${voiced}[V:1] abc|♪\n[V:2] ABC|\n[V:1] def|\n[V:2] DEF|\n`,
    ],
    [
      "the end of a block goes on in its voice",
      `${voiced}V:1\nabc|\ndef|║\nV:2\nABC|\nDEF|\n`,
      "K:D\nabc|\ndef|",
      "",
      `${voiced}V:1\nabc|\ndef|♪\nV:2\nABC|\nDEF|\n`,
    ],
    [
      "behind a V: line its voice goes on",
      `${voiced}V:1\nabc|\nV:2║\nABC|\nV:1\ndef|\n`,
      "K:D\n",
      "\nABC|\n",
      `${voiced}V:1\nabc|\nV:2\n♪\nABC|\nV:1\ndef|\n`,
    ],
    [
      "below the tune the last voice goes on",
      `${voiced}[V:1] abc|\n[V:2] ABC|\n║`,
      "K:D\nABC|\n",
      "",
      `${voiced}[V:1] abc|\n[V:2] ABC|\n♪`,
    ],
    [
      "before a [V:id] at a line's start the voice above goes on in a line of its own",
      `${voiced}[V:1] abc|\nw:la\n║[V:2] ABC|\n[V:1] def|\n`,
      "K:D\nabc|\n",
      "\ndef|\n",
      `${voiced}[V:1] abc|\nw:la\n♪\n[V:2] ABC|\n[V:1] def|\n`,
    ],
    [
      "before a [V:id] of the same voice the music goes in behind it",
      `${voiced}[V:1] abc|\n║[V:1] def|\n[V:2] ABC|`,
      "K:D\nabc|\n",
      "def|\n",
      `${voiced}[V:1] abc|\n[V:1] ♪def|\n[V:2] ABC|`,
    ],
    [
      "voices that share a line are told apart",
      `${voiced}[V:1] abc| [V:2] ABC|║ [V:1] def| [V:2] DEF|\n`,
      "K:D\nABC|",
      " DEF|\n",
      `${voiced}[V:1] abc| [V:2] ABC|♪ [V:1] def| [V:2] DEF|\n`,
    ],
    [
      "music before any V: belongs to the first voice",
      `${voiced}abc|║\nV:2\nABC|\nV:1\ndef|\n`,
      "K:D\nabc|",
      "\ndef|\n",
      `${voiced}abc|♪\nV:2\nABC|\nV:1\ndef|\n`,
    ],
    [
      "behind the key the first voice begins with its V: line",
      `${voiced.trim()}║\nV:2\nABC|\nV:1\ndef|\n`,
      "K:D\n",
      "\ndef|\n",
      `${voiced}V:1\n♪\nV:2\nABC|\nV:1\ndef|\n`,
    ],
    [
      "below a bare header the first voice begins with its V: line",
      `${voiced}║`,
      "K:D\n",
      "",
      `${voiced}V:1\n♪`,
    ],
    [
      "a key and a meter hold for the voice they stand in",
      `${voiced}V:1\nM:3/4\nabc|\nV:2\nK:G\nABC|\nV:1\nd║\n`,
      "K:D\nM:3/4\nabc|\nd",
      "",
      `${voiced}V:1\nM:3/4\nabc|\nV:2\nK:G\nABC|\nV:1\nd♪\n`,
    ],
  ])("%s", (_, marked, prime, follows, result) => {
    for (const eol of ["\n", "\r\n"]) {
      const { text, offset } = atCursor(marked.replaceAll("\n", eol));
      const plan = planContinuation(text, offset, "MKV");
      expect(plan).toMatchObject({ prime, follows });
      if ("problem" in plan) throw new Error(plan.problem);
      const { insertAt, before, after } = plan;
      const done = `${text.slice(0, insertAt)}${before}♪${after}${text.slice(insertAt)}`;
      expect(done.replaceAll("\r\n", "\n")).toBe(result);
    }
  });

  test("a selection is read in the voice of its first music", () => {
    const source = `${voiced}[V:1] abc|\n[V:2] ABC|\n[V:1] def|\n[V:2] DEF|\n`;
    const plan = planFromSelection(source, source.indexOf("[V:2] A"), source.length, 2, "KV");
    expect(plan).toMatchObject({ prime: "K:D\nABC|\nDEF|\n", before: "X:2\nK:D\nABC|\nDEF|\n" });
  });
});

test.each([
  ["MK", ""],
  ["XMK", "X:12\n"],
  ["*", "X:12\nT:Untitled\n"],
])("a new tune for a model that knows %j starts from %j", (fields, prime) => {
  const before = "X:12\nT:Untitled\n";
  expect(planNewTune(12, fields)).toEqual({ prime, insertAt: 0, before, after: "", follows: "" });
});
