import type { TrainStep } from "../network";
import { seededRandom } from "../random";

/**
 * What the outputs of the last layer are multiplied by in training: 1 / (1 − share) where an output is kept, 0 where it
 * is left out, row-major [rows, hidden]. Fixed by seed and stream: every backend leaves out the same outputs.
 */
export function dropoutMask(
  rows: number,
  hidden: number,
  { share, seed, stream }: TrainStep["dropout"],
): Float32Array {
  const mask = new Float32Array(rows * hidden);
  const kept = 1 / (1 - share);
  const random = seededRandom(seed, stream);
  for (let i = 0; i < mask.length; i++) if (random() >= share) mask[i] = kept;
  return mask;
}
