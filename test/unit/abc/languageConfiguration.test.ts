import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface LanguageConfiguration {
  wordPattern: { pattern: string; flags: string };
  folding: { markers: { start: string; end: string } };
  onEnterRules: { beforeText: string; afterText: string }[];
}

const configuration: LanguageConfiguration = JSON.parse(
  readFileSync(new URL("../../../syntaxes/language-configuration.json", import.meta.url), "utf8"),
);
const { pattern, flags } = configuration.wordPattern;

const lines: [string, string[]][] = [
  ["^c'2 _B,,/ =g3/2 D", ["^c'2", "_B,,/", "=g3/2", "D"]],
  ["GABc z2 Z4x/y", ["G", "A", "B", "c", "z2", "Z4", "x/", "y"]],
  ["[CEG]2[A,^c] {/ga}b", ["[CEG]2", "[A,^c]", "{/ga}", "b"]],
  [
    "a|b||c:|d|]e|:f::g[|h",
    ["a", "|", "b", "||", "c", ":|", "d", "|]", "e", "|:", "f", "::", "g", "[|"],
  ],
  ["|1 c :|2 d [3,4 e", ["|1", "c", ":|2", "d", "[3,4", "e"]],
  ["(3abc", ["(3", "a", "b", "c"]],
  ['!trill!a "Am7"b', ["!trill!", "a", '"Am7"', "b"]],
  ["[K:D]a [M:6/8]", ["[K:D]", "a", "[M:6/8]"]],
  ["A>B c<d", ["A", "B", "c", "d"]],
  ["d:|", ["d", ":|"]],
  ["T:The Piper's Été", ["The", "Piper's", "Été"]],
  ["w: lan-tern on", ["lan", "tern", "on"]],
  ["% a gate", ["a", "gate"]],
  ["+: and so", ["and", "so"]],
];
test.each(lines)("the words of %j", (line, words) => {
  expect(line.match(new RegExp(pattern, `${flags}g`))).toEqual(words);
});

test("every pattern compiles and none matches nothing", () => {
  expect(new RegExp(pattern, flags).test("")).toBe(false);
  const { start, end } = configuration.folding.markers;
  expect(new RegExp(start).test("%%begintext")).toBe(true);
  expect(new RegExp(end).test("%%endtext")).toBe(true);
  for (const { beforeText, afterText } of configuration.onEnterRules) {
    expect(new RegExp(beforeText).test("d:| abc")).toBe(false);
    expect(new RegExp(afterText).test("rest")).toBe(true);
  }
});
