import { type Architecture, copiedInputs, gatesOf } from "../architecture";
import { headColumns } from "../head";
import { type Inputs, type NetworkState, statesOf } from "../network";
import type { KernelMemory } from "./kernelMemory";
import { type Address, padded } from "./kernels";

/** Where a layer works. */
export interface LayerPlace {
  /** The hidden states before the first step and behind every step, [1 + steps, lanes, padded units]. */
  readonly hidden: Address;
  /** The same as int16. */
  readonly quantized: Address;
  /** The LSTM's cell states, [lanes, padded units]. */
  readonly cell: Address;
}

/**
 * The memory in which a network reads up to `rows` rows, steps times lanes, of up to `width` lanes, and the way in and out
 * of it. A step takes `widthOf` its lanes: three go as four, which cost no more.
 */
export class Workplace {
  /** The most rows of a step. */
  readonly width: number;
  /** The most rows of all steps. */
  readonly rows: number;
  /** The table rows that each step sums, [steps, lanes, inputs]. */
  readonly ids: Address;
  /** The values of the copied inputs, [steps, lanes, copied]. */
  readonly copied: Address;
  readonly targets: Address;
  /** The gates, [steps, lanes, gates · padded units]. */
  readonly z: Address;
  readonly layers: readonly LayerPlace[];
  /** [steps, lanes, padded columns of the head]. */
  readonly logits: Address;
  /** [steps, lanes, 2]. */
  readonly losses: Address;
  private readonly memory: KernelMemory;
  private readonly architecture: Architecture;
  private readonly firstRows: readonly number[];
  private readonly copiedInputs: readonly number[];
  private readonly units: number;

  /** `firstRows` tells in which row of its table the values of each input begin. */
  constructor(
    memory: KernelMemory,
    architecture: Architecture,
    firstRows: readonly number[],
    width: number,
    rows: number,
  ) {
    this.width = width;
    this.rows = rows;
    this.memory = memory;
    this.architecture = architecture;
    this.firstRows = firstRows;
    this.copiedInputs = copiedInputs(architecture);
    this.units = padded(architecture.hidden);
    const start = memory.mark;
    this.ids = memory.allocate(rows * firstRows.length * 4);
    this.copied = memory.allocate(rows * this.copiedInputs.length * 4);
    this.targets = memory.allocate(rows * 4);
    this.z = memory.allocate(rows * gatesOf(architecture.cell) * this.units * 4);
    this.layers = Array.from({ length: architecture.layers }, () => ({
      hidden: memory.allocate((rows + width) * this.units * 4),
      quantized: memory.allocate((rows + width) * this.units * 2),
      cell: memory.allocate(width * this.units * 4),
    }));
    this.logits = memory.allocate(rows * padded(headColumns(architecture)) * 4);
    this.losses = memory.allocate(rows * 8);
    // What was there before must not come in by way of the padding.
    memory.bytes(start, memory.mark - start).fill(0);
  }

  /** Puts `steps` steps from step `from` of the inputs in. */
  readInputs(inputs: Inputs, from: number, steps: number, lanes: number): void {
    const { firstRows, copiedInputs: copied } = this;
    const rows = steps * widthOf(lanes);
    const ids = this.memory.integers(this.ids, rows * firstRows.length);
    for (let index = 0; index < firstRows.length; index++) {
      const values = inputs[index] as Int32Array;
      const first = firstRows[index] as number;
      putColumn(ids, index, firstRows.length, values, first, from, steps, lanes);
    }
    if (copied.length === 0) return;
    const into = this.memory.integers(this.copied, rows * copied.length);
    for (let index = 0; index < copied.length; index++) {
      const values = inputs[copied[index] as number] as Int32Array;
      putColumn(into, index, copied.length, values, 0, from, steps, lanes);
    }
  }

  /** Puts the targets of the same steps in. */
  readTargets(targets: Int32Array, from: number, steps: number, lanes: number): void {
    const into = this.memory.integers(this.targets, steps * widthOf(lanes));
    putColumn(into, 0, 1, targets, 0, from, steps, lanes);
  }

  /** Puts a layer's state before the first step. */
  loadState(layer: number, { values, lanes }: NetworkState): void {
    const { hidden, cell } = this.layers[layer] as LayerPlace;
    const parts = statesOf(this.architecture);
    const at = layer * parts * lanes * this.architecture.hidden;
    this.copyRows(hidden, values, at, lanes, true);
    if (parts === 2)
      this.copyRows(cell, values, at + lanes * this.architecture.hidden, lanes, true);
  }

  /** Takes a layer's state behind step `steps` out. */
  storeState(layer: number, { values, lanes }: NetworkState, steps: number): void {
    const { hidden, cell } = this.layers[layer] as LayerPlace;
    const parts = statesOf(this.architecture);
    const at = layer * parts * lanes * this.architecture.hidden;
    const last = hidden + steps * widthOf(lanes) * this.units * 4;
    this.copyRows(last, values, at, lanes, false);
    if (parts === 2) {
      this.copyRows(cell, values, at + lanes * this.architecture.hidden, lanes, false);
    }
  }

  /** Takes the activated gates of a layer out, `into` [layers, gates, lanes, hidden]. */
  storeGates(layer: number, into: Float32Array, lanes: number): void {
    const { cell, hidden } = this.architecture;
    const gates = gatesOf(cell);
    const z = this.memory.floats(this.z, lanes * gates * this.units);
    for (let lane = 0; lane < lanes; lane++) {
      for (let gate = 0; gate < gates; gate++) {
        const from = (lane * gates + gate) * this.units;
        const to = ((layer * gates + gate) * lanes + lane) * hidden;
        into.set(z.subarray(from, from + hidden), to);
      }
    }
  }

  /** Copies rows of `hidden` numbers into padded memory, or out of it. */
  private copyRows(
    address: Address,
    values: Float32Array,
    at: number,
    rows: number,
    into: boolean,
  ): void {
    const { hidden } = this.architecture;
    const { units } = this;
    const place = this.memory.floats(address, rows * units);
    for (let row = 0; row < rows; row++) {
      const outside = at + row * hidden;
      const inside = row * units;
      if (into) place.set(values.subarray(outside, outside + hidden), inside);
      else values.set(place.subarray(inside, inside + hidden), outside);
    }
  }
}

/** Puts numbers of `lanes` lanes, from step `from` on, plus `first` into column `index` of `count`. */
function putColumn(
  into: Int32Array,
  index: number,
  count: number,
  values: Int32Array,
  first: number,
  from: number,
  steps: number,
  lanes: number,
): void {
  const width = widthOf(lanes);
  for (let t = 0; t < steps; t++) {
    for (let lane = 0; lane < lanes; lane++) {
      const value = values[(from + t) * lanes + lane] as number;
      into[(t * width + lane) * count + index] = first + value;
    }
  }
}

/** The rows that so many lanes take. */
export function widthOf(lanes: number): number {
  return lanes % 4 === 3 ? lanes + 1 : lanes;
}
