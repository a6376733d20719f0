import type { Room } from "./layout";

/** What all threads do next: each its share. */
export const work = { pack: 1, read: 2, learn: 3, reduce: 4, update: 5 } as const;

/** One of `work`. */
export type Work = (typeof work)[keyof typeof work];

/** The numbers that go with an order. */
export interface Order extends Room {
  readonly kind: Work;
  /** Steps and lanes (of all threads) of this chunk; no more than there is room for. */
  readonly count: { readonly steps: number; readonly lanes: number };
  readonly dropout: boolean;
  /** What a row's loss counts for. */
  readonly scale: number;
  readonly update: Update;
}

/** How the parameters change. */
export interface Update {
  readonly adam: boolean;
  /** What the gradients are multiplied by to be clipped. */
  readonly clip: number;
  readonly rate: number;
  /** Of Adam: rate / (1 − β1^t), 1 / √(1 − β2^t), rate · decay. */
  readonly size: number;
  readonly correction: number;
  readonly decay: number;
}

/** Nothing changes. */
export const noUpdate: Update = { adam: false, clip: 1, rate: 0, size: 0, correction: 0, decay: 0 };

const at = { words: 64, numbers: 256, squares: 512, mostThreads: 64 } as const;

/** The most threads that training can have. */
export const mostThreads: number = at.mostThreads;

/**
 * The words at the beginning of the memory by which the threads agree: the order, its number, how many threads are still
 * at it, and what they found.
 */
export class Orders {
  private readonly memory: WebAssembly.Memory;

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
  }

  /** The words that threads wait on and count with, by the indices in `word`; behind them the order. */
  get words(): Int32Array {
    return new Int32Array(this.memory.buffer as ArrayBuffer, at.words, 32);
  }

  /** The sum of squared gradients that each thread found. */
  get squares(): Float64Array {
    return new Float64Array(this.memory.buffer as ArrayBuffer, at.squares, at.mostThreads);
  }

  private get numbers(): Float64Array {
    return new Float64Array(this.memory.buffer as ArrayBuffer, at.numbers, 16);
  }

  /** Writes an order down without giving it. */
  write(order: Order): void {
    const { kind, threads, lanes, steps, count, dropout, scale, update } = order;
    this.words.set([kind, threads, lanes, steps, count.steps, count.lanes, Number(dropout)], 8);
    const { adam, clip, rate, size, correction, decay } = update;
    this.numbers.set([scale, Number(adam), clip, rate, size, correction, decay]);
  }

  /** The order that is written. */
  read(): Order {
    const [kind = 0, threads = 0, lanes = 0, steps = 0, ofSteps = 0, ofLanes = 0, dropout = 0] =
      this.words.subarray(8);
    const [scale = 0, adam = 0, clip = 0, rate = 0, size = 0, correction = 0, decay = 0] =
      this.numbers;
    return {
      kind: kind as Work,
      threads,
      lanes,
      steps,
      count: { steps: ofSteps, lanes: ofLanes },
      dropout: dropout === 1,
      scale,
      update: { adam: adam === 1, clip, rate, size, correction, decay },
    };
  }
}

/** Indices into `Orders.words`: the order's number, how many helpers are still at it, whether one failed. */
export const word = { number: 0, busy: 1, failed: 2 } as const;
