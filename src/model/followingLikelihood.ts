import type { AbortSignalLike } from "./abort";
import { type Network, repeatState } from "./network";
import { nextTurn } from "./nextTurn";
import type { Reading } from "./rememberedReadings";
import { logProbability } from "./sampling";
import { chunks, sequenceOf } from "./training/batches";

/** Steps computed at once, between looks at the signal. */
const stepsAtOnce = 64;

/**
 * How likely texts (ids) are behind one start: of each, the sum of ln p, in nats at temperature 1, of its ids from index
 * `from` on. They are read side by side, as one batch. Undefined when aborted.
 */
export async function followingLikelihood(
  network: Pick<Network, "architecture" | "losses">,
  start: Reading,
  texts: readonly (readonly number[])[],
  from: readonly number[],
  signal?: AbortSignalLike,
): Promise<number[] | undefined> {
  const sums = texts.map((ids, lane) => {
    const [first] = ids;
    return first === undefined || from[lane] !== 0 ? 0 : logProbability(start.logits, first);
  });
  const state = repeatState(network.architecture, start.state, texts.length);
  let base = 1;
  const sequences = texts.map((ids) => sequenceOf(ids, start.encoder));
  for (const chunk of chunks(sequences, stepsAtOnce)) {
    if (signal?.aborted) return undefined;
    const losses = await network.losses(chunk, state);
    for (const [lane, ids] of texts.entries()) {
      const end = Math.min(base + chunk.steps, ids.length);
      for (let at = Math.max(base, from[lane] as number); at < end; at++) {
        sums[lane] = (sums[lane] as number) - (losses[(at - base) * texts.length + lane] as number);
      }
    }
    base += chunk.steps;
    await nextTurn();
  }
  return sums;
}
