import { expect, test } from "vitest";
import { type PlaceKind, placeAt } from "../../../src/abc/place";
import { parseTuneBook } from "../../../src/abc/tuneBook";
import { atCursor } from "./cursor";

const head = "X:1\nT:Small Hours\nK:G\n";

const places: [string, PlaceKind][] = [
  ["║", "freeText"],
  ["\ufeff║M:4/4", "fileHeader"],
  ["║\ufeffM:4/4", "fileHeader"],
  ["M:4║/4\n\nX:1", "fileHeader"],
  ["% m║y tunes\nM:4/4\n\nX:1", "comment"],
  ["M:4/4 % by ║default\n\nX:1", "comment"],
  ["M:4/4\n║\nX:1", "freeText"],
  ["M:4/4\n\nab║c\n\nX:1", "freeText"],
  ["T:Nameless\nK:D\nd║ef|", "freeText"],
  ["T:Name║less\nK:D\ndef|", "fileHeader"],
  ["\n%%begintext\nX║:1\n%%endtext", "typesetText"],
  ["%%begin║text\nX:1\n%%endtext", "typesetText"],
  ["║X:1\nK:C\n", "tuneHeader"],
  ["X:1\nT:║\nK:C\n", "tuneHeader"],
  ["X:1\nT:a ║% b\nK:C\n", "tuneHeader"],
  ["X:1\nT:a %║ b\nK:C\n", "comment"],
  ["X:1\nstray ║words\nK:C\n", "tuneHeader"],
  ["X:1\n%%scale ║1\nK:C\n", "comment"],
  ["X:1\nK:C║\n", "tuneHeader"],
  ["X:1\nK:C\n║", "afterTune"],
  ["X:1\n║", "afterTune"],
  [`${head}║GAB c2d|`, "music"],
  [`${head}GAB c2d|║`, "music"],
  [`${head}GAB c2d|\n║`, "afterTune"],
  [`${head}GAB c2d|\n║\nX:2`, "afterTune"],
  [`${head}GAB c2d|\n  ║  \nX:2`, "afterTune"],
  [`${head}GAB c2d|\n\n║\nX:2`, "freeText"],
  [`${head}GAB c2d|\n\nno║te\n\nX:2`, "freeText"],
  [`${head}GAB c2d|\r║\n`, "music"],
  [`${head}GAB║\nX:2\nK:C`, "music"],
  [`${head}GAB\n║X:2\nK:C`, "tuneHeader"],
  [`${head}G║"Am"`, "music"],
  [`${head}G"║Am"`, "quoted"],
  [`${head}G"Am║"`, "quoted"],
  [`${head}G"Am"║`, "music"],
  [`${head}G"Am\\"║7"`, "quoted"],
  [`${head}G"Am" B "║`, "quoted"],
  [`${head}"50%" G║`, "music"],
  [`${head}"50% G║`, "quoted"],
  [`${head}G % "a║"`, "comment"],
  [`${head}G ║% a`, "music"],
  [`${head}G \\% ║a`, "music"],
  [`${head}!║trill!G`, "decoration"],
  [`${head}!trill║!G`, "decoration"],
  [`${head}!trill!║G`, "music"],
  [`${head}!trill! G║ !f!A`, "music"],
  [`${head}G!A║ B!c`, "music"],
  [`${head}G!|A║B!`, "music"],
  [`${head}!║`, "music"],
  [`${head}[║K:D]d`, "inlineField"],
  [`${head}[K:D║]d`, "inlineField"],
  [`${head}║[K:D]d`, "music"],
  [`${head}[K:D]║d`, "music"],
  [`${head}[K:D║`, "inlineField"],
  [`${head}[K:D % a║`, "comment"],
  [`${head}[CE║G]2`, "music"],
  [`${head}[|: A║B`, "music"],
  [`${head}w: la ║la`, "lyrics"],
  [`${head}GAB\nw: la\n+: ║la`, "lyrics"],
  [`${head}s: !f!║`, "lyrics"],
  [`${head}w: la % ║la`, "comment"],
  [`${head}K:║D`, "bodyField"],
  [`${head}+:║`, "bodyField"],
  [`${head}d:║|`, "music"],
  [`${head}% ║d`, "comment"],
  [`${head}%%begintext\nwords║\n%%endtext\nG`, "typesetText"],
  [`${head}%%begintext\nwords\n%%endtext\nG║`, "music"],
];

test.each(places)("%j", (marked, kind) => {
  const { text, offset } = atCursor(marked);
  expect(placeAt(parseTuneBook(text), offset).kind).toBe(kind);
});

test("the tune and the line come with the place", () => {
  const { text, offset } = atCursor(`${head}GAB\n║\nX:2\nK:C\n`);
  const book = parseTuneBook(text);
  expect(placeAt(book, offset)).toMatchObject({ tune: { number: "1" }, line: { kind: "empty" } });
  expect(placeAt(book, offset - 1)).toMatchObject({
    tune: { number: "1" },
    line: { kind: "music" },
  });
});

test("an offset outside the source is the nearest inside", () => {
  const book = parseTuneBook(`${head}GAB`);
  expect(placeAt(book, -5).kind).toBe("tuneHeader");
  expect(placeAt(book, 1000).kind).toBe("music");
});
