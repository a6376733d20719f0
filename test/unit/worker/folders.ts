import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import type { Checkpoint } from "../../../src/model/checkpoint";
import { Vocabulary } from "../../../src/model/vocabulary";
import { structureGroups } from "../../../src/music/structure/structureInputs";
import { inputsFor } from "../../../src/worker/structureEncoder";
import { architecture, liveWeights } from "../model/network";

/** A fresh folder that goes when the file's tests are done. */
export function freshFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "tunesmith-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file into a folder; gives its path. */
export function written(folder: string, name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

/**
 * A small untrained model of `characters`, else of those that ABC needs; `endless` never ends a tune by itself, with `structure` it
 * reads the structure besides, and with `copy` copies of it.
 */
export function musicModel({
  seed = 1,
  name = "small",
  endless = false,
  structure = false,
  copy = false,
  characters = '\n "/0123468:DGKLM[]abcdefg|',
}: {
  seed?: number;
  name?: string;
  endless?: boolean;
  structure?: boolean;
  copy?: boolean;
  characters?: string;
} = {}): Checkpoint {
  const vocabulary = new Vocabulary([...characters], "symbols");
  const inputs = inputsFor(vocabulary, {
    structure: structure ? structureGroups : [],
    copy,
  });
  const shape = architecture({ inputs, outputs: vocabulary.size, hidden: 16, embedding: 8 });
  const weights = liveWeights(shape, seed);
  const bias = weights.get("output/bias") as Float32Array;
  // Bar lines come often enough to count them.
  for (const character of "|abcdefg") bias[vocabulary.idOf(character) as number] = 1.5;
  for (const character of '"[]:') bias[vocabulary.idOf(character) as number] = -9;
  if (endless) bias[vocabulary.endId as number] = -30;
  return {
    architecture: shape,
    weights,
    vocabulary,
    metadata: {
      version: 1,
      name,
      characters: vocabulary.characters,
      markers: "symbols",
      preprocessing: { fields: "MLK" },
      inputs,
      training: [],
    },
  };
}

/** A small book in the characters of the model. */
export const book = "X:1\nT:Gate\nM:6/8\nL:1/8\nK:D\n|:d2a fed|dcd e2f|\n\nX:2\nK:G\ngab|\n";
