import { describe, expect, test } from "vitest";
import { endsOnTonic } from "../../../src/music/endsOnTonic";

describe("the end of a music", () => {
  const ends: [string, string, boolean][] = [
    ["G", "DEF|G4|]", true],
    ["G", "DEF|G,4:|", true],
    ["G", "DEF|A4|]", false],
    ["Ador", "cBG|A4|]", true],
    ["Bb", "cde|B4|]", true],
    ["Bb", "cde|=B4|]", false],
    ["G", 'DEF|"Am"G4!fine!|]', true],
    ["G", "z4|]", false],
    ["none", "C4|]", false],
  ];
  test.each(ends)("in K:%s: %s is on the tonic: %s", (key, text, expected) => {
    expect(endsOnTonic(key, text)).toBe(expected);
  });
});
