import { describe, expect, test } from "vitest";
import { parseTuneBook, type Tune } from "../../../src/abc/tuneBook";
import { tuneText } from "../../../src/composing/tuneText";
import { oddLines, seeded } from "../abc/oddBook";

const usual = "RMLKPV";

/** The text of the only tune of a source, with ¶ where its body starts. */
function read(source: string, fields = usual): string {
  const book = parseTuneBook(source);
  const [first] = book.tunes;
  if (!first) throw new Error("There is no tune.");
  const tune = tuneText(book, first, fields);
  return `${tune.text.slice(0, tune.bodyStart)}¶${tune.text.slice(tune.bodyStart)}`;
}

describe("a tune as a model reads it", () => {
  test("keeps the fields the model knows and the music", () => {
    const source = "X:1\nT:A Title\nC:Anon\nR:jig\nM:6/8\nQ:120\nK:D\nABc|\nP:B\ndef|]\n";
    expect(read(source)).toBe("R:jig\nM:6/8\nK:D\n¶ABc|\nP:B\ndef|]\n");
    expect(read(source, "K")).toBe("K:D\n¶ABc|\ndef|]\n");
    expect(read(source, "")).toBe("¶ABc|\ndef|]\n");
    expect(read(source, "*")).toBe(source.replace("ABc", "¶ABc"));
  });

  test.each([
    ["a comment behind the music", "X:1\nK:D\nABc| % so\ndef|\n", "K:D\n¶ABc|\ndef|\n"],
    ["a comment behind a field", "X:1\nK:D % major\nABc|\n", "K:D\n¶ABc|\n"],
    ["an escaped percent sign", "X:1\nK:D\nA\\%B|\n", "K:D\n¶A\\%B|\n"],
    ["a line of comment", "X:1\nK:D\n% so\nABc|\n", "K:D\n¶ABc|\n"],
    ["a directive", "X:1\n%%scale 1\nK:D\n%%vskip\nABc|\n", "K:D\n¶ABc|\n"],
    ["typeset text", "X:1\nK:D\n%%begintext\nA|\n%%endtext\nABc|\n", "K:D\n¶ABc|\n"],
    ["lyrics", "X:1\nK:D\nABc|\nw:la la la\n+:la\ndef|\n", "K:D\n¶ABc|\ndef|\n"],
    ["a last line without its end", "X:1\nK:D\nABc|", "K:D\n¶ABc|\n"],
    ["no music", "X:1\nK:D\n", "K:D\n¶"],
    ["no K:", "X:1\nM:4/4\nABc|\n", "M:4/4\n¶ABc|\n"],
    ["a byte order mark", "\ufeffX:1\nK:D\nABc|\n", "K:D\n¶ABc|\n"],
  ])("with %s", (_, source, text) => {
    expect(read(source)).toBe(text);
  });

  test.each(["\r\n", "\r"])("reads the same with %j", (eol) => {
    const source = "X:1\nT:T\nM:6/8 % six\nK:D\nABc| % so\nw:la\ndef|\n";
    expect(read(source.replaceAll("\n", eol))).toBe(read(source));
  });

  test("takes over what the file header says for all, unless it says so itself", () => {
    const header = "M:6/8\nL:1/8\nR:jig\nO:Here\nZ:me\n\n";
    expect(read(`${header}X:1\nK:D\nABc|\n`)).toBe("M:6/8\nL:1/8\nR:jig\nK:D\n¶ABc|\n");
    expect(read(`${header}X:1\nM:9/8\nK:D\nABc|\n`)).toBe("L:1/8\nR:jig\nM:9/8\nK:D\n¶ABc|\n");
    expect(read(`${header}X:1\nK:D\nABc|\n`, "MK")).toBe("M:6/8\nK:D\n¶ABc|\n");
  });

  test("ends where it is told to", () => {
    const source = "X:1\nT:T\nM:6/8\nK:D\nABc| % so\nw:la\ndef|";
    const book = parseTuneBook(source);
    const upTo = (at: number): string => {
      const tune = book.tunes[0];
      return tune ? tuneText(book, tune, usual, { upTo: at }).text : "";
    };
    const behind = (text: string): number => source.indexOf(text) + text.length;
    expect(upTo(behind("AB"))).toBe("M:6/8\nK:D\nAB");
    expect(upTo(behind("ABc|"))).toBe("M:6/8\nK:D\nABc|");
    expect(upTo(behind("ABc| "))).toBe("M:6/8\nK:D\nABc| ");
    expect(upTo(behind("% s"))).toBe("M:6/8\nK:D\nABc|");
    expect(upTo(behind("% so\n"))).toBe("M:6/8\nK:D\nABc|\n");
    expect(upTo(behind("w:la\n"))).toBe("M:6/8\nK:D\nABc|\n");
    expect(upTo(behind("M:6/"))).toBe("M:6/");
    expect(upTo(0)).toBe("");
    // The last line has no end: what comes next stands in the same line.
    expect(upTo(source.length)).toBe("M:6/8\nK:D\nABc|\ndef|");
  });
});

