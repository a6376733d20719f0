import { expect, test } from "vitest";
import { musicTokens, notesOf } from "../../../src/abc/musicTokens";
import { oddLines, seeded } from "./oddBook";

/** The kinds of the pieces of some music, each with its text. */
function pieces(music: string): string[] {
  return [...musicTokens(music)]
    .filter(({ kind }) => kind !== "space")
    .map(({ kind, text }) => `${kind} ${text}`);
}

test.each([
  ["^c'2 _B,, z/ Z4", ["note ^c'2", "note _B,,", "rest z/", "rest Z4"]],
  [
    "A|B||c:|d|:e::f[|g|]",
    [
      "note A",
      "barLine |",
      "note B",
      "barLine ||",
      "note c",
      "barLine :|",
      "note d",
      "barLine |:",
      "note e",
      "barLine ::",
      "note f",
      "barLine [|",
      "note g",
      "barLine |]",
    ],
  ],
  [
    "|1 A:|2 B|[1,3 c",
    [
      "barLine |",
      "ending 1",
      "note A",
      "barLine :|",
      "ending 2",
      "note B",
      "barLine |",
      "ending [1,3",
      "note c",
    ],
  ],
  ["[K:Am][ce]2{/ga}d", ["inlineField [K:Am]", "chord [ce]2", "grace {/ga}", "note d"]],
  [
    '"Am|"!trill!+fermata+A+',
    ['quote "Am|"', "decoration !trill!", "decoration +fermata+", "note A", "other +"],
  ],
  ["(3abc(4:3:4d", ["tuplet (3", "note a", "note b", "note c", "tuplet (4:3:4", "note d"]],
  [
    "(A-A)>~B\n",
    [
      "other (",
      "note A",
      "other -",
      "note A",
      "other )",
      "other >",
      "other ~",
      "note B",
      "lineEnd \n",
    ],
  ],
  ['[ce "A {g', ["other [", "note c", "note e", 'other "', "note A", "other {", "note g"]],
])("%j is taken apart", (music, expected) => expect(pieces(music)).toEqual(expected));

test("the pieces of anything make it up again, each at its place", () => {
  const random = seeded(3);
  for (let i = 0; i < 200; i++) {
    const music = oddLines(random).join("\n");
    const tokens = [...musicTokens(music)];
    expect(tokens.map(({ text }) => text).join("")).toBe(music);
    for (const { text, start } of tokens) expect(music.startsWith(text, start)).toBe(true);
  }
  expect([...musicTokens("AB|cd|", 3, 5)].map(({ start }) => start)).toEqual([3, 4]);
});

test("the notes of a piece are found without what is quoted in it", () => {
  const notes = (music: string): string[] => [...musicTokens(music)].flatMap(notesOf);
  expect(notes('_B,2[^c\'"A"=e]2{g^a}z"C"')).toEqual(["_B", "^c", "=e", "g", "^a"]);
});
