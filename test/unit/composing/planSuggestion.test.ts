import { describe, expect, test } from "vitest";
import { excerptAt } from "../../../src/abc/excerpt";
import { parseTuneBook } from "../../../src/abc/tuneBook";
import { planSuggestion } from "../../../src/composing/planSuggestion";
import { atCursor } from "../abc/cursor";

const header = "X:1\nT:Gate\nM:6/8\nK:D\n";

describe("suggesting", () => {
  test.each([
    ["in a bar", `${header}ABc|de║`, "ABc|de", ""],
    ["before more of the line", `${header}ABc|║def|\n`, "ABc|", "def|\n"],
    ["at a line's end", `${header}ABc|║\ndef|\n`, "ABc|", "\ndef|\n"],
    ["at the first music's start", `${header}║ABc|\n`, "", "ABc|\n"],
    ["at the end of a sung line", `${header}ABc|║\nw:la\n`, "ABc|", ""],
    ["before a comment", `${header}ABc|║ % so\n`, "ABc|", ""],
    ["behind a chord symbol", `${header}ABc|"Am"║\n`, 'ABc|"Am"', ""],
    ["behind a decoration", `${header}ABc|!trill!║\n`, "ABc|!trill!", ""],
    ["behind an inline field", `${header}ABc|[K:G]║\n`, "ABc|[K:G]", ""],
    ["behind a grace group", `${header}ABc|{ga}║\n`, "ABc|{ga}", ""],
    ["behind a chord", `${header}ABc|[DF]║\n`, "ABc|[DF]", ""],
    ["in a tuplet", `${header}ABc|(3de║\n`, "ABc|(3de", ""],
    ["in a broken rhythm", `${header}ABc|d>║\n`, "ABc|d>", ""],
    ["behind an ending", `${header}ABc|1║\n`, "ABc|1", ""],
    ["behind rests and letters of decorations", `${header}zzz|TuA║\n`, "zzz|TuA", ""],
    [
      "behind words in quotes",
      `${header}"slowly"A!trill!+trill+║\n`,
      '"slowly"A!trill!+trill+',
      "",
    ],
    ["behind an old line break", `${header}A!B c║\n`, "A!B c", ""],
    ["on a new line at the end of a book", `${header}ABc|\n║`, "ABc|\n", ""],
    ["on a new line with a line end", `${header}ABc|\n║\n`, "ABc|\n", ""],
    ["on a new line above an empty line", `${header}ABc|\n║\n \nX:2\nK:G\n`, "ABc|\n", ""],
    ["on a new line below lyrics", `${header}ABc|\nw:la\n║`, "ABc|\n", ""],
    ["on a new line below the key", `${header}║`, "", ""],
  ])("%s", (_, marked, music, follows) => {
    for (const eol of ["\n", "\r\n"]) {
      const { text, offset } = atCursor(marked.replaceAll("\n", eol));
      const plan = {
        prime: `M:6/8\nK:D\n${music}`,
        insertAt: offset,
        before: "",
        after: "",
        follows,
      };
      expect(planSuggestion(text, offset, "MK")).toEqual(plan);
      const excerpt = excerptAt(parseTuneBook(text), offset);
      expect(planSuggestion(excerpt?.text ?? "", excerpt?.offset ?? 0, "MK")).toEqual({
        ...plan,
        insertAt: excerpt?.offset,
      });
    }
  });

  test.each([
    ["an empty file", "║"],
    ["the header", `X:1\nT:Ga║te\nK:D\nABc|\n`],
    ["a header line's start", `X:1\n║K:D\nABc|\n`],
    ["the end of the K: line", "X:1\nK:D║\nABc|\n"],
    ["the end of a K: line without a line end", "X:1\nK:D║"],
    ["a header without K:", "X:1\nT:Gate\nM║"],
    ["the file header", `M:4/4║\n\n${header}ABc|`],
    ["free text", `${header}ABc|\n\nSome words ║\n`],
    ["lyrics", `${header}ABc|\nw:la║\n`],
    ["the start of lyrics", `${header}ABc|\n║w:la\n`],
    ["a symbol line", `${header}ABc|\ns:*║\n`],
    ["a field", `${header}ABc|\nP:A║\n`],
    ["a comment", `${header}ABc|\n% so║\n`],
    ["a trailing comment", `${header}ABc| % so║\n`],
    ["a directive", `${header}ABc|\n%%vskip║\n`],
    ["typeset text", `${header}ABc|\n%%begintext\nA║\n%%endtext\n`],
    ["a quote", `${header}ABc|"A║m"\n`],
    ["an open quote", `${header}ABc|"║\n`],
    ["a decoration", `${header}ABc|!tr║ill!\n`],
    ["an open decoration", `${header}ABc|!tri║\n`],
    ["a decoration just opened", `${header}ABc|!║\n`],
    ["an inline field", `${header}ABc|[K:║]\n`],
    ["an open inline field", `${header}ABc|[K:G║\n`],
    ["a chord", `${header}ABc|[D║F]\n`],
    ["an open chord", `${header}ABc|[D║|\n`],
    ["a bracket just opened", `${header}ABc|[║\n`],
    ["a grace group", `${header}ABc|{g║a}B\n`],
    ["an open grace group", `${header}ABc|{g║\n`],
    ["the middle of a note", `${header}AB║2|\n`],
    ["the middle of a bar line", `${header}AB|║:c\n`],
    ["a broken rhythm, behind its note", `${header}AB║>c\n`],
    ["the escape of a line end", `${header}ABc|\\║\ndef|\n`],
    ["a line of one letter, which may become a field", `${header}ABc|\nw║\n`],
    ["a line of words", `${header}Some words about ║\n`],
    ["the empty line that ends a tune", `${header}ABc|\n║\nX:2\nK:G\n`],
    ["the empty line before words", `${header}ABc|\n║\nSome words\n`],
    ["the second empty line", `${header}ABc|\n\n║`],
    ["a new line below words of a song", `${header}ABc|\nW:la\n║`],
    ["a line of white space", `${header}ABc|\n  ║\n`],
    ["the middle of a character", `${header}ABc|😀`.replace(/\udc00|\ude00/, "║$&")],
  ])("is refused in %s", (_, marked) => {
    for (const eol of ["\n", "\r\n"]) {
      const { text, offset } = atCursor(marked.replaceAll("\n", eol));
      expect(planSuggestion(text, offset, "MK")).toBeUndefined();
    }
  });

  test("is refused between CR and LF", () => {
    const { text, offset } = atCursor(`${header}ABc|\r║\n`);
    expect(planSuggestion(text, offset, "MK")).toBeUndefined();
  });

  test("is refused outside the text", () => {
    expect(planSuggestion(`${header}ABc|`, -1, "MK")).toBeUndefined();
    expect(planSuggestion(`${header}ABc|`, 100, "MK")).toBeUndefined();
  });
});

describe("suggesting in a tune of several voices", () => {
  const voiced = "X:1\nV:1\nV:2\nK:D\n";
  test.each([
    ["at the end of a line", "[V:1] abc|║\n[V:2] ABC|\n[V:1] def|\n", "abc|", "\ndef|\n"],
    ["behind a [V:id]", "[V:1] abc|\n[V:2]║ ABC|\n[V:1] def|\n", "", " ABC|\n"],
    ["on a new line", "[V:1] abc|\n[V:2] ABC|\n║", "ABC|\n", ""],
    ["on a new line below a V: line", "V:1\nabc|\nV:2\n║", "", ""],
  ])("%s its voice is read", (_, marked, music, follows) => {
    const { text, offset } = atCursor(voiced + marked);
    expect(planSuggestion(text, offset, "MK")).toMatchObject({ prime: `K:D\n${music}`, follows });
  });

  test("is refused before a [V:id] that opens a line", () => {
    const { text, offset } = atCursor(`${voiced}[V:1] abc|\n║[V:2] ABC|\n`);
    expect(planSuggestion(text, offset, "MK")).toBeUndefined();
  });
});
