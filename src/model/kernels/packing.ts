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

/**
 * Where each stored column is in a row of a packed matrix of `panelRows` rows: ⌊n / 8⌋ · panelRows · 8 + n mod 8 of its
 * padded column n.
 */
function packedColumns({ blocks, size }: Omit<Matrix, "values">, panelRows: number): Int32Array {
  const width = padded(size);
  const places = new Int32Array(blocks * size);
  for (let column = 0; column < places.length; column++) {
    const n = Math.floor(column / size) * width + (column % size);
    places[column] = (n >> 3) * panelRows * 8 + (n & 7);
  }
  return places;
}

/** Packs a matrix for `product`: panels of 8 columns, `into` [padded columns / 8, panelRows, 8], zero before. */
export function packInto(into: Float32Array, matrix: Matrix, panelRows: number): void {
  const places = packedColumns(matrix, panelRows);
  const columns = places.length;
  for (let k = 0; k < matrix.rows; k++) {
    for (let column = 0; column < columns; column++) {
      const value = matrix.values[k * columns + column] as number;
      into[(places[column] as number) + k * 8] = value;
    }
  }
}

/** The inverse of `packInto`. */
export function unpack(
  from: Float32Array,
  shape: Omit<Matrix, "values">,
  panelRows: number,
): Float32Array {
  const places = packedColumns(shape, panelRows);
  const columns = places.length;
  const values = new Float32Array(shape.rows * columns);
  for (let k = 0; k < shape.rows; k++) {
    for (let column = 0; column < columns; column++) {
      values[k * columns + column] = from[(places[column] as number) + k * 8] as number;
    }
  }
  return values;
}

/** The largest int8 used: the range is symmetric. */
const most = 127;

/**
 * Packs a matrix as int8 for `productInt8`: each column n is round(w / scale) with scale = max |w| / 127, in panels of 8
 * columns and pairs of rows: `into` [padded columns / 8, panelRows / 2, 8, 2], zero before. `scales` [padded columns], zero
 * before, gets each column's scale divided by `inputScale`, what the other factor was multiplied with.
 */
export function packInt8Into(
  into: Int8Array,
  scales: Float32Array,
  matrix: Matrix,
  panelRows: number,
  inputScale: number,
): void {
  const { values, rows, size } = matrix;
  const places = packedColumns(matrix, panelRows);
  const columns = places.length;
  const perStep = new Float64Array(columns);
  for (let i = 0, column = 0; i < rows * columns; i++) {
    const value = Math.abs(values[i] as number);
    if (value > (perStep[column] as number)) perStep[column] = value;
    column = column + 1 === columns ? 0 : column + 1;
  }
  for (let column = 0; column < columns; column++) {
    const scale = (perStep[column] as number) / most;
    const n = Math.floor(column / size) * padded(size) + (column % size);
    scales[n] = scale / inputScale;
    perStep[column] = scale === 0 ? 0 : 1 / scale;
    // Of a pair of rows the second follows the first: [8, 2] numbers instead of [2, 8].
    places[column] = (places[column] as number) + (n & 7);
  }
  for (let k = 0; k < rows; k++) {
    const row = (k >> 1) * 16 + (k & 1);
    for (let column = 0; column < columns; column++) {
      const value = (values[k * columns + column] as number) * (perStep[column] as number);
      into[(places[column] as number) + row] = Math.round(value);
    }
  }
}

/** What hidden states, −1 to 1, are multiplied with to become int16: as much as sums over `rows` products leave room for. */
export function inputScaleFor(rows: number): number {
  return Math.min(32767, Math.floor((2 ** 31 - 1) / (most * rows)));
}
