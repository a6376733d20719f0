import { beforeAll, expect, test } from "vitest";
import { TransposableTune } from "../../../src/music/transpose/transposable";
import { evaluateModel } from "../../../src/worker/evaluateModel";
import type { Rung } from "../../../src/worker/rung";
import { use } from "../model/backends";
import { freshFolder, musicModel, written } from "./folders";

const folder = freshFolder();
const everything = "\n \"/0123468:#ABCDEFGKLM[]abcdefg|'_^=,orphmi";
const tunes = {
  jig: "M:6/8\nK:D\n|:d2a fed|dce =f2e|\n",
  dorian: "K:Edor\nE2B BAG|\n",
  phrygian: "K:Ephr\nE2F GAB|\n",
  free: "K:none\ngab|\n",
  // With any sharp it would need a triple sharp.
  far: "K:C\n^^BAG|\n",
};

let rung: Rung;
beforeAll(async () => {
  rung = await use("wasm");
});

/** Writes tunes as a book. */
function bookOf(name: string, texts: readonly string[]): string {
  const numbered = texts.map((text, index) => `X:${index + 1}\n${text}`);
  return written(folder, name, numbered.join("\n"));
}

test("losses by key are those of the tunes written in each key", async () => {
  const checkpoint = musicModel({ characters: everything });
  const data = bookOf("all.abc", Object.values(tunes));
  const { keys, ...whole } = await evaluateModel(rung, checkpoint, [data], { keys: true });
  if (!keys) throw new Error("It tells nothing of keys.");
  expect(whole).toEqual(await evaluateModel(rung, checkpoint, [data]));
  expect(keys.tunes).toBe(3);
  expect(keys.modes).toEqual({ major: 1, dorian: 1, other: 1 });
  const { jig, dorian, phrygian } = tunes;
  const common = [jig, dorian, phrygian];
  const lossOf = async (texts: readonly string[]) => {
    const file = bookOf("some.abc", texts);
    return (await evaluateModel(rung, checkpoint, [file])).bodyNllPerTune;
  };
  expect(keys.asWritten).toBeCloseTo(await lossOf(common), 4);
  expect(keys.signatures.map(({ fifths }) => fifths)).toEqual([
    -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6,
  ]);
  for (const { fifths, written, impossible, bodyNllPerTune, modes } of keys.signatures) {
    const moved = common.map((text) => {
      const tune = TransposableTune.of(text);
      return tune?.to(fifths, tune.octavesTo(fifths))?.text ?? "";
    });
    expect(bodyNllPerTune).toBeCloseTo(await lossOf(moved), 4);
    expect(modes.major).toBeCloseTo(await lossOf(moved.slice(0, 1)), 4);
    expect(modes.other).toBeCloseTo(await lossOf(moved.slice(2)), 4);
    expect(modes).not.toHaveProperty("minor");
    // The jig and the dorian tune have two sharps, the others but the free one none.
    expect(written).toBe(fifths === 2 || fifths === 0 ? 2 : 0);
    expect(impossible).toBe(fifths >= 1 ? 2 : 1);
  }
  const losses = keys.signatures.map(({ bodyNllPerTune }) => bodyNllPerTune);
  const worst = keys.signatures[losses.indexOf(Math.max(...losses))];
  expect(keys.worst).toBe(worst?.fifths);
});

test("tunes count as impossible in keys that the model cannot spell", async () => {
  const checkpoint = musicModel({ characters: everything.replace("_", "") });
  const data = bookOf("flat.abc", ["K:C\nCDE|\n", "K:C\nC=F^G|\n"]);
  const { keys } = await evaluateModel(rung, checkpoint, [data], { keys: true });
  expect(keys?.tunes).toBe(1);
  // The natural before F becomes a flat with any flat.
  const lacking = keys?.signatures.filter(({ impossible }) => impossible > 0);
  expect(lacking?.map(({ fifths }) => fifths)).toEqual([-6, -5, -4, -3, -2, -1]);
});

test("without a tune that can be in all keys it says so", async () => {
  const data = bookOf("none.abc", [tunes.free, tunes.far]);
  const evaluation = evaluateModel(rung, musicModel({ characters: everything }), [data], {
    keys: true,
  });
  await expect(evaluation).rejects.toMatchObject({
    name: "UserError",
    message: expect.stringContaining("No tune can be written with each signature"),
  });
});