describe("a tune of several voices", () => {
  const source =
    "X:1\nK:D\nV:1 name=A\n+: clef=treble\nV:2\nM:3/4\n[V:1] abc|[M:2/4] % so\n [V:2]  ABC| [V:1]de|\nV:2 % low\nw:la\nK:G\nDEF|\n";
  const book = parseTuneBook(source);
  const tune = book.tunes[0] as Tune;

  test("is read whole with all of them, as it stands", () => {
    expect(read(source)).toBe(
      "K:D\n¶V:1 name=A\nV:2\nM:3/4\n[V:1] abc|[M:2/4]\n [V:2]  ABC| [V:1]de|\nV:2\nK:G\nDEF|\n",
    );
  });

  test.each([
    ["1", "K:D\nabc|[M:2/4]\nde|\n"],
    ["2", "K:D\nM:3/4\nABC|\nK:G\nDEF|\n"],
  ])("is read in voice %s as one tune, each character in its place", (voice, expected) => {
    const { text, offsets } = tuneText(book, tune, usual, { voice });
    expect(text).toBe(expected);
    const misplaced = [...text].filter((character, index) => {
      const there = source[offsets[index] as number];
      return character === "\n" ? !there || !"\n [".includes(there) : character !== there;
    });
    expect(misplaced).toEqual([]);
    expect(offsets).toEqual(offsets.toSorted());
  });
});

describe("in odd books", () => {
  const random = seeded(77);
  const sources = Array.from({ length: 120 }, () => {
    const eol = ["\n", "\r\n", "\r"][Math.floor(random() * 3)] as string;
    return oddLines(random).join(eol) + (random() < 0.5 ? eol : "");
  });
  const tunes = sources.flatMap((source) => {
    const book = parseTuneBook(source);
    return book.tunes.map((tune) => ({ source, book, tune }));
  });

  test("there are tunes enough", () => {
    expect(tunes.length).toBeGreaterThan(100);
  });

  test.each(["*", usual, "K", ""])("with fields %j each character has its place", (fields) => {
    for (const { source, book, tune } of tunes) {
      const { text, offsets, bodyStart } = tuneText(book, tune, fields);
      expect(offsets).toHaveLength(text.length);
      expect(bodyStart).toBeLessThanOrEqual(text.length);
      const misplaced = [...offsets.keys()].filter((index) => {
        const there = source[offsets[index] as number];
        return text[index] === "\n"
          ? there !== undefined && !"\r\n% \t".includes(there)
          : text[index] !== there;
      });
      expect(misplaced).toEqual([]);
      const header = [...offsets.subarray(0, bodyStart)].every(
        (at) => at < tune.header.end || source[at] === undefined,
      );
      expect(header).toBe(true);
      expect(offsets.subarray(bodyStart).every((at) => at >= tune.header.end)).toBe(true);
    }
  });

  test.each(["*", usual])("with fields %j kept and dropped add up", (fields) => {
    for (const { source, book, tune } of tunes) {
      // A last line without its end gets one, so its counts are one off.
      if (!/[\r\n]$/.test(source)) continue;
      const { text, offsets, bodyStart, dropped, droppedBody } = tuneText(book, tune, fields);
      const inherited = offsets.filter((at) => at < tune.start).length;
      const characters = (from: number): number =>
        source.slice(from, tune.end).replaceAll("\r\n", "\n").length;
      expect(text.length - inherited + dropped).toBe(characters(tune.start));
      const body = tune.lines.find((line) => line.start >= tune.header.end)?.start ?? tune.end;
      expect(text.length - bodyStart + droppedBody).toBe(characters(body));
    }
  });

  test("cut anywhere it never throws, and begins as the whole does", () => {
    for (const { source, book, tune } of tunes.slice(0, 60)) {
      const whole = tuneText(book, tune, usual);
      let before = "";
      for (let at = tune.start; at <= Math.min(tune.end + 2, source.length + 2); at++) {
        const { text, offsets, dropped } = tuneText(book, tune, usual, { upTo: at });
        // White space before a cut is text, before a comment it is none.
        const sure = text.trimEnd();
        if (!whole.text.startsWith(sure)) expect(whole.text.slice(0, sure.length)).toBe(sure);
        if (!text.startsWith(before.trimEnd())) expect(text).toBe(before);
        before = text;
        expect(offsets).toHaveLength(text.length);
        expect(dropped).toBeLessThanOrEqual(whole.dropped);
      }
    }
  });
});
