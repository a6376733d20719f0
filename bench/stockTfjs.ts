import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { seededRandom } from "../src/model/random";
import { sample } from "../src/model/sampling";
import { medianTime, symbols, walk } from "./data";

const careful = { temperature: 1, topK: 0, topP: 1, forbidden: [] };

function network(hidden: number, batch: number, steps: number, oneHot: boolean): layers.Sequential {
  const stateful = steps === 1;
  const model = layers.sequential();
  const recurrentActivation = "sigmoid" as const;
  const lstm = {
    units: hidden,
    returnSequences: !stateful,
    stateful,
    recurrentActivation,
    recurrentInitializer: "glorotUniform" as const,
  };
  if (oneHot) {
    model.add(layers.layers.lstm({ ...lstm, batchInputShape: [batch, steps, symbols] }));
  } else {
    const batchInputShape = [batch, steps];
    const shape = { inputDim: symbols, outputDim: hidden, batchInputShape };
    model.add(layers.layers.embedding(shape));
    model.add(layers.layers.lstm(lstm));
  }
  model.add(layers.layers.dense({ units: symbols, activation: oneHot ? "softmax" : "linear" }));
  return model;
}

/** Characters per second of a stateful tfjs-layers model at batch 1, as tfjs' own examples use it, sampling included. */
export async function generation(hidden: number): Promise<number> {
  const model = network(hidden, 1, 1, false);
  const random = seededRandom(2);
  const count = 100;
  const time = await medianTime(() => {
    model.resetStates();
    let id = 0;
    for (let i = 0; i < count; i++) {
      const logits = tf.tidy(() => {
        const output = model.predict(tf.tensor2d([id], [1, 1])) as tf.Tensor;
        return output.dataSync() as Float32Array;
      });
      id = sample(logits, careful, random);
    }
  });
  return (count / time) * 1000;
}

/**
 * Characters per second of tfjs-layers' trainOnBatch with Adam, batch 32, 64 steps. Characters go in one-hot: the
 * wasm backend has no kernel for the gradient of an embedding.
 */
export async function training(hidden: number): Promise<number> {
  const model = network(hidden, 32, 64, true);
  model.compile({ optimizer: tf.train.adam(1e-3), loss: "categoricalCrossentropy" });
  const ids = walk(32 * 64 + 1, 1);
  const hot = (from: number): tf.Tensor =>
    tf.tidy(() => {
      const tensor = tf.tensor2d(ids.slice(from, from + 32 * 64), [32, 64], "int32");
      return tf.cast(tf.oneHot(tensor, symbols), "float32");
    });
  const x = hot(0);
  const y = hot(1);
  const time = await medianTime(() => model.trainOnBatch(x, y), { warmUp: 1, runs: 3 });
  return ((32 * 64) / time) * 1000;
}
