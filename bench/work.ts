import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Architecture, sizeOf, weightSpecs } from "../src/model/architecture";
import type { Weights } from "../src/model/initialize";
import { seededRandom } from "../src/model/random";
import { lstm, symbols, walk } from "./data";

/** Lanes and steps of a training batch, and how many different batches take turns. */
export const training = { lanes: 32, steps: 64, batches: 4, rate: 1e-3 } as const;

/** One training batch, time-major: ids [steps · lanes] and what follows each of them. */
export interface Batch {
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
}

/** What every peer of one size computes with. */
export interface Work {
  readonly architecture: Architecture;
  readonly weights: Weights;
}

/** The network of a size such as "2x512": layers and units. */
export function architectureOf(size: string): Architecture {
  const [layers, hidden] = size.split("x").map(Number);
  if (!layers || !hidden) throw new Error(`${size} is no size such as 2x512.`);
  return lstm(hidden, layers);
}

/**
 * Writes SIZE.bin, the weights as float32 in the order of `weightSpecs`, and SIZE.json, their names, shapes and places
 * in values; and batches.bin, the ids of the training batches, each int32 [steps + 1, lanes].
 */
export function writeWork(folder: string, size: string): void {
  const specs = weightSpecs(architectureOf(size));
  const random = seededRandom(11);
  const all = new Float32Array(specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0));
  let start = 0;
  const tensors = specs.map(({ name, shape }) => {
    const count = sizeOf(shape);
    // Wide enough that a wrong order of gates or a forgotten bias shows in the logits.
    const reach =
      shape.length > 1 && !name.endsWith("embeddings") ? Math.sqrt(3 / (shape[0] as number)) : 0.8;
    for (let i = start; i < start + count; i++) all[i] = reach * (2 * random() - 1);
    const tensor = { name, shape, start };
    start += count;
    return tensor;
  });
  writeFileSync(path.join(folder, `${size}.bin`), all);
  const { layers, hidden, outputs } = architectureOf(size);
  const description = { layers, hidden, outputs, training, tensors };
  writeFileSync(path.join(folder, `${size}.json`), JSON.stringify(description));
  const { lanes, steps, batches } = training;
  const ids = new Int32Array(batches * (steps + 1) * lanes);
  for (let lane = 0; lane < lanes; lane++) {
    const read = walk(batches * (steps + 1), lane);
    for (const [step, id] of read.entries()) ids[step * lanes + lane] = id;
  }
  writeFileSync(path.join(folder, "batches.bin"), ids);
}

/** Reads what `writeWork` wrote for a size. */
export function readWork(folder: string, size: string): Work {
  const architecture = architectureOf(size);
  const bytes = readFileSync(path.join(folder, `${size}.bin`));
  const weights = new Map<string, Float32Array>();
  let start = bytes.byteOffset;
  for (const { name, shape } of weightSpecs(architecture)) {
    weights.set(name, new Float32Array(bytes.buffer.slice(start, start + 4 * sizeOf(shape))));
    start += 4 * sizeOf(shape);
  }
  return { architecture, weights };
}

/** Reads the training batches. */
export function readBatches(folder: string): Batch[] {
  const bytes = readFileSync(path.join(folder, "batches.bin"));
  const { lanes, steps, batches } = training;
  const ids = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  return Array.from({ length: batches }, (_, batch) => {
    const from = batch * (steps + 1) * lanes;
    return {
      inputs: ids.slice(from, from + steps * lanes),
      targets: ids.slice(from + lanes, from + (steps + 1) * lanes),
    };
  });
}

/** A weight by its name; throws when the file has none of it. */
export function weight({ weights }: Work, name: string): Float32Array {
  const values = weights.get(name);
  if (!values) throw new Error(`There is no weight ${name}.`);
  return values;
}

/** The id that every peer reads at a step of the check, so that their logits can be compared. */
export function checkId(step: number, lane: number): number {
  return (step * 7 + lane * 13 + 3) % symbols;
}

/** Steps of the check in composing and in training. */
export const checkSteps = { composing: 8, training: 3 } as const;
