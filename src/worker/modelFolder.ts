import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import {
  type Checkpoint,
  modelFileName,
  type Precision,
  readCheckpoint,
  weightsFileName,
  writeCheckpoint,
} from "../model/checkpoint";
import { UserError } from "../shared/composeProtocol";
import { reasonOf } from "./fileErrors";
import { encoderFor } from "./structureEncoder";

/** Reads the model in a folder; throws a UserError that names the folder and what is wrong with it. */
export function readModelFolder(folder: string): Checkpoint {
  const [model, weights] = [modelFileName, weightsFileName].map((name) => {
    const file = path.join(folder, name);
    if (existsSync(file)) return file;
    throw new UserError(`There is no model in ${folder}: it has no ${name}.`);
  }) as [string, string];
  try {
    const checkpoint = readCheckpoint({
      modelJson: readFileSync(model, "utf8"),
      weights: readFileSync(weights),
    });
    // Throws where it has inputs that nothing here computes.
    encoderFor(checkpoint.architecture.inputs, checkpoint.vocabulary);
    return checkpoint;
  } catch (error) {
    throw new UserError(`The model in ${folder} cannot be used: ${reasonOf(error)}`);
  }
}

/** Makes the folder for a model; throws a UserError when nothing can be written there. */
export function prepareModelFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new UserError(`No model can be saved in ${folder}: ${reasonOf(error)}`);
  }
}

/**
 * Writes a model into a folder: the weights first, the description last, each renamed into place when both are complete.
 * Throws a UserError when that fails; a model that was there stays then.
 */
export function writeModelFolder(
  folder: string,
  checkpoint: Checkpoint,
  precision: Precision,
): void {
  const files = writeCheckpoint(checkpoint, precision);
  prepareModelFolder(folder);
  const parts = [
    { name: weightsFileName, content: files.weights },
    { name: modelFileName, content: files.modelJson },
  ].map((part) => {
    const file = path.join(folder, part.name);
    return { ...part, file, temporary: `${file}.${process.pid}.tmp` };
  });
  try {
    for (const { temporary, content } of parts) writeFileSync(temporary, content);
    for (const { temporary, file } of parts) renameSync(temporary, file);
  } catch (error) {
    throw new UserError(`The model cannot be saved in ${folder}: ${reasonOf(error)}`);
  } finally {
    for (const { temporary } of parts) rmSync(temporary, { recursive: true, force: true });
  }
}
