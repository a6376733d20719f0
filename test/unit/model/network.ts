import type { Architecture } from "../../../src/model/architecture";
import { CharModel } from "../../../src/model/charModel";
import { initialWeights } from "../../../src/model/initialize";
import { type Random, seededRandom } from "../../../src/model/random";
import type { Sequence } from "../../../src/model/training/batches";

/** A small network, `changes` to it apart. */
export function architecture(changes: Partial<Architecture> = {}): Architecture {
  return {
    cell: "lstm",
    inputs: [{ name: "character", size: 11 }],
    embedding: 6,
    layers: 1,
    hidden: 8,
    dropout: 0,
    outputs: 11,
    ...changes,
  };
}

/** A second and third input, as models with structure have them. */
export const threeInputs = [
  { name: "character", size: 11 },
  { name: "bar", size: 5 },
  { name: "beat", size: 3 },
];

/** As many inputs as a model with structure has. */
export const manyInputs = [
  { name: "character", size: 11 },
  ...Array.from({ length: 20 }, (_, index) => ({ name: `input_${index}`, size: 2 + index })),
];

/** Inputs that can be copied among others, for few outputs: often one is 0, or two of them name the same output. */
export const copying = {
  inputs: [
    { name: "character", size: 11 },
    { name: "next", size: 8, copied: true },
    { name: "bar", size: 5 },
    { name: "following", size: 8, copied: true },
    { name: "later", size: 8, copied: true },
  ],
  outputs: 7,
} as const;

/** Both cells in one to three layers, each plain, copying inputs, and with `changes`, called `name`. */
export function bothCells(
  name: string,
  changes: Partial<Architecture>,
): [string, Partial<Architecture>][] {
  return (["lstm", "rnn"] as const).flatMap((cell) =>
    [1, 2, 3].flatMap((layers): [string, Partial<Architecture>][] => [
      [`${layers} × ${cell}`, { cell, layers }],
      [`${layers} × ${cell}, copying`, { cell, layers, hidden: 13, ...copying }],
      [`${layers} × ${cell}, ${name}`, { cell, layers, ...changes }],
    ]),
  );
}

/** Fresh weights with biases and copies that are no zeros, so that nothing can be forgotten unseen. */
export function liveWeights(shape: Architecture, seed = 1): Map<string, Float32Array> {
  const random = seededRandom(seed);
  const weights = initialWeights(shape, random);
  for (const [name, values] of weights) {
    if (/(\/bias|_copy\/kernel)$/.test(name))
      for (const i of values.keys()) values[i] = random() - 0.5;
  }
  return weights;
}

/** A small network with live weights. */
export function smallModel(changes: Partial<Architecture> = {}, seed = 1): CharModel {
  const shape = architecture(changes);
  return new CharModel(shape, liveWeights(shape, seed));
}

/** Random integers below `size`. */
export function randomIds(length: number, size: number, random: Random): Int32Array {
  return Int32Array.from({ length }, () => Math.floor(random() * size));
}

/** A random sequence for a network. */
export function randomSequence(shape: Architecture, length: number, random: Random): Sequence {
  return {
    inputs: shape.inputs.map(({ size }) => randomIds(length, size, random)),
    targets: randomIds(length, shape.outputs, random),
  };
}

/** The greatest difference between two lists of numbers of one length. */
export function greatestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`${a.length} numbers against ${b.length}.`);
  let most = 0;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs((a[i] as number) - (b[i] as number));
    if (!(difference <= most)) most = difference;
  }
  return most;
}
