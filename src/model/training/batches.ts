import { type Random, shuffle } from "../random";
import { encodeSteps, type StepEncoder } from "../stepEncoder";

/** A tune as a network reads it: one array of integers per input, and what is to be predicted after each step. */
export interface Sequence {
  readonly inputs: readonly Int32Array[];
  readonly targets: Int32Array;
}

/** Makes the sequence of some ids that follow what `before` has read: every id but the last is read, every one but the first predicted. */
export function sequenceOf(ids: readonly number[], before: StepEncoder): Sequence {
  const inputs = encodeSteps(before.copy(), ids, 0, Math.max(0, ids.length - 1));
  return { inputs, targets: Int32Array.from(ids.slice(1)) };
}

/** Steps `from` to `from + steps` of a batch of sequences, time-major; where a sequence has ended, weight 0. */
export interface Chunk {
  readonly steps: number;
  readonly batch: number;
  /** Per input, [steps · batch]. */
  readonly inputs: Int32Array[];
  /** [steps · batch]. */
  readonly targets: Int32Array;
  /** 1 where there is a target, 0 beyond a sequence's end, [steps · batch]. */
  readonly weights: Float32Array;
  /** The number of targets. */
  readonly count: number;
}

/** Cuts a batch of sequences into chunks of at most `length` steps; the state is carried from one to the next. */
export function* chunks(batch: readonly Sequence[], length: number): Generator<Chunk> {
  const longest = Math.max(...batch.map((sequence) => sequence.targets.length));
  const inputCount = batch[0]?.inputs.length ?? 0;
  for (let from = 0; from < longest; from += length) {
    const steps = Math.min(length, longest - from);
    const size = steps * batch.length;
    const inputs = Array.from({ length: inputCount }, () => new Int32Array(size));
    const targets = new Int32Array(size);
    const weights = new Float32Array(size);
    let count = 0;
    for (const [lane, sequence] of batch.entries()) {
      const end = Math.min(from + steps, sequence.targets.length);
      for (let t = from; t < end; t++) {
        const at = (t - from) * batch.length + lane;
        for (let k = 0; k < inputCount; k++) {
          (inputs[k] as Int32Array)[at] = (sequence.inputs[k] as Int32Array)[t] as number;
        }
        targets[at] = sequence.targets[t] as number;
        weights[at] = 1;
        count++;
      }
    }
    yield { steps, batch: batch.length, inputs, targets, weights, count };
  }
}

/**
 * One epoch's batches of whole tunes: shuffled, then sorted by length inside pools of 32 batches so that a batch's tunes
 * end together, then the batches shuffled.
 */
export function epochBatches(
  sequences: readonly Sequence[],
  batchSize: number,
  random: Random,
): Sequence[][] {
  const shuffled = shuffle([...sequences], random);
  const batches: Sequence[][] = [];
  const pool = batchSize * 32;
  for (let from = 0; from < shuffled.length; from += pool) {
    const sorted = shuffled
      .slice(from, from + pool)
      .sort((a, b) => a.targets.length - b.targets.length);
    for (let i = 0; i < sorted.length; i += batchSize) batches.push(sorted.slice(i, i + batchSize));
  }
  return shuffle(batches, random);
}
