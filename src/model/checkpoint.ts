import {
  type Architecture,
  architectureProblem,
  copiedInputs,
  sizeOf,
  type WeightSpec,
  weightSpecs,
} from "./architecture";
import { allFinite } from "./checkWeights";
import { float16Bits, readFloat16 } from "./float16";
import type { Weights } from "./initialize";
import { namedOutputs, namedOutputTable, topologyOf } from "./layersTopology";
import { checkedMetadata, type ModelMetadata } from "./metadata";
import { Vocabulary } from "./vocabulary";

/** How weights are stored. */
export type Precision = "float32" | "float16";

/** A model in memory: its shape, weights, vocabulary and what it says of itself. */
export interface Checkpoint {
  readonly architecture: Architecture;
  readonly weights: Weights;
  readonly vocabulary: Vocabulary;
  readonly metadata: ModelMetadata;
}

/** The two files of a saved model. */
export interface ModelFiles {
  /** The text of model.json: a tfjs LayersModel of standard layers. */
  readonly modelJson: string;
  /** The bytes of weights.bin. */
  readonly weights: Uint8Array;
}

/** The file names of a saved model. */
export const modelFileName = "model.json";
export const weightsFileName = "weights.bin";

interface ManifestWeight {
  name: string;
  shape: number[];
  dtype: string;
  quantization?: { dtype: string; original_dtype?: string };
}

/** Thrown when a weight cannot be stored: it is no number, or too large for the precision. */
export class UnstorableWeight extends Error {
  override name = "UnstorableWeight";
}

/** The largest number that float16 holds. */
const largestFloat16 = 65504;

/** Writes a checkpoint as a standard tfjs LayersModel; stock `loadLayersModel` opens it to the same logits. */
export function writeCheckpoint(checkpoint: Checkpoint, precision: Precision): ModelFiles {
  const { architecture, metadata } = checkpoint;
  const specs = storedSpecs(architecture);
  const bytesEach = precision === "float16" ? 2 : 4;
  const total = specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const bytes = new Uint8Array(total * bytesEach);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { name } of specs) {
    const values =
      name === namedOutputTable ? namedOutputs(architecture.outputs) : checkpoint.weights.get(name);
    if (!values) throw new Error(`The weight ${name} is missing.`);
    for (const value of values) {
      if (!(Math.abs(value) <= (precision === "float16" ? largestFloat16 : Number.MAX_VALUE))) {
        throw new UnstorableWeight(
          `A weight of ${name} is ${value}, which ${precision} cannot store.`,
        );
      }
      if (precision === "float16") view.setUint16(at, float16Bits(value), true);
      else view.setFloat32(at, value, true);
      at += bytesEach;
    }
  }
  const weights: ManifestWeight[] = specs.map(({ name, shape }) => ({
    name,
    shape: [...shape],
    dtype: "float32",
    ...(precision === "float16"
      ? { quantization: { dtype: "float16", original_dtype: "float32" } }
      : {}),
  }));
  const json = {
    format: "layers-model",
    generatedBy: "tunesmith",
    convertedBy: null,
    modelTopology: topologyOf(architecture),
    weightsManifest: [{ paths: [weightsFileName], weights }],
    userDefinedMetadata: { tunesmith: metadata },
  };
  return { modelJson: `${JSON.stringify(json)}\n`, weights: bytes };
}

/** Reads a checkpoint; throws an error that says in one sentence what is wrong with it. */
export function readCheckpoint({ modelJson, weights }: ModelFiles): Checkpoint {
  const json = parse(modelJson);
  const metadata = checkedMetadata(json.userDefinedMetadata?.tunesmith);
  const manifest = json.weightsManifest?.[0]?.weights;
  if (!Array.isArray(manifest)) throw new Error("model.json lists no weights.");
  const vocabulary = new Vocabulary(metadata.characters, metadata.markers);
  const architecture = architectureOf(json.modelTopology, metadata, vocabulary);
  const stored = decode(manifest, weights);
  const specs = storedSpecs(architecture);
  for (const { name, shape } of specs) {
    const values = stored.get(name);
    if (String(values?.shape) !== String(shape)) {
      throw new Error(
        `The weights do not fit the network: ${name} is missing or of another shape.`,
      );
    }
  }
  if (stored.size !== specs.length) {
    throw new Error("The weights do not fit the network: there are more than it has.");
  }
  const table = stored.get(namedOutputTable)?.values;
  if (table && !namedOutputs(architecture.outputs).every((value, i) => value === table[i])) {
    throw new Error(`weights.bin is damaged: ${namedOutputTable} does not name the outputs.`);
  }
  stored.delete(namedOutputTable);
  const read = new Map([...stored].map(([name, { values }]) => [name, values]));
  return { architecture, weights: read, vocabulary, metadata };
}

