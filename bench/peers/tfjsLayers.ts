import type * as TensorFlow from "@tensorflow/tfjs-core";
import type * as Layers from "@tensorflow/tfjs-layers";
import { weightSpecs } from "../../src/model/architecture";
import { symbols } from "../data";
import type { Composer, Trainer } from "../peer";
import { training, type Work, weight } from "../work";
import type { Tf } from "./tfjsCore";

/** How a stock model is built. */
interface Build {
  readonly lanes: number;
  readonly steps: number;
  /** Characters go in one-hot: the gradient of a look-up is not there on every backend. */
  readonly hot: boolean;
}

/** Composes with a stateful model of tfjs-layers, as tfjs' own examples do. */
export function layersComposer(tf: Tf, layers: typeof Layers, work: Work, lanes: number): Composer {
  const model = stockModel(tf, layers, work, { lanes, steps: 1, hot: false });
  return {
    step(ids) {
      const logits = tf.tidy(() =>
        model.predict(tf.tensor2d(ids, [lanes, 1])),
      ) as TensorFlow.Tensor;
      const values = logits.dataSync() as Float32Array;
      logits.dispose();
      return values;
    },
  };
}

/** Trains by trainOnBatch of tfjs-layers with Adam, what is to be predicted one-hot. */
export function layersTrainer(tf: Tf, layers: typeof Layers, work: Work, hot: boolean): Trainer {
  const { lanes, steps, rate } = training;
  const model = stockModel(tf, layers, work, { lanes, steps, hot });
  model.compile({
    optimizer: tf.train.adam(rate, 0.9, 0.99, 1e-8),
    loss: "categoricalCrossentropy",
  });
  return {
    async train({ inputs, targets }) {
      const x = tf.tidy(() => {
        const ids = laneMajor(tf, inputs);
        return hot ? oneHot(tf, ids) : ids;
      });
      const y = tf.tidy(() => oneHot(tf, laneMajor(tf, targets)));
      const loss = await model.trainOnBatch(x, y);
      x.dispose();
      y.dispose();
      return Number(loss);
    },
  };
}

function laneMajor(tf: Tf, ids: Int32Array): TensorFlow.Tensor2D {
  const { lanes, steps } = training;
  return tf.transpose(tf.tensor2d(ids, [steps, lanes], "int32"));
}

function oneHot(tf: Tf, ids: TensorFlow.Tensor2D): TensorFlow.Tensor {
  return tf.cast(tf.oneHot(ids, symbols), "float32");
}

function stockModel(
  tf: Tf,
  { sequential, layers: make }: typeof Layers,
  work: Work,
  { lanes, steps, hot }: Build,
): Layers.Sequential {
  const { layers, hidden, outputs } = work.architecture;
  const model = sequential();
  const stateful = steps === 1;
  if (hot) {
    const batchInputShape = [lanes, steps, symbols];
    model.add(make.dense({ units: hidden, useBias: false, batchInputShape }));
  } else {
    const batchInputShape = [lanes, steps];
    model.add(make.embedding({ inputDim: symbols, outputDim: hidden, batchInputShape }));
  }
  for (let layer = 0; layer < layers; layer++) {
    model.add(
      make.lstm({
        units: hidden,
        stateful,
        returnSequences: !stateful || layer < layers - 1,
        recurrentActivation: "sigmoid",
        // The default, orthogonal, takes long for values that are replaced at once.
        recurrentInitializer: "zeros",
      }),
    );
  }
  model.add(make.dense({ units: outputs, activation: stateful ? "linear" : "softmax" }));
  model.setWeights(
    weightSpecs(work.architecture).map(({ name, shape }) =>
      tf.tensor(weight(work, name), [...shape]),
    ),
  );
  return model;
}
