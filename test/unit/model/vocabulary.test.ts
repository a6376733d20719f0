import { describe, expect, test } from "vitest";
import { Vocabulary } from "../../../src/model/vocabulary";

describe("a vocabulary", () => {
  const symbols = Vocabulary.of(["ba\n", "a|😀"], "symbols");
  const spelled = Vocabulary.of(["<start>\n<end>", "ab|"], "spelled");

  test("lists each character once, by code point", () => {
    expect(symbols.characters).toEqual(["\n", "a", "b", "|", "😀"]);
    expect(Vocabulary.of(["\uffee😀"], "symbols").characters).toEqual(["\uffee", "😀"]);
  });

  test("keeps two ids for its marks when they are symbols", () => {
    expect([symbols.startId, symbols.endId, symbols.idOf("\n"), symbols.size]).toEqual([
      0, 1, 2, 7,
    ]);
    expect([spelled.startId, spelled.endId, spelled.idOf("\n"), spelled.size]).toEqual([
      undefined,
      undefined,
      0,
      spelled.characters.length,
    ]);
  });

  test("gives back the character of each id, nothing for a mark", () => {
    for (const character of symbols.characters) {
      expect(symbols.characterOf(symbols.idOf(character) as number)).toBe(character);
    }
    expect([0, 1, 7, -1].map((id) => symbols.characterOf(id))).toEqual(["", "", "", ""]);
    expect(spelled.characterOf(0)).toBe("\n");
  });

  test("reads an astral character as one id", () => {
    expect(symbols.encode("a😀b").ids).toEqual([3, 6, 4]);
  });

  test("leaves out what it does not know and tells it whole", () => {
    expect(symbols.encode("aéb🎵\ud83d|")).toEqual({ ids: [3, 4, 5], unknown: "é🎵\ud83d" });
  });

  test("puts symbols around a tune", () => {
    expect(symbols.encodeTune("ab").ids).toEqual([0, 3, 4, 1]);
    expect(symbols.encodePrime("ab").ids).toEqual([0, 3, 4]);
    expect(symbols.encodePrime("").ids).toEqual([0]);
  });

  test("spells the marks out around a tune", () => {
    const text = (ids: number[]): string => ids.map((id) => spelled.characterOf(id)).join("");
    expect(text(spelled.encodeTune("ab|\n").ids)).toBe("<start>\nab|\n<end>\n");
    expect(text(spelled.encodePrime("ab").ids)).toBe("<start>\nab");
  });

  test("does not take a mark spelled in a text for its symbol", () => {
    const marks = Vocabulary.of(["<end>"], "symbols");
    expect(marks.encodeTune("<end>").ids).toEqual([0, 2, 5, 6, 4, 3, 1]);
  });

  test.each([
    [["a", "bc"], '"bc" is not one character.'],
    [["a", ""], '"" is not one character.'],
    [["a", "b", "a"], 'The vocabulary has "a" twice.'],
    [[], "The vocabulary is empty."],
  ])("refuses %j", (characters, sentence) => {
    expect(() => new Vocabulary(characters, "symbols")).toThrow(sentence);
  });
});
