import * as tf from "@tensorflow/tfjs-core";
import type { Architecture } from "./architecture";
import { type CharModel, disposeState, type ModelState } from "./charModel";
import { checkChunk, checkRead, checkStep } from "./checkCall";
import { type Inputs, type Network, type NetworkState, type StepExtras, statesOf } from "./network";
import type { Chunk } from "./training/batches";
import { targetLosses } from "./training/loss";

/** A network on the backend of tfjs that is in use, in float32. */
export class TfjsNetwork implements Network {
  readonly architecture: Architecture;
  readonly precision = "float32";
  private readonly model: CharModel;

  /** `dispose` frees the model, too. */
  constructor(model: CharModel) {
    this.architecture = model.architecture;
    this.model = model;
  }

  step(inputs: Inputs, state: NetworkState, extras?: StepExtras): Float32Array {
    checkStep(this.architecture, inputs, state, extras);
    return carriedOn(this.architecture, state, (tensors) =>
      this.model.step(inputs, tensors, extras),
    ).logits;
  }

  read(inputs: Inputs, steps: number, state: NetworkState): Float32Array {
    checkRead(this.architecture, inputs, steps, state);
    return carriedOn(this.architecture, state, (tensors) => this.model.read(inputs, steps, tensors))
      .logits;
  }

  losses(chunk: Chunk, state: NetworkState): Float32Array {
    return chunkLosses(this.model, chunk, state);
  }

  dispose(): void {
    this.model.dispose();
  }
}

/** The loss of each target of a chunk in nats, dropout off; `state` is carried on in place. */
export function chunkLosses(model: CharModel, chunk: Chunk, state: NetworkState): Float32Array {
  checkChunk(model.architecture, chunk, state);
  return carriedOn(model.architecture, state, (tensors) => {
    let losses: Float32Array = new Float32Array(0);
    const next = tf.tidy(() => {
      const run = model.sequence(chunk.inputs, tensors, chunk.steps);
      const targets = tf.tensor1d(chunk.targets, "int32");
      losses = targetLosses(run.logits, targets).dataSync() as Float32Array;
      return run.state as unknown as tf.TensorContainer;
    });
    return { losses, state: next as unknown as ModelState };
  }).losses;
}

/**
 * Runs what makes a new state from one, both as tensors, and writes the new values over the old; gives what it gave, its
 * state freed. An error leaves the values as they were.
 */
export function carriedOn<Result extends { readonly state: ModelState }>(
  architecture: Architecture,
  state: NetworkState,
  run: (tensors: ModelState) => Result,
): Result {
  const tensors = tensorsOf(architecture, state);
  try {
    const result = run(tensors);
    writeState(result.state, state);
    disposeState(result.state);
    return result;
  } finally {
    disposeState(tensors);
  }
}

function tensorsOf(architecture: Architecture, { lanes, values }: NetworkState): ModelState {
  const { layers, hidden } = architecture;
  const block = lanes * hidden;
  const perLayer = statesOf(architecture);
  // A backend may keep the array it is given, so each tensor gets a copy of its own.
  const tensor = (index: number): tf.Tensor2D =>
    tf.tensor2d(values.slice(index * block, (index + 1) * block), [lanes, hidden]);
  return Array.from({ length: layers }, (_, layer) => {
    const h = tensor(layer * perLayer);
    return perLayer === 2 ? { h, c: tensor(layer * perLayer + 1) } : { h };
  });
}

function writeState(from: ModelState, to: NetworkState): void {
  let at = 0;
  for (const { h, c } of from) {
    for (const tensor of c ? [h, c] : [h]) {
      to.values.set(tensor.dataSync(), at);
      at += tensor.size;
    }
  }
}
