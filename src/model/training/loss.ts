import * as tf from "@tensorflow/tfjs-core";

/**
 * The negative log likelihood of each target in nats, [rows], from logits [rows, outputs]; differentiable:
 * ∂/∂logits = softmax(logits) − one-hot(target).
 */
export function targetLosses(logits: tf.Tensor2D, targets: tf.Tensor1D): tf.Tensor1D {
  const outputs = logits.shape[1];
  const run = tf.customGrad((...args) => {
    const [x, save] = args as [tf.Tensor2D, tf.GradSaveFunc];
    const hot = tf.cast(tf.oneHot(targets, outputs), "float32");
    const highest = tf.max(x, 1, true);
    const shifted = tf.sub(x, highest);
    const exps = tf.exp(shifted);
    const sums = tf.sum(exps, 1, true);
    const value = tf.sub(tf.log(tf.squeeze(sums, [1])), tf.sum(tf.mul(shifted, hot), 1));
    save([tf.sub(tf.div(exps, sums), hot)]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        tf.mul(saved[0] as tf.Tensor, tf.expandDims(dy, 1)),
    };
  });
  return run(logits) as tf.Tensor1D;
}
