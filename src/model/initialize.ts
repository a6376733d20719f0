import { type Architecture, gatesOf, sizeOf, type WeightSpec, weightSpecs } from "./architecture";
import { normal, type Random } from "./random";

/** A network's weights by name, row-major. */
export type Weights = ReadonlyMap<string, Float32Array>;

/**
 * Fresh weights: embeddings N(0, 1) shared out over the inputs, kernels Glorot uniform, recurrent kernels orthogonal
 * per gate, biases 0 but for the LSTM's forget gate, which starts open at 1 (Jozefowicz et al. 2015); nothing is copied
 * until it is learned.
 */
export function initialWeights(shape: Architecture, random: Random): Map<string, Float32Array> {
  const weights = new Map<string, Float32Array>();
  for (const spec of weightSpecs(shape)) weights.set(spec.name, initialWeight(spec, shape, random));
  return weights;
}

function initialWeight(spec: WeightSpec, shape: Architecture, random: Random): Float32Array {
  const values = new Float32Array(sizeOf(spec.shape));
  const [rows = 1, columns = 1] = spec.shape;
  if (spec.name.endsWith("_copy/kernel")) return values;
  if (spec.name.endsWith("/embeddings")) {
    const scale = 1 / Math.sqrt(shape.inputs.length);
    for (let i = 0; i < values.length; i++) values[i] = scale * normal(random);
  } else if (spec.name.endsWith("/recurrent_kernel")) {
    const gates = gatesOf(shape.cell);
    for (let gate = 0; gate < gates; gate++) {
      const block = orthogonal(rows, random);
      for (let row = 0; row < rows; row++) {
        const from = block.subarray(row * rows, (row + 1) * rows);
        values.set(from, row * columns + gate * rows);
      }
    }
  } else if (spec.name.endsWith("kernel")) {
    const gateColumns = spec.name.startsWith("recurrent") ? shape.hidden : columns;
    const limit = Math.sqrt(6 / (rows + gateColumns));
    for (let i = 0; i < values.length; i++) values[i] = limit * (2 * random() - 1);
  } else if (spec.name.startsWith("recurrent") && shape.cell === "lstm") {
    values.fill(1, shape.hidden, 2 * shape.hidden);
  }
  return values;
}

/** A random orthogonal matrix [size, size]: Gram and Schmidt on normal rows, twice for accuracy. */
function orthogonal(size: number, random: Random): Float32Array {
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const current = matrix.subarray(row * size, (row + 1) * size);
    for (let i = 0; i < size; i++) current[i] = normal(random);
    for (let pass = 0; pass < 2; pass++) project(matrix, row, current);
    let length = 0;
    for (let i = 0; i < size; i++) length += (current[i] as number) ** 2;
    const scale = 1 / Math.sqrt(length);
    for (let i = 0; i < size; i++) current[i] = (current[i] as number) * scale;
  }
  return Float32Array.from(matrix);
}

/** Takes from `current` what lies along the first `rows` rows, four at a time: a layer of 1,000 units has billions of steps. */
function project(matrix: Float64Array, rows: number, current: Float64Array): void {
  const size = current.length;
  const at = (row: number): number => Math.min(row, rows - 1) * size;
  for (let row = 0; row < rows; row += 4) {
    const [a, b, c, d] = [at(row), at(row + 1), at(row + 2), at(row + 3)];
    let alongA = 0;
    let alongB = 0;
    let alongC = 0;
    let alongD = 0;
    for (let i = 0; i < size; i++) {
      const value = current[i] as number;
      alongA += value * (matrix[a + i] as number);
      alongB += value * (matrix[b + i] as number);
      alongC += value * (matrix[c + i] as number);
      alongD += value * (matrix[d + i] as number);
    }
    // The last row stands in for those behind it, and counts once.
    if (b === a) alongB = 0;
    if (c === b) alongC = 0;
    if (d === c) alongD = 0;
    for (let i = 0; i < size; i++) {
      current[i] =
        (current[i] as number) -
        alongA * (matrix[a + i] as number) -
        alongB * (matrix[b + i] as number) -
        alongC * (matrix[c + i] as number) -
        alongD * (matrix[d + i] as number);
    }
  }
}
