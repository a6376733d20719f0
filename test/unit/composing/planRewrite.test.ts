import { describe, expect, test } from "vitest";
import { excerptAt } from "../../../src/abc/excerpt";
import { parseTuneBook } from "../../../src/abc/tuneBook";
import { planRewrite } from "../../../src/composing/planRewrite";

const header = "X:1\nT:Gate\nM:6/8\nK:D\n";

/** The plan for what stands between « and »: the source with what is replaced in ‹ ›, or the problem. */
function rewritten(marked: string): string {
  const start = marked.indexOf("«");
  const end = marked.indexOf("»") - 1;
  const source = marked.replace(/[«»]/g, "");
  const plan = planRewrite(source, start, end, "MK");
  if ("problem" in plan) return plan.problem;
  const { insertAt, replaceTo } = plan;
  return `${source.slice(0, insertAt)}‹${source.slice(insertAt, replaceTo)}›${source.slice(replaceTo)}`;
}

describe("rewriting", () => {
  test.each([
    ["the bars selected", "ABc|«def|gab»|c'", "ABc|‹def|gab›|c'"],
    ["keeps the bar lines at both ends", "ABc«|def|»gab|", "ABc|‹def›|gab|"],
    ["keeps repeats and endings", "|:«ABc:|2 def :|]» gab", "|:‹ABc:|2 def› :|] gab"],
    ["keeps an ending in brackets", "ABc |«[1 def :|[2» gab |]", "ABc |[1 ‹def› :|[2 gab |]"],
    ["keeps an ending in words", 'ABc |«["last" def |]»', 'ABc |["last" ‹def› |]'],
    ["keeps the white space around", "ABc|« def »|gab|", "ABc| ‹def› |gab|"],
    ["does not split a bar line", "ABc|«:def:»|gab|", "ABc|:‹def›:|gab|"],
    ["keeps a backslash at the end", "«ABc|\\\ndef|\\»", "‹ABc|\\\ndef›|\\"],
    ["keeps inline fields at both ends", "ABc|«[K:G]def|[M:3/4]»ga|", "ABc|[K:G]‹def›|[M:3/4]ga|"],
    ["spans lines of music", "ABc|«def|\n|:gab|»c'", "ABc|‹def|\n|:gab›|c'"],
    ["keeps a trailing comment", "ABc|«def| % so»\ngab|", "ABc|‹def›| % so\ngab|"],
    ["takes a selection from behind a comment", "ABc| % s«o\ngab|»", "ABc| % so\n‹gab›|"],
    ["widens to a whole note", "AB«c'/»2d", "AB‹c'/2›d"],
    ["widens to an accidental", "A^«f2»|", "A‹^f2›|"],
    ["widens to a tie", "AB«c»-|c", "AB‹c-›|c"],
    ["widens to a whole chord", "A[C«E»G]2B", "A‹[CEG]2›B"],
    ["widens to a chord with quoted text in it", 'A["G]"C«E»G]2B', 'A‹["G]"CEG]2›B'],
    ["widens to the length of a chord", "A«[CEG]»3/2B", "A‹[CEG]3/2›B"],
    ["widens to a whole tuplet", "A(3B«c»dE", "A‹(3Bcd›E"],
    ["widens to a tuplet of other length", "A(3:2:4B«c»deF", "A‹(3:2:4Bcde›F"],
    ["widens to a tuplet with a chord symbol in it", 'A(3B"D"c«{g}»dE', 'A‹(3B"D"c{g}d›E'],
    ["does not widen a tuplet beyond its bar", "A(3B«c»|d", "A‹(3Bc›|d"],
    ["widens to a broken rhythm", "A«B»>cd", "A‹B>c›d"],
    ["widens to a broken rhythm from its end", "AB > ~«c»d", "A‹B > ~c›d"],
    ["widens to a run of broken rhythms", "AB>c<«d»e", "A‹B>c<d›e"],
    ["widens to quoted text", 'A"Am«7"B|»c', 'A‹"Am7"B›|c'],
    ["widens to a decoration", "A!tri«ll!B|»c", "A‹!trill!B›|c"],
    ["widens to a grace group", "A{g«a}B|»c", "A‹{ga}B›|c"],
    ["takes an old line break for none", "A«B!c»d", "A‹B!c›d"],
    ["takes the ends in any order", "AB»c«d", "AB‹c›d"],
  ])("%s", (_, marked, result) => {
    const swapped = marked.indexOf("»") < marked.indexOf("«");
    const text = swapped ? marked.replace(/[«»]/g, (mark) => (mark === "«" ? "»" : "«")) : marked;
    expect(rewritten(`${header}${text}\n`)).toBe(`${header}${result}\n`);
  });

  test.each([
    ["nothing", "ABc|«»def|", "holds no music"],
    ["white space", "ABc|« »def|", "holds no music"],
    ["bar lines", "ABc«||:»def|", "holds no music"],
    ["a comment", "ABc| % «so»", "holds no music"],
    ["lyrics", "ABc|\nw:«la»", "holds lyrics"],
    ["music and lyrics", "«ABc|\nw:la\ndef|»", "holds lyrics"],
    ["lyrics that go on", "«ABc|\nw:la\n+:la»\ndef|", "holds lyrics"],
    ["a symbol line", "«ABc|\ns:*\ndef|»", "holds a symbol line"],
    ["a field", "«ABc|\nK:G\ndef|»", "holds a K: field"],
    ["an inline field", "«ABc|[K:G]def|»", "holds [K:G]"],
    ["a line of comment", "«ABc|\n%\ndef|»", "holds a comment"],
    ["a comment between", "«ABc| % so\ndef|»", "holds a comment"],
    ["a directive", "«ABc|\n%%vskip 1\ndef|»", "holds a directive"],
    ["typeset text", "«ABc|\n%%begintext\n%%endtext\ndef|»", "holds a block of text"],
    ["the next tune", "«ABc|\n\nX:2\nK:G\nABc|»", "reaches beyond its tune"],
    ["text behind the tune", "«ABc|\n\nSome words»", "reaches beyond its tune"],
    ["words", "«Some words»", "holds words"],
    ["several voices", "[V:1]«ABc|[V:2]def|»", "holds several voices"],
    ["voices in lines of their own", "«ABc|\nV:2\ndef|»", "holds a V: field"],
  ])("is refused with %s", (_, marked, sentence) => {
    expect(rewritten(`${header}${marked}`)).toContain(`The selection ${sentence}`);
    expect(rewritten(`${header}${marked}`)).toMatch(/^[A-Z][^\n]*\.$/);
  });

  test.each([
    ["the header", "X:1\nT:«Gate\nK:D\nABc|»", "is in the header"],
    ["free text", "Some «words\n\nX:1\nK:D\nABc|»", "begins outside a tune"],
    ["the empty line below a tune", "X:1\nK:D\nABc|\n\n«Some words»\n", "begins outside a tune"],
  ])("is refused in %s", (_, marked, sentence) => {
    expect(rewritten(marked)).toContain(`The selection ${sentence}`);
  });
});

