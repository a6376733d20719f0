import type * as TensorFlow from "@tensorflow/tfjs-core";
import { weightNames } from "../../src/model/architecture";
import { symbols } from "../data";
import type { Composer, Trainer } from "../peer";
import { training, type Work, weight } from "../work";
import { embedding, layerKernel, stepping, type Tf } from "./tfjsCore";

type Tensor = TensorFlow.Tensor;
type Matrix = TensorFlow.Tensor2D;

/** What this file needs of tfjs-node's backend: TensorFlow's operations by name. */
interface NativeBackend {
  readonly binding: {
    readonly TF_ATTR_FLOAT: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_ATTR_TYPE: number;
    readonly TF_FLOAT: number;
    readonly TF_INT32: number;
  };
  executeMultipleOutputs(
    name: string,
    attributes: readonly object[],
    inputs: readonly unknown[],
    outputs: number,
  ): Tensor[];
}

/** A 64-bit integer as tfjs-node passes it to an operation. */
export type Int64 = new (value: number) => object;

/** Composes with TensorFlow's fused LSTMBlockCell. */
export function blockCell(tf: Tf, work: Work, lanes: number): Composer {
  const { layers, hidden } = work.architecture;
  const native = tf.backend() as unknown as NativeBackend;
  // Its gates are i, g, f, o; ours i, f, g, o.
  const swapped = <T extends Tensor>(tensor: T): T =>
    tf.tidy(() => {
      const [i, f, g, o] = tf.split(tensor, 4, -1) as [T, T, T, T];
      return tf.concat([i, g, f, o], -1) as T;
    });
  const kernels = Array.from({ length: layers }, (_, layer) =>
    swapped(layerKernel(tf, work, layer)),
  );
  const biases = Array.from({ length: layers }, (_, layer) =>
    swapped(tf.tensor1d(weight(work, weightNames.bias(layer)))),
  );
  const table = embedding(tf, work);
  const none = tf.zeros([hidden]);
  const { TF_ATTR_FLOAT } = native.binding;
  const attributes = [
    { name: "forget_bias", type: TF_ATTR_FLOAT, value: 0 },
    ...cellAttributes(native),
  ];
  return stepping(tf, work, lanes, (ids, before, after) => {
    let x = tf.gather(table, ids);
    for (let layer = 0; layer < layers; layer++) {
      const [h, c] = before.slice(2 * layer) as [Matrix, Matrix];
      const peepholes = [none, none, none];
      const inputs = [x, c, h, kernels[layer], ...peepholes, biases[layer]];
      const outputs = native.executeMultipleOutputs("LSTMBlockCell", attributes, inputs, 7);
      x = outputs[6] as Matrix;
      after.push(x, outputs[1] as Matrix);
    }
    return x;
  });
}

/** Trains with TensorFlow's fused BlockLSTMV2 and its gradient, its softmax cross-entropy, and tfjs' Adam. */
export function blockTrainer(tf: Tf, Int64Scalar: Int64, work: Work): Trainer {
  const { lanes, steps, rate } = training;
  const { layers, hidden } = work.architecture;
  const native = tf.backend() as unknown as NativeBackend;
  const table = tf.variable(embedding(tf, work));
  const kernels: TensorFlow.Variable[] = [];
  const biases: TensorFlow.Variable[] = [];
  for (let layer = 0; layer < layers; layer++) {
    kernels.push(tf.variable(layerKernel(tf, work, layer)));
    biases.push(tf.variable(tf.tensor1d(weight(work, weightNames.bias(layer)))));
  }
  const outputKernel = tf.variable(
    tf.tensor2d(weight(work, weightNames.outputKernel), [hidden, symbols]),
  );
  const outputBias = tf.variable(tf.tensor1d(weight(work, weightNames.outputBias)));
  const lstm = blockLstm(tf, native, new Int64Scalar(steps), lanes, hidden);
  const optimizer = tf.train.adam(rate, 0.9, 0.99, 1e-8);
  return {
    train({ inputs, targets }) {
      const loss = optimizer.minimize(() => {
        let x: Tensor = tf.gather(table, tf.tensor1d(inputs, "int32"));
        x = tf.reshape(x, [steps, lanes, hidden]);
        for (const [layer, kernel] of kernels.entries())
          x = lstm(x, kernel, biases[layer] as Tensor);
        const h = tf.reshape(x, [steps * lanes, hidden]);
        const logits = tf.add(tf.matMul(h, outputKernel), outputBias);
        return crossEntropy(tf, native, logits, tf.tensor1d(targets, "int32"));
      }, true) as TensorFlow.Scalar;
      const [value] = loss.dataSync();
      loss.dispose();
      return value as number;
    },
  };
}

type Layer = (x: Tensor, kernel: Tensor, bias: Tensor) => Tensor;

function blockLstm(
  tf: Tf,
  native: NativeBackend,
  length: object,
  lanes: number,
  hidden: number,
): Layer {
  const [clip, ...others] = cellAttributes(native);
  const none = tf.zeros([hidden]);
  const zeros = tf.zeros([lanes, hidden]);
  const given = (x: Tensor, kernel: Tensor, bias: Tensor): unknown[] => {
    return [length, x, zeros, zeros, kernel, none, none, none, bias];
  };
  return tf.customGrad((...args) => {
    const [x, kernel, bias, save] = args as unknown as [
      Tensor,
      Tensor,
      Tensor,
      TensorFlow.GradSaveFunc,
    ];
    const all = native.executeMultipleOutputs(
      "BlockLSTMV2",
      [clip as object, ...others],
      given(x, kernel, bias),
      7,
    );
    save([x, kernel, bias, ...all]);
    return {
      value: all[6] as Tensor,
      gradFunc: (dh: Tensor, saved: Tensor[]) => {
        const [x, kernel, bias, ...outputs] = saved as [Tensor, Tensor, Tensor, ...Tensor[]];
        const fromCell = tf.zerosLike(outputs[1] as Tensor);
        const inputs = [...given(x, kernel, bias), ...outputs, fromCell, dh];
        const gradients = native.executeMultipleOutputs("BlockLSTMGradV2", others, inputs, 8);
        return [gradients[0], gradients[3], gradients[7]] as Tensor[];
      },
    };
  });
}

function crossEntropy(
  tf: Tf,
  native: NativeBackend,
  logits: Tensor,
  targets: Tensor,
): TensorFlow.Scalar {
  const { TF_ATTR_TYPE, TF_FLOAT, TF_INT32 } = native.binding;
  const attributes = [
    { name: "T", type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: "Tlabels", type: TF_ATTR_TYPE, value: TF_INT32 },
  ];
  const name = "SparseSoftmaxCrossEntropyWithLogits";
  const run = tf.customGrad((...args) => {
    const [x, save] = args as unknown as [Tensor, TensorFlow.GradSaveFunc];
    const [losses, gradient] = native.executeMultipleOutputs(name, attributes, [x, targets], 2);
    save([gradient as Tensor]);
    return {
      value: tf.mean(losses as Tensor),
      gradFunc: (dy: Tensor, saved: Tensor[]) =>
        tf.mul(saved[0] as Tensor, tf.div(dy, targets.size)),
    };
  });
  return run(logits) as TensorFlow.Scalar;
}

/** The attributes that the fused cells share. */
function cellAttributes({ binding }: NativeBackend): object[] {
  return [
    { name: "cell_clip", type: binding.TF_ATTR_FLOAT, value: -1 },
    { name: "use_peephole", type: binding.TF_ATTR_BOOL, value: false },
    { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
  ];
}
