import "./webassembly";

/** An address in the kernels' memory, in bytes. */
export type Address = number;

/** Adds up rows of a table, or adds to them, `count` for each of `rows` rows of ids. */
type TableRows = (
  z: Address,
  ids: Address,
  idsStride: number,
  rows: number,
  count: number,
  table: Address,
  columns: number,
) => void;

/** Goes through the copied inputs of `rows` rows of logits, `count` ids of outputs in each. */
type CopyRows = (
  logits: Address,
  ids: Address,
  rows: number,
  count: number,
  outputs: number,
  columns: number,
) => void;

/** The functions of the kernels, in the words of `assembly/`, where each is described. */
export interface Kernels {
  product(
    x: Address,
    xStride: number,
    w: Address,
    y: Address,
    yStride: number,
    rows: number,
    columns: number,
    lanes: number,
  ): void;
  productInt8(
    x: Address,
    xStride: number,
    w: Address,
    scales: Address,
    y: Address,
    yStride: number,
    rows: number,
    columns: number,
    lanes: number,
  ): void;
  quantize(x: Address, q: Address, count: number, scale: number): void;
  readonly gatherSum: TableRows;
  addGreatest(into: Address, values: Address, rows: number, columns: number): void;
  roundInt16(
    rounded: Address,
    values: Address,
    scales: Address,
    rows: number,
    columns: number,
  ): void;
  gatherSumInt16(
    z: Address,
    ids: Address,
    idsStride: number,
    rows: number,
    count: number,
    table: Address,
    scales: Address,
    columns: number,
  ): void;
  broadcast(z: Address, row: Address, rows: number, columns: number): void;
  lstmStep(z: Address, c: Address, h: Address, rows: number, units: number): void;
  lstmForward(
    z: Address,
    c: Address,
    cNext: Address,
    tanhC: Address,
    h: Address,
    rows: number,
    units: number,
  ): void;
  rnnForward(z: Address, h: Address, count: number): void;
  pack(b: Address, rows: number, columns: number, packed: Address): void;
  transpose(
    w: Address,
    rows: number,
    columns: number,
    from: number,
    to: number,
    packed: Address,
  ): void;
  packRows(a: Address, rows: number, columns: number, packed: Address): void;
  packColumns(a: Address, rows: number, columns: number, packed: Address): void;
  multiply(
    a: Address,
    b: Address,
    c: Address,
    cStride: number,
    cPanel: number,
    m: number,
    k: number,
    n: number,
  ): void;
  lstmBackward(
    z: Address,
    c: Address,
    tanhC: Address,
    dh: Address,
    dc: Address,
    rows: number,
    units: number,
  ): void;
  rnnBackward(h: Address, dh: Address, z: Address, count: number): void;
  readonly scatterAdd: TableRows;
  readonly addCopies: CopyRows;
  readonly copiesBackward: CopyRows;
  crossEntropy(
    logits: Address,
    targets: Address,
    weights: Address,
    losses: Address,
    rows: number,
    outputs: number,
    columns: number,
    scale: number,
  ): void;
  clear(x: Address, count: number): void;
  sum(y: Address, x: Address, count: number): void;
  sumRows(y: Address, x: Address, rows: number, columns: number): void;
  scale(y: Address, x: Address, mask: Address, count: number): void;
  squares(x: Address, count: number): number;
  sgd(w: Address, g: Address, count: number, rate: number, scale: number): void;
  adam(
    w: Address,
    g: Address,
    mean: Address,
    square: Address,
    count: number,
    scale: number,
    beta1: number,
    beta2: number,
    size: number,
    correction: number,
    decay: number,
  ): void;
}

/** The kernels of a build, working on `memory`. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Kernels;
}

/** The next multiple of 8: the width of a padded row. */
export function padded(count: number): number {
  return (count + 7) & ~7;
}