/** What is stored of a network: its weights and, where it copies inputs, the table that names outputs. */
function storedSpecs(architecture: Architecture): WeightSpec[] {
  const { outputs } = architecture;
  const specs = weightSpecs(architecture);
  if (copiedInputs(architecture).length === 0) return specs;
  return [...specs, { name: namedOutputTable, shape: [outputs + 1, outputs] }];
}

interface ModelJson {
  modelTopology?: Topology;
  weightsManifest?: { weights?: ManifestWeight[] }[];
  userDefinedMetadata?: { tunesmith?: unknown };
}

interface Topology {
  model_config?: { config?: { layers?: LayerJson[] } };
}

interface LayerJson {
  class_name?: string;
  config?: { units?: number; output_dim?: number; rate?: number };
}

function parse(text: string): ModelJson {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === "object" && json !== null) return json as ModelJson;
  } catch {
    // Told below: the text is no JSON.
  }
  throw new Error("model.json is damaged: it is not JSON.");
}

function architectureOf(
  topology: Topology | undefined,
  metadata: ModelMetadata,
  vocabulary: Vocabulary,
): Architecture {
  const layers = topology?.model_config?.config?.layers;
  if (!Array.isArray(layers)) throw new Error("model.json describes no layers.");
  const ofKind = (kind: RegExp): LayerJson[] =>
    layers.filter((layer: LayerJson | null) => kind.test(String(layer?.class_name)));
  const recurrent = ofKind(/^(LSTM|SimpleRNN)$/);
  const architecture: Architecture = {
    cell: recurrent[0]?.class_name === "SimpleRNN" ? "rnn" : "lstm",
    inputs: metadata.inputs,
    embedding: ofKind(/^Embedding$/)[0]?.config?.output_dim ?? 0,
    layers: recurrent.length,
    hidden: recurrent[0]?.config?.units ?? 0,
    dropout: ofKind(/^Dropout$/)[0]?.config?.rate ?? 0,
    outputs: vocabulary.size,
  };
  const problem = architectureProblem(architecture);
  if (problem) throw new Error(`model.json describes an impossible network. ${problem}`);
  if (metadata.inputs[0]?.size !== vocabulary.size) {
    throw new Error("model.json is damaged: its network reads another number of characters.");
  }
  return architecture;
}

interface StoredWeight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

function decode(manifest: readonly ManifestWeight[], bytes: Uint8Array): Map<string, StoredWeight> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoded = new Map<string, StoredWeight>();
  let at = 0;
  for (const listed of manifest as readonly (ManifestWeight | null)[]) {
    const { name, shape, dtype, quantization } = listed ?? {};
    if (typeof name !== "string" || !isShape(shape)) {
      throw new Error(
        "model.json is damaged: it lists a weight without a name or a possible shape.",
      );
    }
    const stored = quantization?.dtype ?? dtype;
    const bytesEach = stored === "float16" ? 2 : stored === "float32" ? 4 : 0;
    if (bytesEach === 0) throw new Error(`Weights stored as ${stored} are not supported.`);
    const size = sizeOf(shape);
    if (at + size * bytesEach > bytes.byteLength) {
      throw new Error("weights.bin is truncated: it holds fewer weights than model.json lists.");
    }
    const values = new Float32Array(size);
    if (bytesEach === 2) readFloat16(bytes.subarray(at), values);
    else for (let i = 0; i < size; i++) values[i] = view.getFloat32(at + 4 * i, true);
    at += size * bytesEach;
    if (!allFinite(values)) {
      throw new Error(`weights.bin is damaged: ${name} holds what is no number.`);
    }
    decoded.set(name, { shape, values });
  }
  if (at !== bytes.byteLength) {
    throw new Error("weights.bin holds more weights than model.json lists.");
  }
  return decoded;
}

function isShape(shape: unknown): shape is readonly number[] {
  return Array.isArray(shape) && shape.every((length) => Number.isInteger(length) && length >= 0);
}