test("what stands before, there and behind is as a model reads it", () => {
  for (const eol of ["\n", "\r\n"]) {
    const source = `${header}ABc| % so\nw:la\ndef|\ngab|c'\nd'|\nw:la\nABc|\n`.replaceAll(
      "\n",
      eol,
    );
    const plan = planRewrite(source, source.indexOf("ef|"), source.indexOf("|c'"), "MK");
    expect(plan).toEqual({
      prime: "M:6/8\nK:D\nABc|\nd",
      insertAt: source.indexOf("ef|"),
      before: "",
      after: "",
      replaceTo: source.indexOf("|c'"),
      replaced: "ef|\ngab",
      follows: "|c'\nd'|\nABc|\n",
    });
  }
});

test("a tune cut out of its book gives the same plan", () => {
  const source = `L:1/8\r\n\r\nX:1\nK:G\nG|\n\n${header}ABc|def|\ngab|\n\nX:3\nK:G\nG|\n`;
  const [start, end] = [source.indexOf("|def"), source.indexOf("\ngab")];
  const excerpt = excerptAt(parseTuneBook(source), start);
  if (!excerpt) throw new Error("There is no tune.");
  const { text, shift } = excerpt;
  const plan = planRewrite(text, start - shift, end - shift, "LMK");
  if ("problem" in plan) throw new Error(plan.problem);
  const { insertAt, replaceTo } = plan;
  expect(planRewrite(source, start, end, "LMK")).toEqual({
    ...plan,
    insertAt: insertAt + shift,
    replaceTo: replaceTo + shift,
  });
  expect(plan).toMatchObject({ replaced: "def", follows: "|\ngab|\n" });
});

test("in a tune of several voices, the voice selected is read", () => {
  const source = "X:1\nK:D\n[V:1] abc|def|\n[V:2] ABC|DEF|\n[V:1] gab|\n[V:2] GAB|\n";
  const start = source.indexOf("[V:2] ABC");
  expect(planRewrite(source, start, source.indexOf("DEF"), "KV")).toMatchObject({
    prime: "K:D\n",
    insertAt: source.indexOf("ABC"),
    replaced: "ABC",
    follows: "|DEF|\nGAB|\n",
  });
});
