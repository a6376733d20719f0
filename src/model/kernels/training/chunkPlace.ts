import { type Architecture, copiedInputs } from "../../architecture";
import { type NetworkState, statesOf, type TrainStep } from "../../network";
import type { Chunk } from "../../training/batches";
import { dropoutMask } from "../../training/dropout";
import type { KernelMemory } from "../kernelMemory";
import type { Address } from "../kernels";
import type { LayerWork, Layout, ThreadWork } from "./layout";
import { laneGroup, lanesOf } from "./share";

/** A thread's part of a chunk: its lanes, and those in memory, a multiple of 4. */
interface Part {
  readonly own: ThreadWork;
  readonly first: number;
  readonly count: number;
  readonly width: number;
}

/** The way of a chunk into the memory of the threads, each its lanes, and of losses and states out of it. */
export class ChunkPlace {
  private readonly architecture: Architecture;
  private readonly layout: Layout;
  private readonly memory: KernelMemory;
  private readonly chunk: Chunk;
  private readonly parts: readonly Part[];

  constructor(architecture: Architecture, layout: Layout, memory: KernelMemory, chunk: Chunk) {
    this.architecture = architecture;
    this.layout = layout;
    this.memory = memory;
    this.chunk = chunk;
    this.parts = layout.threads.flatMap((own, thread): Part[] => {
      const { first, count } = lanesOf(chunk.batch, layout.threads.length, thread);
      const width = Math.ceil(count / laneGroup) * laneGroup;
      return count > 0 ? [{ own, first, count, width }] : [];
    });
  }

  /** Puts inputs, targets and weights in. */
  putChunk(): void {
    const { inputs, targets, weights } = this.chunk;
    for (const part of this.parts) {
      this.putIds(inputs, part);
      this.putCopied(inputs, part);
      const into = this.memory.integers(part.own.targets, this.chunk.steps * part.width);
      this.putRows(into, targets, part);
      this.putRows(this.floats(part.own.weights, this.chunk.steps * part.width), weights, part);
    }
  }

  /** Puts in what the outputs are multiplied by. */
  putMask(dropout: TrainStep["dropout"]): void {
    const { steps, batch } = this.chunk;
    const { hidden } = this.architecture;
    const { units } = this.layout;
    const mask = dropoutMask(steps * batch, hidden, dropout);
    for (const { own, first, count, width } of this.parts) {
      const into = this.floats(own.mask, steps * width * units);
      into.fill(0);
      for (let t = 0; t < steps; t++) {
        for (let lane = 0; lane < count; lane++) {
          const from = (t * batch + first + lane) * hidden;
          into.set(mask.subarray(from, from + hidden), (t * width + lane) * units);
        }
      }
    }
  }

  /** Puts the state before the first step in. */
  putState(state: NetworkState): void {
    const { units } = this.layout;
    for (const { own, width } of this.parts) {
      // Lanes that fill up a group of four compute on nothing; what lay here before must not come in as units that fill
      // up a row, either: they would have gradients.
      for (const { hidden, cell } of own.layers) {
        this.floats(hidden, width * units).fill(0);
        this.floats(cell, width * units).fill(0);
      }
    }
    this.eachState(0, state, (inside, outside) => inside.set(outside));
  }

  /** Takes the state behind the last step out. */
  takeState(state: NetworkState): void {
    this.eachState(this.chunk.steps, state, (inside, outside) => outside.set(inside));
  }

  /** The loss of each target in nats, [steps · lanes]. */
  losses(): Float32Array {
    const { steps, batch } = this.chunk;
    const losses = new Float32Array(steps * batch);
    for (const { own, first, count, width } of this.parts) {
      const pairs = this.floats(own.losses, 2 * steps * width);
      for (let t = 0; t < steps; t++) {
        for (let lane = 0; lane < count; lane++) {
          const pair = 2 * (t * width + lane);
          const loss = Math.log(pairs[pair] as number) - (pairs[pair + 1] as number);
          losses[t * batch + first + lane] = loss;
        }
      }
    }
    return losses;
  }

  /** The sum of the losses of all targets that count. */
  lossSum(): number {
    const { weights } = this.chunk;
    let sum = 0;
    for (const [row, loss] of this.losses().entries()) sum += loss * (weights[row] as number);
    return sum;
  }

  /** Calls `copy` with every lane's row of every state, in memory and in `state`. */
  private eachState(
    step: number,
    { values }: NetworkState,
    copy: (inside: Float32Array, outside: Float32Array) => void,
  ): void {
    const { hidden, layers } = this.architecture;
    const { batch } = this.chunk;
    const { units } = this.layout;
    const states = statesOf(this.architecture);
    for (const { own, first, count, width } of this.parts) {
      for (let layer = 0; layer < layers; layer++) {
        const work = own.layers[layer] as LayerWork;
        for (const [index, address] of [work.hidden, work.cell].slice(0, states).entries()) {
          const rows = this.floats(address + step * width * units * 4, width * units);
          for (let lane = 0; lane < count; lane++) {
            const at = ((layer * states + index) * batch + first + lane) * hidden;
            const inside = rows.subarray(lane * units, lane * units + hidden);
            copy(inside, values.subarray(at, at + hidden));
          }
        }
      }
    }
  }

  /** Puts the table rows of a part's lanes in; lanes that fill up a group get the first of each table. */
  private putIds(inputs: readonly Int32Array[], { own, first, count, width }: Part): void {
    const { steps, batch } = this.chunk;
    const { firstRows } = this.layout;
    const into = this.memory.integers(own.ids, steps * width * inputs.length);
    let at = 0;
    for (let t = 0; t < steps; t++) {
      for (let lane = 0; lane < width; lane++) {
        for (let index = 0; index < inputs.length; index++) {
          const id = lane < count ? inputs[index]?.[t * batch + first + lane] : 0;
          into[at++] = (firstRows[index] as number) + (id as number);
        }
      }
    }
  }

  /** Puts the values of the copied inputs of a part's lanes in; lanes that fill up a group copy nothing. */
  private putCopied(inputs: readonly Int32Array[], { own, first, count, width }: Part): void {
    const { steps, batch } = this.chunk;
    const copied = copiedInputs(this.architecture);
    const into = this.memory.integers(own.copied, steps * width * copied.length);
    into.fill(0);
    for (const [index, input] of copied.entries()) {
      const values = inputs[input] as Int32Array;
      for (let t = 0; t < steps; t++) {
        for (let lane = 0; lane < count; lane++) {
          const value = values[t * batch + first + lane] as number;
          into[(t * width + lane) * copied.length + index] = value;
        }
      }
    }
  }

  /** Puts a part's lanes of [steps, lanes] in; lanes that fill up a group get 0. */
  private putRows(
    into: Int32Array | Float32Array,
    values: Int32Array | Float32Array,
    { first, count, width }: Part,
  ): void {
    const { steps, batch } = this.chunk;
    into.fill(0);
    for (let t = 0; t < steps; t++) {
      for (let lane = 0; lane < count; lane++) {
        into[t * width + lane] = values[t * batch + first + lane] as number;
      }
    }
  }

  private floats(address: Address, count: number): Float32Array {
    return this.memory.floats(address, count);
  }
}
