import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, expect, test } from "vitest";
import { structureGroups, structureInputs } from "../../../src/music/structure/structureInputs";
import { StructureReader } from "../../../src/music/structure/structureReader";
import { Ladder } from "../../../src/worker/backend";
import { evaluateModel } from "../../../src/worker/evaluateModel";
import { readModelFolder } from "../../../src/worker/modelFolder";
import type { Rung } from "../../../src/worker/rung";
import { trainModel } from "../../../src/worker/trainModel";
import { use, wasmFolder } from "../model/backends";
import { PlainNetwork, plainLoss } from "../model/plainNetwork";
import { recipe } from "../model/training";
import { book, freshFolder, written } from "./folders";

const folder = freshFolder();
const texts = ["M:6/8\nK:D\n|:d2a fed|dcd e2f|\n", "K:G\ngab|\n"];
const bodies = [texts[0]?.indexOf("|:") as number, 4];

let rung: Rung;
beforeAll(async () => {
  rung = await use("wasm");
});

test.each([
  ["a plain model", false],
  ["a model with structure", true],
])("losses of %s are those computed by hand, step by step", async (_, structure) => {
  const data = written(folder, "book.abc", `${book}\nX:3\nT:No music\nK:D\n`);
  const tensors = tf.memory().numTensors;
  for await (const _ of trainModel(
    () => new Ladder({ distFolder: wasmFolder }, () => {}, ["wasm"]),
    {
      data: [data],
      heldOut: [],
      out: folder,
      name: "evaluated",
      precision: "float32",
      cell: "lstm",
      hidden: 12,
      layers: 2,
      dropout: 0.2,
      reading: { structure: structure ? structureGroups : [] },
      fields: "MK",
      recipe: recipe({ epochs: 30 }),
      command: "",
    },
  )) {
    // Only the model it leaves behind counts.
  }
  const checkpoint = readModelFolder(folder);
  const result = await evaluateModel(rung, checkpoint, [data]);
  expect(tf.memory().numTensors).toBe(tensors);

  const { vocabulary, architecture, weights } = checkpoint;
  const plain = new PlainNetwork(architecture, weights);
  const losses = texts.map((text) => {
    const ids = [0, ...Array.from(text, (character) => vocabulary.idOf(character) as number), 1];
    const state = plain.start();
    return ids.slice(1).map((id, t) => {
      const inputs = [ids[t] as number, ...(structure ? structureBehind(text.slice(0, t)) : [])];
      return plainLoss(plain.step(inputs, state), id);
    });
  });
  const bodyLosses = losses.map((one, index) => one.slice(bodies[index]));
  const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
  const all = sum(losses.flat());
  const body = sum(bodyLosses.flat());
  expect(result).toMatchObject({
    tunes: 2,
    skipped: 1,
    chars: losses.flat().length,
    dropped: "X:1\nT:Gate\nL:1/8\nX:2\n".length,
    droppedBody: 0,
  });
  expect(result.nllPerChar).toBeCloseTo(all / losses.flat().length, 4);
  expect(result.bodyNllPerChar).toBeCloseTo(body / bodyLosses.flat().length, 4);
  expect(result.bodyNllPerTune).toBeCloseTo(body / 2, 3);
  // It has learned something, so the figures are not those of any model.
  expect(result.nllPerChar).toBeLessThan(2.5);
});

/** The structure's values behind a text, by a reader of its own. */
function structureBehind(text: string): number[] {
  const reader = new StructureReader();
  for (const character of text) reader.read(character);
  const values = new Int32Array(structureInputs.length);
  const { vocabulary } = readModelFolder(folder);
  reader.values((character) => vocabulary.idOf(character) ?? -1, values, 0, 1);
  return [...values];
}

test("tunes without music are refused", async () => {
  const empty = written(folder, "empty.abc", "X:1\nK:D\n");
  await expect(evaluateModel(rung, readModelFolder(folder), [empty])).rejects.toMatchObject({
    name: "UserError",
    message: "There is no tune to evaluate.",
  });
});
