import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { copiedInputs, parameterCount } from "../model/architecture";
import { type Checkpoint, modelFileName, weightsFileName } from "../model/checkpoint";
import type { Network } from "../model/network";
import { PrimeReader } from "../model/primeReader";
import type { StepEncoder } from "../model/stepEncoder";
import type { ModelInfo } from "../shared/composeProtocol";
import { readModelFolder } from "./modelFolder";
import type { ComputePrecision, Networks } from "./rung";
import { encoderFor } from "./structureEncoder";

/** A model that is ready to compose. */
export interface LoadedModel {
  readonly checkpoint: Checkpoint;
  readonly network: Network;
  /** At a tune's beginning; not to be read on. */
  readonly encoder: StepEncoder;
  /** Reads with the network, and remembers what it read. */
  readonly reader: PrimeReader;
  /** Its backend is the one in use now. */
  readonly info: ModelInfo;
  /** The precision that was asked for. */
  readonly wanted: ComputePrecision;
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

/** Loads the model in a folder onto a rung or a ladder, in `precision` where it has that; throws a UserError that names what is wrong with it. */
export async function loadModel(
  folder: string,
  networks: Networks,
  wanted: ComputePrecision,
): Promise<LoadedModel> {
  const began = performance.now();
  const stamp = modelStamp(folder);
  const checkpoint = readModelFolder(folder);
  const { architecture, weights, metadata, vocabulary } = checkpoint;
  const network = await networks.network(architecture, weights, wanted);
  const info: ModelInfo = {
    name: metadata.name,
    directory: folder,
    get backend() {
      return networks.name;
    },
    cell: architecture.cell,
    layers: architecture.layers,
    hidden: architecture.hidden,
    parameters: parameterCount(architecture),
    loadMilliseconds: Math.round(performance.now() - began),
  };
  const encoder = encoderFor(architecture.inputs, vocabulary);
  const reader = new PrimeReader(network, () => networks.name, encoder);
  return { checkpoint, network, encoder, reader, info, wanted, stamp };
}

/** A model in words, for the log. */
export function describeModel({ info, network, wanted }: LoadedModel): string {
  const { name, directory, backend, layers, hidden, cell, parameters, loadMilliseconds } = info;
  const further = network.architecture.inputs.length - 1;
  const copied = copiedInputs(network.architecture).length;
  const { precision } = network;
  const why = precision === wanted ? "" : ` (${backend} has no ${wanted})`;
  return (
    `Model ${name} from ${directory}: ${layers} × ${hidden} ${cell.toUpperCase()}` +
    `${further > 0 ? ` with ${further} structure inputs` : ""}` +
    `${copied > 0 ? `, ${copied} of them copied` : ""}, ` +
    `${parameters} parameters in ${precision}${why}, loaded in ${loadMilliseconds} ms.`
  );
}
