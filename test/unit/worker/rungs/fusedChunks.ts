import type { Recipe, TrainStep } from "../../../../src/model/network";
import { seededRandom } from "../../../../src/model/random";
import { type Chunk, chunks } from "../../../../src/model/training/batches";
import { architecture, liveWeights, randomSequence } from "../../model/network";

/** A small network and something to train it on, the same each time. */
export function chunkOf() {
  const shape = architecture({ layers: 2, hidden: 13 });
  const random = seededRandom(2);
  const batch = [9, 5, 9, 7, 9, 1, 8, 9, 3].map((length) => randomSequence(shape, length, random));
  const recipe: Recipe = { optimizer: "adam", weightDecay: 0.1, clip: 1 };
  const step: TrainStep = { rate: 0.02, dropout: { share: 0, seed: 1, stream: 16 } };
  const chunk = [...chunks(batch, 9)][0] as Chunk;
  return { shape, weights: liveWeights(shape), recipe, chunk, step };
}
