import "./webassembly";
import { type Architecture, copiedInputs, gatesOf } from "../architecture";
import { checkChunk, checkRead, checkStep } from "../checkCall";
import { checkWeights } from "../checkWeights";
import { headColumns } from "../head";
import type { Weights } from "../initialize";
import type { HeldUnit, Inputs, Network, NetworkState, StepExtras } from "../network";
import type { Chunk } from "../training/batches";
import {
  type ComposingWeights,
  type LayerWeights,
  type PackedMatrix,
  placeWeights,
} from "./composingWeights";
import { KernelMemory } from "./kernelMemory";
import { type Address, instantiate, type Kernels, padded } from "./kernels";
import { inputScaleFor } from "./packing";
import { type LayerPlace, Workplace, widthOf } from "./workplace";

/** Rows, steps times lanes, that are computed at once; bounds the memory, not the result. */
const mostRows = 256;

/**
 * A network on the fused kernels, to compose and to read with: float32, or int8 weights with int16 hidden states. Its
 * results are the same to the bit on every machine and for any number of lanes.
 */
export class KernelNetwork implements Network {
  readonly architecture: Architecture;
  readonly precision: "int8" | "float32";
  /** Bytes of weights that one step reads, table rows apart. */
  readonly bytesPerStep: number;
  private readonly memory = new KernelMemory(false);
  private readonly kernels: Kernels;
  private readonly weights: ComposingWeights;
  private readonly units: number;
  private readonly columns: number;
  private readonly copied: number;
  private readonly headColumns: number;
  private readonly inputScale: number;
  private readonly workMark: Address;
  private work: Workplace | undefined;

  /**
   * `build` is the kernels' build for plain SIMD and memory of its own. Throws when the architecture is impossible, a
   * weight is missing, of another size or no number, or there is not the memory (an OutOfMemoryError).
   */
  constructor(
    build: WebAssembly.Module,
    architecture: Architecture,
    weights: Weights,
    precision: "int8" | "float32",
  ) {
    checkWeights(architecture, weights);
    this.architecture = architecture;
    this.precision = precision;
    this.units = padded(architecture.hidden);
    this.columns = gatesOf(architecture.cell) * this.units;
    this.copied = copiedInputs(architecture).length;
    this.headColumns = padded(headColumns(architecture));
    this.inputScale = inputScaleFor(this.units);
    this.kernels = instantiate(build, this.memory.memory);
    const int8 = precision === "int8";
    this.weights = placeWeights(this.memory, this.kernels, architecture, weights, int8);
    this.bytesPerStep = this.weights.bytes;
    this.workMark = this.memory.mark;
  }

  step(inputs: Inputs, state: NetworkState, extras?: StepExtras): Float32Array {
    checkStep(this.architecture, inputs, state, extras);
    const work = this.forward(inputs, 0, 1, state, extras);
    return this.logits(work, 1, state.lanes);
  }

  read(inputs: Inputs, steps: number, state: NetworkState): Float32Array {
    checkRead(this.architecture, inputs, steps, state);
    const stride = strideOf(state.lanes);
    for (let from = 0; ; from += stride) {
      const count = Math.min(stride, steps - from);
      const work = this.forward(inputs, from, count, state);
      if (from + count === steps) return this.logits(work, count, state.lanes);
    }
  }

  losses(chunk: Chunk, state: NetworkState): Float32Array {
    checkChunk(this.architecture, chunk, state);
    const { inputs, targets, steps, batch } = chunk;
    const { outputs } = this.architecture;
    const losses = new Float32Array(steps * batch);
    const stride = strideOf(batch);
    const width = widthOf(batch);
    for (let from = 0; from < steps; from += stride) {
      const count = Math.min(stride, steps - from);
      const work = this.forward(inputs, from, count, state);
      const rows = count * width;
      this.outputLogits(work, 0, rows, width);
      work.readTargets(targets, from, count, batch);
      const at = [work.logits, work.targets, 0, work.losses] as const;
      this.kernels.crossEntropy(...at, rows, outputs, this.headColumns, 1);
      const pairs = this.memory.floats(work.losses, 2 * rows);
      for (let t = 0; t < count; t++) {
        for (let lane = 0; lane < batch; lane++) {
          const pair = 2 * (t * width + lane);
          const loss = Math.log(pairs[pair] as number) - (pairs[pair + 1] as number);
          losses[(from + t) * batch + lane] = loss;
        }
      }
    }
    return losses;
  }

  dispose(): void {
    // Its memory goes with it.
  }

