import * as tf from "@tensorflow/tfjs-core";

/**
 * Logits [rows, outputs] from a head [rows, outputs + copied]: column outputs + j is added to the output v − 1 that the value
 * v of the j-th copied input stands for, to none where v is 0. Differentiable.
 */
export function addCopies(
  head: tf.Tensor2D,
  copied: readonly Int32Array[],
  outputs: number,
): tf.Tensor2D {
  if (copied.length === 0) return head;
  const rows = head.shape[0];
  const columns = (first: number, count: number): tf.Tensor2D =>
    tf.slice2d(head, [0, first], [rows, count]);
  return copied.reduce(
    (logits, values, j) =>
      tf.add<tf.Tensor2D>(logits, tf.mul(columns(outputs + j, 1), named(values, outputs))),
    columns(0, outputs),
  );
}

/** 1 at the output that each row's value stands for, else 0: [rows, outputs]. */
function named(values: Int32Array, outputs: number): tf.Tensor2D {
  const hot = new Float32Array(values.length * outputs);
  for (const [row, value] of values.entries()) if (value > 0) hot[row * outputs + value - 1] = 1;
  return tf.tensor2d(hot, [values.length, outputs]);
}
