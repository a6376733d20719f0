import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
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

/** Reads the model in a folder; throws a UserError that names the folder and what is wrong with it. */
export function readModelFolder(folder: string): Checkpoint {
  const model = path.join(folder, modelFileName);
  if (!statSync(model, { throwIfNoEntry: false })) {
    throw new UserError(`There is no model in ${folder}: it has no ${modelFileName}.`);
  }
  try {
    return readCheckpoint({
      modelJson: readFileSync(model, "utf8"),
      weights: readFileSync(path.join(folder, weightsFileName)),
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`The model in ${folder} cannot be used: ${reason}`);
  }
}

/** Writes a model into a folder: the weights first, the description last, each renamed into place when complete. */
export function writeModelFolder(
  folder: string,
  checkpoint: Checkpoint,
  precision: Precision,
): void {
  const files = writeCheckpoint(checkpoint, precision);
  mkdirSync(folder, { recursive: true });
  const parts = [
    [weightsFileName, files.weights],
    [modelFileName, files.modelJson],
  ] as const;
  const written = parts.map(([name, content]) => {
    const temporary = path.join(folder, `${name}.${process.pid}.tmp`);
    try {
      writeFileSync(temporary, content);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    return [temporary, path.join(folder, name)] as const;
  });
  for (const [temporary, final] of written) renameSync(temporary, final);
}
