import { describe, expect, test } from "vitest";
import { parseTuneBook } from "../../../src/abc/tuneBook";
import { type TuneText, tuneText } from "../../../src/composing/tuneText";
import { CharacterEncoder } from "../../../src/model/stepEncoder";
import { Vocabulary } from "../../../src/model/vocabulary";
import { keyOf, TransposableTune } from "../../../src/music/transpose/transposable";
import { encodeTune } from "../../../src/worker/encode";
import {
  charactersOfKeys,
  countTransposable,
  sequencesInKeys,
  tuneInKey,
} from "../../../src/worker/keysOfTunes";

function read(source: string): TuneText[] {
  const book = parseTuneBook(source);
  return book.tunes.map((tune) => tuneText(book, tune, "MLK"));
}

const [jig, dance] = ["X:1\nT:Gate\nM:6/8\nK:D\n|:d2a fed|^dce =f2e|\n", "X:2\nK:none\ngab|\n"];
const many = read(Array.from({ length: 120 }, () => `${jig}\n${dance}\n`).join(""));

/** What an epoch reads, as text. */
function epochs(share: number, seed = 1, characters = charactersOfKeys): (at: number) => string[] {
  const texts = many.map(({ text }) => text);
  const vocabulary = Vocabulary.of([characters, ...texts], "symbols");
  const encode = (tune: TuneText) => encodeTune(tune, vocabulary, new CharacterEncoder());
  const sequencesOf = sequencesInKeys(many, many.map(encode), encode, share, seed);
  return (epoch) =>
    sequencesOf(epoch).map(({ targets }) =>
      Array.from(targets, (id) => vocabulary.characterOf(id)).join(""),
    );
}

describe("an epoch of training", () => {
  test("without transposing reads the tunes as they are", () => {
    expect(epochs(0)(1)).toEqual(many.map(({ text }) => text));
  });

  test("reads each tune that can be transposed in any key, as often in one as in another", () => {
    const texts = epochs(1)(1);
    const found = new Map<number, number>();
    for (const [index, text] of texts.entries()) {
      if (index % 2 === 1) expect(text).toBe(many[index]?.text);
      else {
        const fifths = keyOf(text)?.fifths ?? Number.NaN;
        found.set(fifths, (found.get(fifths) ?? 0) + 1);
        const back = TransposableTune.of(text);
        const all = [-1, 0, 1].map((octaves) => back?.to(2, octaves)?.text);
        expect(all).toContain(many[index]?.text);
      }
    }
    expect([...found.keys()].sort((a, b) => a - b)).toEqual([
      -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6,
    ]);
    expect(Math.max(...found.values())).toBeLessThan(25);
    expect(countTransposable(many)).toBe(120);
  });

  test("reads a share of them transposed", () => {
    const moved = epochs(0.5)(1).filter((text, index) => text !== many[index]?.text).length;
    // Half of 120, of which one in twelve draws its own key.
    expect(moved).toBeGreaterThan(40);
    expect(moved).toBeLessThan(70);
  });

  test("is the same again by its seed and number, and another by another", () => {
    const first = epochs(1, 7);
    const third = first(3);
    expect(first(3)).toEqual(third);
    expect(epochs(1, 7)(3)).toEqual(third);
    expect(first(4)).not.toEqual(third);
    expect(epochs(1, 8)(3)).not.toEqual(third);
  });

  test("reads nothing that the model has no characters for", () => {
    const texts = epochs(1, 1, charactersOfKeys.replace("_", ""))(1);
    expect(texts.join("")).not.toContain("_");
    expect(texts.some((text) => text === many[0]?.text)).toBe(true);
    expect(texts.some((text, index) => text !== many[index]?.text)).toBe(true);
  });
});

test("a tune in another key knows its body and where it came from", () => {
  const source = `% a book\n\n${jig}`;
  const [tune] = read(source) as [TuneText];
  const there = TransposableTune.of(tune.text)?.to(5);
  if (!there) throw new Error("It cannot be transposed.");
  const moved = tuneInKey(tune, there);
  expect(moved.text).toBe("M:6/8\nK:B\n|:B2f dcB|^BAc =d2c|\n");
  expect(moved.text.slice(moved.bodyStart)).toMatch(/^\|:/);
  expect(moved.offsets).toHaveLength(moved.text.length);
  expect(source[moved.offsets[moved.text.indexOf("K:") + 2] ?? 0]).toBe("D");
  expect(source[moved.offsets[moved.bodyStart] ?? 0]).toBe("|");
});
