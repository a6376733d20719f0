import assert from "node:assert/strict";
import path from "node:path";
import * as vscode from "vscode";
import { weightNames } from "../../src/model/architecture";
import { readModelFolder, writeModelFolder } from "../../src/worker/modelFolder";

/** The bundled model, changed in one weight so that it never ends a tune, in `folder`: time to interrupt it. */
export function writeEndlessModel(folder: string): void {
  const extension = vscode.extensions.getExtension("tunesmith.tunesmith");
  assert.ok(extension);
  const checkpoint = readModelFolder(path.join(extension.extensionPath, "models/folk"));
  const bias = checkpoint.weights.get(weightNames.outputBias);
  assert.ok(bias && checkpoint.vocabulary.markers === "symbols");
  const end = 1;
  bias[end] = -1000;
  writeModelFolder(folder, checkpoint, "float32");
}
