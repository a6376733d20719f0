import * as tf from "@tensorflow/tfjs-core";
import type { TensorFlow } from "./tensorflow";

/** The state before a sequence, each [batch, hidden]. */
interface Before {
  readonly h: tf.Tensor2D;
  readonly c: tf.Tensor2D;
}

/**
 * An LSTM layer over a sequence: from x [steps, batch, in], the kernel above the recurrent kernel [in + hidden, 4 · hidden]
 * and the bias, blocks i, f, g, o, the hidden states [steps · batch, hidden] and below them the last cell state.
 */
export type BlockLstm = (
  x: tf.Tensor3D,
  weights: tf.Tensor2D,
  bias: tf.Tensor1D,
  before: Before,
) => tf.Tensor2D;

/**
 * TensorFlow's BlockLSTMV2 with its gradient, which flows to all but the state before.
 */
export function blockLstm(tensorflow: TensorFlow): BlockLstm {
  const clip = tensorflow.float("cell_clip", -1);
  const attributes = [tensorflow.bool("use_peephole", false), tensorflow.type("T", "TF_FLOAT")];
  return (x, weights, bias, { h, c }) => {
    const [steps, batch] = x.shape;
    const hidden = h.shape[1];
    const length = tensorflow.int64(steps);
    const run = tf.customGrad((...args) => {
      const [given, w, b, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
      const none = tf.zeros([hidden]);
      const inputs = [length, given, c, h, w, none, none, none, b];
      const made = tensorflow.run("BlockLSTMV2", [clip, ...attributes], inputs, 7);
      // What the gradient needs of outside is saved, too: the forward pass frees whatever else was made in it.
      save([given, c, h, w, b, ...made]);
      const cells = made[1] as tf.Tensor3D;
      const last = tf.slice3d(cells, [steps - 1, 0, 0], [1, batch, hidden]);
      // The last cell state rides along as one more block of rows, so that it can be carried on.
      const value = tf.reshape(tf.concat3d([made[6] as tf.Tensor3D, last], 0), [-1, hidden]);
      return { value, gradFunc: backward };
    });
    const backward = (gradient: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [given, c0, h0, w, b, ...made] = saved as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
        ...tf.Tensor[],
      ];
      const shape: [number, number, number] = [steps + 1, batch, hidden];
      const rows = tf.slice3d(tf.reshape(gradient, shape), [0, 0, 0], [steps, batch, hidden]);
      const none = tf.zeros([hidden]);
      const inputs = [length, given, c0, h0, w, none, none, none, b, ...made];
      const gradients = tensorflow.run(
        "BlockLSTMGradV2",
        attributes,
        [...inputs, tf.zerosLike(rows), rows],
        8,
      );
      return [gradients[0], gradients[3], gradients[7]] as tf.Tensor[];
    };
    return run(x, weights, bias) as tf.Tensor2D;
  };
}
