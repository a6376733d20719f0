import type { Architecture } from "../src/model/architecture";
import { seededRandom } from "../src/model/random";

/** The vocabulary size of every network measured. */
export const symbols = 90;

/** A network of the study's kind: embedding as wide as a layer, LSTM layers. */
export function lstm(hidden: number, layers = 1): Architecture {
  return {
    cell: "lstm",
    inputs: [{ name: "character", size: symbols }],
    embedding: hidden,
    layers,
    hidden,
    dropout: 0,
    outputs: symbols,
  };
}

/** Ids with something to learn: mostly a fixed walk through the symbols. */
export function walk(length: number, seed: number): Int32Array {
  const random = seededRandom(seed);
  const ids = new Int32Array(length);
  let id = 0;
  for (let i = 0; i < length; i++) {
    ids[i] = id;
    id = random() < 0.2 ? Math.floor(random() * symbols) : (id * 7 + 3) % symbols;
  }
  return ids;
}

/** The middle of the times that `run` takes in milliseconds, after `warmUp` runs that do not count. */
export async function medianTime(
  run: () => unknown,
  { warmUp = 2, runs = 7 } = {},
): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < warmUp + runs; i++) {
    const began = performance.now();
    await run();
    if (i >= warmUp) times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1] ?? Number.NaN;
}
