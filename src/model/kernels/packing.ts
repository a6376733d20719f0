import { padded } from "./kernels";

/** A matrix as a model stores it, row-major, whose columns are blocks (the gates of a cell) of `size` columns each. */
export interface Matrix {
  readonly values: Float32Array;
  readonly rows: number;
  readonly blocks: number;
  readonly size: number;
}

/** The columns of a matrix whose blocks are padded. */
export function paddedColumns({ blocks, size }: Matrix): number {
  return blocks * padded(size);
}

/** Where column `n` of the padded matrix is in the stored one; −1 for padding. */
function storedColumn({ size }: Matrix, n: number): number {
  const width = padded(size);
  const inBlock = n % width;
  return inBlock < size ? Math.floor(n / width) * size + inBlock : -1;
}

/** Copies a matrix row-major with padded blocks: `into` [rows, padded columns], zero before. */
export function padInto(into: Float32Array, matrix: Matrix): void {
  const { values, rows, blocks, size } = matrix;
  const width = padded(size);
  for (let row = 0; row < rows; row++) {
    for (let block = 0; block < blocks; block++) {
      const from = (row * blocks + block) * size;
      into.set(values.subarray(from, from + size), (row * blocks + block) * width);
    }
  }
}

/** The inverse of `padInto`. */
export function unpad(
  from: Float32Array,
  { rows, blocks, size }: Omit<Matrix, "values">,
): Float32Array {
  const width = padded(size);
  const values = new Float32Array(rows * blocks * size);
  for (let part = 0; part < rows * blocks; part++) {
    values.set(from.subarray(part * width, part * width + size), part * size);
  }
  return values;
}

/** Packs a matrix for `product`: panels of 8 columns, `into` [padded columns / 8, panelRows, 8], zero before. */
export function packInto(into: Float32Array, matrix: Matrix, panelRows: number): void {
  const { values, rows, blocks, size } = matrix;
  const stored = blocks * size;
  for (let n = 0; n < paddedColumns(matrix); n++) {
    const column = storedColumn(matrix, n);
    if (column < 0) continue;
    let at = (n >> 3) * panelRows * 8 + (n & 7);
    for (let k = 0; k < rows; k++, at += 8) into[at] = values[k * stored + column] as number;
  }
}

/** The inverse of `packInto`. */
export function unpack(
  from: Float32Array,
  shape: Omit<Matrix, "values">,
  panelRows: number,
): Float32Array {
  const { rows, blocks, size } = shape;
  const stored = blocks * size;
  const matrix = { ...shape, values: new Float32Array(rows * stored) };
  for (let n = 0; n < paddedColumns(matrix); n++) {
    const column = storedColumn(matrix, n);
    if (column < 0) continue;
    let at = (n >> 3) * panelRows * 8 + (n & 7);
    for (let k = 0; k < rows; k++, at += 8) matrix.values[k * stored + column] = from[at] as number;
  }
  return matrix.values;
}

/** The largest int8 used: the range is symmetric. */
const most = 127;

/**
 * Packs a matrix as int8 for `productInt8`: each column n is round(w / scale) with scale = max |w| / 127, in panels of 8
 * columns and pairs of rows: `into` [padded columns / 8, panelRows / 2, 8, 2], zero before. `scales` [padded columns] gets
 * each column's scale divided by `inputScale`, what the other factor was multiplied with.
 */
export function packInt8Into(
  into: Int8Array,
  scales: Float32Array,
  matrix: Matrix,
  panelRows: number,
  inputScale: number,
): void {
  const { values, rows, blocks, size } = matrix;
  const stored = blocks * size;
  for (let n = 0; n < paddedColumns(matrix); n++) {
    const column = storedColumn(matrix, n);
    if (column < 0) continue;
    let greatest = 0;
    for (let k = 0; k < rows; k++) {
      greatest = Math.max(greatest, Math.abs(values[k * stored + column] as number));
    }
    if (greatest === 0) continue;
    const scale = greatest / most;
    scales[n] = scale / inputScale;
    const panel = (n >> 3) * panelRows * 8 + 2 * (n & 7);
    for (let k = 0; k < rows; k++) {
      const value = Math.round((values[k * stored + column] as number) / scale);
      into[panel + (k >> 1) * 16 + (k & 1)] = value;
    }
  }
}

/** What hidden states, −1 to 1, are multiplied with to become int16: as much as sums over `rows` products leave room for. */
export function inputScaleFor(rows: number): number {
  return Math.min(32767, Math.floor((2 ** 31 - 1) / (most * rows)));
}
