import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { weightNames } from "../../src/model/architecture";
import type { Vocabulary } from "../../src/model/vocabulary";
import { readModelFolder, writeModelFolder } from "../../src/worker/modelFolder";
import { set } from "./session";

/** Changes how much a model likes each symbol: the bias of its output. */
type Change = (bias: Float32Array, vocabulary: Vocabulary) => void;

/** Has a suite compose with the bundled model, changed so. */
export function composeWith(change: Change): void {
  let folder = "";
  suiteSetup(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "changed-"));
    writeChangedModel(folder, change);
    // What the model wants is not led to anything else.
    await set({ modelFolder: folder, maxCharacters: 100_000, sectionStrength: 0 });
  });
  suiteTeardown(async () => {
    await set({ modelFolder: undefined, maxCharacters: undefined, sectionStrength: undefined });
    rmSync(folder, { recursive: true });
  });
}

/** Has a suite compose with the bundled model, changed in one weight so that it never ends a tune. */
export function composeWithoutEnd(): void {
  composeWith((bias, { endId }) => {
    assert.ok(endId !== undefined);
    bias[endId] = -1000;
  });
}

function writeChangedModel(folder: string, change: Change): void {
  const extension = vscode.extensions.getExtension("tunesmith.tunesmith");
  assert.ok(extension);
  const checkpoint = readModelFolder(path.join(extension.extensionPath, "models/folk"));
  const bias = checkpoint.weights.get(weightNames.outputBias);
  assert.ok(bias && checkpoint.vocabulary.markers === "symbols");
  change(bias, checkpoint.vocabulary);
  writeModelFolder(folder, checkpoint, "float32");
}
