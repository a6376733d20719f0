import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import type { CharModel, ModelState } from "../charModel";
import type { TrainStep } from "../network";
import type { Chunk } from "./batches";
import { dropoutMask } from "./dropout";
import { targetLosses } from "./loss";
import { clipByGlobalNorm, type Optimizer } from "./optimizer";

/** How a chunk changes the model. */
export interface StepOptions extends TrainStep {
  /** The greatest norm of all gradients together; 0 does not clip. */
  readonly clip: number;
}

/**
 * Trains on one chunk: the loss is the mean over the chunk's steps and lanes. Gives the summed loss of its targets in
 * nats, the norm of the gradients before clipping and the state after it. A norm that is no number changes no weight.
 */
export function trainOnChunk(
  model: CharModel,
  optimizer: Optimizer,
  chunk: Chunk,
  state: ModelState,
  options: StepOptions,
): { lossSum: number; norm: number; state: ModelState } {
  const rows = chunk.steps * chunk.batch;
  let carried: ModelState = [];
  const { value, grads } = tf.tidy(() => {
    const { hidden } = model.architecture;
    const mask =
      options.dropout.share > 0
        ? tf.tensor2d(dropoutMask(rows, hidden, options.dropout), [rows, hidden])
        : undefined;
    const targets = tf.tensor1d(chunk.targets, "int32");
    const weights = tf.tensor1d(chunk.weights);
    const result = tf.variableGrads(() => {
      const run = model.sequence(chunk.inputs, state, chunk.steps, mask);
      carried = keepState(run.state);
      const losses = targetLosses(run.logits, targets);
      return tf.div(tf.sum(tf.mul(losses, weights)), rows) as tf.Scalar;
    }, [...model.variables.values()]);
    return result as unknown as { value: tf.Scalar; grads: Record<string, tf.Tensor> };
  });
  const lossSum = (value.dataSync()[0] as number) * rows;
  value.dispose();
  const byName = new Map<string, tf.Tensor>();
  for (const [name, variable] of model.variables) {
    const gradient = grads[variable.name];
    if (gradient) byName.set(name, gradient);
  }
  const { clipped, norm } = clipByGlobalNorm(byName, options.clip);
  if (Number.isFinite(norm)) optimizer.apply(clipped, options.rate);
  for (const gradient of clipped.values()) gradient.dispose();
  return { lossSum, norm, state: carried };
}

function keepState(state: ModelState): ModelState {
  return state.map(({ h, c }) =>
    c ? { h: tf.keep(tf.clone(h)), c: tf.keep(tf.clone(c)) } : { h: tf.keep(tf.clone(h)) },
  );
}
