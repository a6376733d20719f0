import { AbortError, type AbortSignalLike } from "./abort";
import { type Network, startState } from "./network";
import { nextTurn } from "./nextTurn";
import { chunks, type Sequence } from "./training/batches";

/** How an evaluation runs. */
export interface EvaluateOptions {
  /** Tunes read side by side. */
  readonly batchSize?: number;
  /** Steps computed at once; bounds the memory, not the result. */
  readonly length?: number;
  readonly signal?: AbortSignalLike;
}

/**
 * The loss of every target of every sequence in nats: dropout off, the state carried from each tune's start to its end.
 * The result is deterministic and in the order of `sequences`. Throws an AbortError when aborted.
 */
export async function sequenceLosses(
  network: Pick<Network, "architecture" | "losses">,
  sequences: readonly Sequence[],
  { batchSize = 32, length = 128, signal }: EvaluateOptions = {},
): Promise<Float32Array[]> {
  const losses = sequences.map(({ targets }) => new Float32Array(targets.length));
  const order = sequences
    .map((_, index) => index)
    .sort((a, b) => (losses[a] as Float32Array).length - (losses[b] as Float32Array).length);
  for (let from = 0; from < order.length; from += batchSize) {
    const lanes = order.slice(from, from + batchSize);
    const batch = lanes.map((index) => sequences[index] as Sequence);
    const state = startState(network.architecture, lanes.length);
    let base = 0;
    for (const chunk of chunks(batch, length)) {
      if (signal?.aborted) throw new AbortError();
      const values = await network.losses(chunk, state);
      for (const [lane, index] of lanes.entries()) {
        const into = losses[index] as Float32Array;
        const end = Math.min(base + chunk.steps, into.length);
        for (let t = base; t < end; t++) {
          into[t] = values[(t - base) * lanes.length + lane] as number;
        }
      }
      base += chunk.steps;
      await nextTurn();
    }
  }
  return losses;
}

/** The mean loss per target over whole sequences, in nats. */
export function meanLoss(losses: readonly Float32Array[]): number {
  let sum = 0;
  let count = 0;
  for (const sequence of losses) {
    for (const loss of sequence) sum += loss;
    count += sequence.length;
  }
  return sum / count;
}
