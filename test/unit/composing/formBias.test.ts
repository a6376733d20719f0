import { describe, expect, test } from "vitest";
import { fraction, isMultiple } from "../../../src/music/fraction";
import { MusicReader } from "../../../src/music/reading/musicReader";
import { seeded } from "../abc/oddBook";
import { ruleBehind } from "./rules";

const jig = "M:6/8\nL:1/8\nK:D\n";
/** Bars of which no two that stand near each other are alike. */
const bars = (count: number) =>
  Array.from({ length: count }, (_, index) => `${"abcefgABCEFG"[index % 12]}6|`).join("");

/** The characters of `asked` that are less likely, and those that are more, for the sake of form. */
function biased(body: string, asked: string, strength = 0.9): [less: string, more: string] {
  const rule = ruleBehind(jig, { sectionStrength: strength });
  for (const character of body) rule.read(character);
  const biases = ["", ...asked].map(
    (character) => [character || "$", rule.bias(character)] as const,
  );
  const those = (is: (bias: number) => boolean) =>
    biases.flatMap(([character, bias]) => (is(bias) ? [character] : [])).join("");
  return [those((bias) => bias < 0), those((bias) => bias > 0)];
}

describe("form speaks, with $ for the end of the tune,", () => {
  test.each<[string, string, string, [string, string]]>([
    ["against a section mark behind three bars", `${bars(2)}d6|`, "|:]d", ["$|:]", ""]],
    ["against going on where a section is due to close", `${bars(7)}d6|`, "|:]dA ", ["dA ", ""]],
    [
      "against closing where the tune has longer ones",
      `${bars(11)}d6||${bars(7)}d6|`,
      "|]",
      ["$|]", ""],
    ],
    ["against closing a repeat that is not open", `|:${bars(7)}d6:|${bars(7)}d6`, ":|", ["$:", ""]],
    ["against a double bar line in an open repeat", `|:${bars(7)}d6|`, "|]", ["$|]", ""]],
    ["for the sign of an open repeat that is due", `|:${bars(7)}d6`, ":", ["$", ":"]],
    ["against a section mark on its own behind three bars", "d6|e6|d6|\n|", "|:]d", ["$|:]", ""]],
    [
      "against a bar line that can only leave an open repeat open",
      `|:A3|${bars(7)}d3`,
      "|",
      ["$|", ""],
    ],
    ["against opening a repeat twice", "|:d6|\n|", ":", ["$:", ""]],
    ["for the end behind three sections of its own", `${bars(7)}d6||\n`.repeat(3), "", ["", "$"]],
    ["against the end in a begun section", `${bars(7)}d6||\n`.repeat(3) + bars(3), "", ["$", ""]],
    ["neither for nor against notes in a bar", `${bars(3)}d3`, "dA2/", ["$", ""]],
  ])("%s", (_, body, asked, expected) => {
    const [less, more] = biased(body, asked);
    // Whether the tune may end is asked for in two of them only.
    const without = (text: string) => (asked === "" ? text : text.replace("$", ""));
    expect([without(less), without(more)]).toEqual(expected.map(without));
  });

  test("not at all at strength 0", () => {
    const tune = `|:${bars(3)}d6|${bars(4)}A6:|${bars(7)}d6||`;
    for (let at = 0; at <= tune.length; at++) {
      expect(biased(tune.slice(0, at), "|:] dA2\n", 0)).toEqual(["", ""]);
    }
  });

  test("not at all where the meter is not kept", () => {
    const changes = { sectionStrength: 1, keepMeter: false };
    expect(ruleBehind(`${jig}${bars(2)}d6|`, changes).bias("|")).toBe(0);
  });
});

const header = "M:6/8\nL:1/8\nK:C\n";
const pool = Array.from("ABcdefgab2/  ABcdefgab|||||||||::::[]12\n\nz^_=");
/** All but impossible. */
const forbidden = -1e6;

test.each([
  ["no sections yet", "", []],
  ["sections of eight", `${`|:${bars(7)}d6:|\n`.repeat(2)}`, [8]],
  ["sections of six", `${bars(5)}d6||\n${bars(5)}d6||\n`, [6]],
  ["sections of twelve", `${bars(11)}d6||\n`, [12]],
  ["sections of sixteen", `${bars(15)}d6||\n`, [16]],
  ["a pick-up", `A|${bars(7)}d5||\n`, [8]],
])(
  "random characters at full strength make sections of fitting lengths: %s",
  (_, before, lengths) => {
    let closed = 0;
    for (let seed = 0; seed < 12; seed++) {
      const random = seeded(seed);
      const rule = ruleBehind(header + before, { sectionStrength: 1 });
      let text = "";
      while (text.length < 700) {
        const may = pool.filter((character) => rule.allows(character));
        expect(may, JSON.stringify(text)).not.toEqual([]);
        const liked = may.filter((character) => rule.bias(character) > forbidden);
        const among = liked.length > 0 ? liked : may;
        const character = among[Math.floor(random() * among.length)] ?? "";
        rule.read(character);
        text += character;
      }
      const reader = MusicReader.behind(header + before);
      const { length } = reader.state.sections.lengths;
      for (const character of text) reader.read(character);
      for (const time of reader.state.sections.lengths.slice(length)) {
        closed++;
        const isKnown = lengths.some((bars) => time.n === bars && time.d === 1);
        expect(isKnown || isMultiple(time, fraction(4)), `${time.n}/${time.d} ${text}`).toBe(true);
      }
    }
    expect(closed).toBeGreaterThan(5);
  },
);