  /** Carries `state` over `steps` steps from step `from` of the inputs; the hidden states stay in the workplace. */
  private forward(
    inputs: Inputs,
    from: number,
    steps: number,
    state: NetworkState,
    { gates, hold }: StepExtras = {},
  ): Workplace {
    const { kernels, columns, units } = this;
    const { lanes } = state;
    const width = widthOf(lanes);
    const rows = steps * width;
    const work = this.workplace(lanes, steps);
    work.readInputs(inputs, from, steps, lanes);
    for (const [layer, weights] of this.weights.layers.entries()) {
      const place = work.layers[layer] as LayerPlace;
      work.loadState(layer, state);
      this.quantize(place, 0, width);
      this.projectBelow(work, layer, weights, rows, width);
      for (let t = 0; t < steps; t++) {
        const z = work.z + t * width * columns * 4;
        const hidden = place.hidden + (t + 1) * width * units * 4;
        this.multiply(place, t * width, weights.recurrent, z, columns, width);
        if (this.architecture.cell === "rnn") {
          kernels.rnnForward(z, hidden, width * units);
          if (gates) kernels.rnnForward(z, z, width * units);
        } else if (gates) {
          kernels.lstmForward(z, place.cell, place.cell, 0, hidden, width, units);
        } else {
          kernels.lstmStep(z, place.cell, hidden, width, units);
        }
        if (hold) this.hold(hidden, layer, lanes, hold);
        this.quantize(place, (t + 1) * width, width);
      }
      if (gates) work.storeGates(layer, gates, lanes);
      work.storeState(layer, state, steps);
    }
    return work;
  }

  /** z = W x + b of every row: from the tables, or from the layer below. */
  private projectBelow(
    work: Workplace,
    layer: number,
    { below }: LayerWeights,
    rows: number,
    width: number,
  ): void {
    const { kernels, columns } = this;
    if (below) {
      kernels.broadcast(work.z, below.bias, rows, columns);
      const place = work.layers[layer - 1] as LayerPlace;
      this.multiply(place, width, below.kernel, work.z, columns, rows);
      return;
    }
    const { firstRows, table, coarse } = this.weights.tables;
    const count = firstRows.length;
    const exact = coarse ? 1 : count;
    kernels.gatherSum(work.z, work.ids, 4 * count, rows, exact, table, columns);
    if (!coarse) return;
    const others = [work.ids + 4, 4 * count, rows, count - 1] as const;
    kernels.gatherSumInt16(work.z, ...others, coarse.table, coarse.scales, columns);
  }

  /** y[count, columns] += hidden states of a layer, from row `from` on, · matrix. */
  private multiply(
    place: LayerPlace,
    from: number,
    { packed, scales }: PackedMatrix,
    y: Address,
    columns: number,
    count: number,
  ): void {
    const { kernels, units } = this;
    if (this.precision === "int8") {
      const x = place.quantized + from * units * 2;
      kernels.productInt8(x, units * 2, packed, scales, y, columns * 4, units, columns, count);
    } else {
      const x = place.hidden + from * units * 4;
      kernels.product(x, units * 4, packed, y, columns * 4, units, columns, count);
    }
  }

  /** Makes the int16 copy of `count` rows of a layer's hidden states, where it is needed. */
  private quantize({ hidden, quantized }: LayerPlace, from: number, count: number): void {
    if (this.precision !== "int8") return;
    const { units, kernels, inputScale } = this;
    const at = from * units;
    kernels.quantize(hidden + at * 4, quantized + at * 2, count * units, inputScale);
  }

  private hold(hidden: Address, layer: number, lanes: number, held: readonly HeldUnit[]): void {
    const rows = this.memory.floats(hidden, lanes * this.units);
    for (const unit of held) {
      if (unit.layer !== layer) continue;
      for (let lane = 0; lane < lanes; lane++) rows[lane * this.units + unit.unit] = unit.value;
    }
  }

  /** Logits behind `count` rows of steps of `width` lanes, from row `from` on. */
  private outputLogits(work: Workplace, from: number, count: number, width: number): void {
    const { headColumns: columns, copied, weights, kernels } = this;
    const top = work.layers[work.layers.length - 1] as LayerPlace;
    kernels.broadcast(work.logits, weights.headBias, count, columns);
    this.multiply(top, width + from, weights.head, work.logits, columns, count);
    if (copied === 0) return;
    const ids = work.copied + from * copied * 4;
    kernels.addCopies(work.logits, ids, count, copied, this.architecture.outputs, columns);
  }

  /** The logits behind step `step`, [lanes, outputs]. */
  private logits(work: Workplace, step: number, lanes: number): Float32Array {
    const width = widthOf(lanes);
    this.outputLogits(work, (step - 1) * width, width, width);
    const { outputs } = this.architecture;
    const logits = new Float32Array(lanes * outputs);
    const rows = this.memory.floats(work.logits, lanes * this.headColumns);
    for (let lane = 0; lane < lanes; lane++) {
      const from = lane * this.headColumns;
      logits.set(rows.subarray(from, from + outputs), lane * outputs);
    }
    return logits;
  }

  /** A workplace that is large enough; the one there is where it is. */
  private workplace(lanes: number, steps: number): Workplace {
    const width = widthOf(lanes);
    const rows = steps * width;
    const { work } = this;
    if (work && width <= work.width && rows <= work.rows) return work;
    this.work = undefined;
    this.memory.release(this.workMark);
    const most = [Math.max(width, work?.width ?? 0), Math.max(rows, work?.rows ?? 0)] as const;
    const { firstRows } = this.weights.tables;
    this.work = new Workplace(this.memory, this.architecture, firstRows, ...most);
    return this.work;
  }
}

/** Steps computed at once. */
function strideOf(lanes: number): number {
  return Math.max(1, Math.floor(mostRows / widthOf(lanes)));
}
