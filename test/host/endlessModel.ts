import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { weightNames } from "../../src/model/architecture";
import { readModelFolder, writeModelFolder } from "../../src/worker/modelFolder";
import { set } from "./session";

/** Has a suite compose with the bundled model, changed in one weight so that it never ends a tune. */
export function composeWithoutEnd(): void {
  let folder = "";
  suiteSetup(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "endless-"));
    writeEndlessModel(folder);
    await set({ modelFolder: folder, maxCharacters: 100_000 });
  });
  suiteTeardown(async () => {
    await set({ modelFolder: undefined, maxCharacters: undefined });
    rmSync(folder, { recursive: true });
  });
}

function writeEndlessModel(folder: string): void {
  const extension = vscode.extensions.getExtension("tunesmith.tunesmith");
  assert.ok(extension);
  const checkpoint = readModelFolder(path.join(extension.extensionPath, "models/folk"));
  const bias = checkpoint.weights.get(weightNames.outputBias);
  assert.ok(bias && checkpoint.vocabulary.markers === "symbols");
  const end = 1;
  bias[end] = -1000;
  writeModelFolder(folder, checkpoint, "float32");
}
