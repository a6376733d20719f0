import type { Architecture } from "../../../src/model/architecture";
import type { NetworkState } from "../../../src/model/network";
import type { Chunk } from "../../../src/model/training/batches";
import { liveWeights } from "./network";
import { PlainNetwork, type PlainState, plainLoss } from "./plainNetwork";

/** One lane of a state, as the oracle has it. */
function plainState(
  shape: Architecture,
  { values, lanes }: NetworkState,
  lane: number,
): PlainState {
  const { layers, hidden } = shape;
  const parts = shape.cell === "lstm" ? 2 : 1;
  const row = (at: number) => [...values.subarray(at * hidden, (at + 1) * hidden)];
  return Array.from({ length: layers }, (_, layer) => ({
    h: row(layer * parts * lanes + lane),
    c: row((layer * parts + parts - 1) * lanes + lane),
  }));
}

/** What a step of training makes less, in doubles: the summed loss of the targets over steps times lanes. */
export function plainObjective(
  shape: Architecture,
  weights: Map<string, Float32Array>,
  { inputs, targets, weights: counts, steps, batch }: Chunk,
  from: NetworkState,
): number {
  const network = new PlainNetwork(shape, weights);
  let sum = 0;
  for (let lane = 0; lane < batch; lane++) {
    const state = plainState(shape, from, lane);
    for (let row = lane; row < steps * batch; row += batch) {
      const logits = network.step(
        inputs.map((ids) => ids[row] as number),
        state,
      );
      sum += (counts[row] as number) * plainLoss(logits, targets[row] as number);
    }
  }
  return sum / (steps * batch);
}

/** The slope of `loss` along every number of a network's live weight, in doubles, from two steps of 2^-11 to either side. */
export function plainSlopes(
  shape: Architecture,
  name: string,
  loss: (weights: Map<string, Float32Array>) => number,
): number[] {
  const weights = liveWeights(shape);
  const values = weights.get(name) as Float32Array;
  return Array.from(values, (value, i) => {
    // What float32 makes of the moved weight is what it is divided by.
    const moved = [1, -1].map((sign) => {
      values[i] = value + sign * 2 ** -11;
      return { at: values[i] as number, loss: loss(weights) };
    }) as [Record<"at" | "loss", number>, Record<"at" | "loss", number>];
    values[i] = value;
    return (moved[0].loss - moved[1].loss) / (moved[0].at - moved[1].at);
  });
}
