import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { parameterCount } from "../model/architecture";
import { CharModel } from "../model/charModel";
import { type Checkpoint, modelFileName, weightsFileName } from "../model/checkpoint";
import type { ModelInfo } from "../shared/composeProtocol";
import { readModelFolder } from "./modelFolder";

/** A model that is ready to compose. */
export interface LoadedModel {
  readonly checkpoint: Checkpoint;
  readonly model: CharModel;
  readonly info: ModelInfo;
  /** What `modelStamp` gave when it was loaded. */
  readonly stamp: string;
}

/** Changes when the model in a folder is replaced; "" when there is none. */
export function modelStamp(folder: string): string {
  const files = [modelFileName, weightsFileName].map((name) => path.join(folder, name));
  if (!files.every((file) => existsSync(file))) return "";
  const stats = files.map((file) => statSync(file));
  return stats.map(({ mtimeMs, size }) => `${mtimeMs}-${size}`).join();
}

/** Loads the model in a folder onto the backend in use; throws a UserError that names what is wrong with it. */
export function loadModel(folder: string, backend: string): LoadedModel {
  const began = performance.now();
  const stamp = modelStamp(folder);
  const checkpoint = readModelFolder(folder);
  const { architecture, weights, metadata } = checkpoint;
  const model = new CharModel(architecture, weights);
  const info: ModelInfo = {
    name: metadata.name,
    directory: folder,
    backend,
    cell: architecture.cell,
    layers: architecture.layers,
    hidden: architecture.hidden,
    parameters: parameterCount(architecture),
    loadMilliseconds: Math.round(performance.now() - began),
  };
  return { checkpoint, model, info, stamp };
}

/** A model in words, for the log. */
export function describeModel(info: ModelInfo): string {
  const { name, directory, layers, hidden, cell, parameters, loadMilliseconds } = info;
  return (
    `Model ${name} from ${directory}: ${layers} × ${hidden} ${cell.toUpperCase()}, ` +
    `${parameters} parameters, loaded in ${loadMilliseconds} ms.`
  );
}
