import {
  type Architecture,
  copiedInputs,
  type WeightSpec,
  weightNames,
  weightSpecs,
} from "./architecture";
import type { Weights } from "./initialize";

/** The columns of a network's head: its outputs, and behind them one per copied input. */
export function headColumns(architecture: Architecture): number {
  return architecture.outputs + copiedInputs(architecture).length;
}

/** The weights of a network whose head is joined, as `joinHead` gives them. */
export function joinedSpecs(architecture: Architecture): WeightSpec[] {
  const columns = headColumns(architecture);
  const copies = copyNames(architecture);
  return weightSpecs(architecture)
    .filter(({ name }) => !copies.has(name))
    .map((spec) => {
      if (spec.name === weightNames.outputKernel)
        return { ...spec, shape: [architecture.hidden, columns] };
      return spec.name === weightNames.outputBias ? { ...spec, shape: [columns] } : spec;
    });
}

/**
 * The weights with those of the copies as columns of the output's kernel, [hidden, outputs + copied], and bias,
 * [outputs + copied]: one product then gives both.
 */
export function joinHead(architecture: Architecture, weights: Weights): Weights {
  const copied = copiedInputs(architecture);
  if (copied.length === 0) return weights;
  const joined = new Map(weights);
  for (const [output, copies, rows] of headParts(architecture)) {
    joined.set(
      output,
      joinColumns(
        [output, ...copies].map((name) => weights.get(name) as Float32Array),
        rows,
      ),
    );
    for (const name of copies) joined.delete(name);
  }
  return joined;
}

/** The inverse of `joinHead`. */
export function splitHead(architecture: Architecture, joined: Weights): Map<string, Float32Array> {
  const { outputs } = architecture;
  const columns = headColumns(architecture);
  const split = new Map(joined);
  for (const [output, copies, rows] of headParts(architecture)) {
    const values = joined.get(output) as Float32Array;
    split.set(output, columnsOf(values, rows, columns, 0, outputs));
    for (const [index, name] of copies.entries()) {
      split.set(name, columnsOf(values, rows, columns, outputs + index, 1));
    }
  }
  const inOrder = weightSpecs(architecture).map(({ name }) => name);
  return new Map(inOrder.map((name) => [name, split.get(name) as Float32Array]));
}

/** Of the head's kernel and bias: the output's weight, the copies' that stand behind it, and the rows of both. */
function headParts(architecture: Architecture): [output: string, copies: string[], rows: number][] {
  const { inputs, hidden } = architecture;
  const copied = inputs.filter((input) => input.copied);
  return [
    [weightNames.outputKernel, copied.map(weightNames.copyKernel), hidden],
    [weightNames.outputBias, copied.map(weightNames.copyBias), 1],
  ];
}

function joinColumns(matrices: readonly Float32Array[], rows: number): Float32Array {
  const columns = matrices.reduce((sum, { length }) => sum + length / rows, 0);
  const joined = new Float32Array(rows * columns);
  let first = 0;
  for (const values of matrices) {
    const count = values.length / rows;
    for (let row = 0; row < rows; row++) {
      joined.set(values.subarray(row * count, (row + 1) * count), row * columns + first);
    }
    first += count;
  }
  return joined;
}

function columnsOf(
  values: Float32Array,
  rows: number,
  columns: number,
  first: number,
  count: number,
): Float32Array {
  const part = new Float32Array(rows * count);
  for (let row = 0; row < rows; row++) {
    const from = row * columns + first;
    part.set(values.subarray(from, from + count), row * count);
  }
  return part;
}

function copyNames(architecture: Architecture): Set<string> {
  return new Set(headParts(architecture).flatMap(([, copies]) => copies));
}
