import { type Architecture, gatesOf, weightNames } from "../architecture";
import type { Weights } from "../initialize";
import type { KernelMemory } from "./kernelMemory";
import { type Address, type Kernels, padded } from "./kernels";
import { packInto, padInto } from "./packing";

/** What the first layer reads of each value of each input: embedding · W, whose rows are summed at a step. */
export interface InputTables {
  /** In which row of its table the values of each input begin. */
  readonly firstRows: readonly number[];
  /** [values, gates · padded units], the first input's with the bias in them; of that one alone where `coarse` has the others. */
  readonly table: Address;
  /** The inputs behind the first as int16, to be multiplied by a scale per column: half the memory to go through. */
  readonly coarse: { readonly table: Address; readonly scales: Address } | undefined;
}

/** The largest sum of int16 rows. */
const most = 32767;

/** Puts the tables of a network into memory; where `isCoarse`, those behind the first as int16. */
export function placeTables(
  memory: KernelMemory,
  kernels: Kernels,
  architecture: Architecture,
  weights: Weights,
  isCoarse: boolean,
): InputTables {
  const { cell, inputs, hidden } = architecture;
  const sizes = inputs.map(({ size }) => size);
  const columns = gatesOf(cell) * padded(hidden);
  const coarseFrom = isCoarse ? 1 : inputs.length;
  const exactRows = total(sizes.slice(0, coarseFrom));
  const coarseSizes = sizes.slice(coarseFrom);
  const table = memory.allocate(exactRows * columns * 4);
  const coarse =
    coarseSizes.length > 0
      ? {
          table: memory.allocate(total(coarseSizes) * columns * 2),
          scales: memory.allocate(columns * 4),
        }
      : undefined;
  // What the tables are computed from is not needed behind it.
  const mark = memory.mark;
  const others = memory.allocate(total(coarseSizes) * columns * 4);
  placeExact(memory, kernels, architecture, weights, (index) =>
    index < coarseFrom
      ? table + total(sizes.slice(0, index)) * columns * 4
      : others + total(sizes.slice(coarseFrom, index)) * columns * 4,
  );
  if (coarse) {
    const { table: rounded, scales } = coarse;
    scaleColumns(memory, kernels, others, coarseSizes, scales, columns);
    kernels.roundInt16(rounded, others, scales, total(coarseSizes), columns);
  }
  memory.release(mark);
  const firstRows = sizes.map((_, index) =>
    total(index < coarseFrom ? sizes.slice(0, index) : sizes.slice(coarseFrom, index)),
  );
  return { firstRows, table, coarse };
}

/** Computes each input's table to where it belongs. */
function placeExact(
  memory: KernelMemory,
  kernels: Kernels,
  { cell, inputs, embedding, hidden }: Architecture,
  weights: Weights,
  placeOf: (index: number) => Address,
): void {
  const blocks = gatesOf(cell);
  const columns = blocks * padded(hidden);
  const gates = (name: string, rows: number) => ({
    values: weights.get(name) as Float32Array,
    rows,
    blocks,
    size: hidden,
  });
  const kernel = memory.allocate(columns * embedding * 4);
  const bias = memory.allocate(columns * 4);
  const rowsPlace = memory.allocate(Math.max(...inputs.map(({ size }) => size)) * embedding * 4);
  memory.floats(bias, columns).fill(0);
  padInto(memory.floats(bias, columns), gates(weightNames.bias(0), 1));
  memory.floats(kernel, columns * embedding).fill(0);
  const first = gates(weightNames.kernel(0), embedding);
  packInto(memory.floats(kernel, columns * embedding), first, embedding);
  for (const [index, input] of inputs.entries()) {
    const table = placeOf(index);
    const rows = weights.get(weightNames.embedding(input)) as Float32Array;
    memory.floats(rowsPlace, rows.length).set(rows);
    if (index === 0) kernels.broadcast(table, bias, input.size, columns);
    else memory.floats(table, input.size * columns).fill(0);
    const row = embedding * 4;
    kernels.product(rowsPlace, row, kernel, table, columns * 4, embedding, columns, input.size);
  }
}

/** Finds a scale per column for tables, one behind the other, with which no sum of a row of each is too large for int16. */
function scaleColumns(
  memory: KernelMemory,
  kernels: Kernels,
  tables: Address,
  sizes: readonly number[],
  scales: Address,
  columns: number,
): void {
  const into = memory.floats(scales, columns);
  into.fill(0);
  let table = tables;
  for (const size of sizes) {
    kernels.addGreatest(scales, table, size, columns);
    table += size * columns * 4;
  }
  // Rounding may add a half to each.
  for (let column = 0; column < columns; column++) {
    into[column] = (into[column] as number) / (most - sizes.length);
  }
}

function total(sizes: readonly number[]): number {
  return sizes.reduce((sum, size) => sum + size, 0);
}
