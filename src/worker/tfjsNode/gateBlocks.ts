import * as tf from "@tensorflow/tfjs-core";

/** The blocks of columns i, f, g, o of a kernel or a bias. */
export function gateBlocks(columns: tf.Tensor): [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor] {
  return tf.split(columns, 4, columns.rank - 1) as ReturnType<typeof gateBlocks>;
}

/** The blocks of a kernel or a bias with zeros behind each, so that it has `hidden` columns. Differentiable. */
export function gateColumns<Columns extends tf.Tensor>(columns: Columns, hidden: number): Columns {
  const length = columns.shape[columns.rank - 1] as number;
  if (length === 4 * hidden) return columns;
  const blocks = tf.reshape(columns, [-1, length / 4]) as tf.Tensor2D;
  const shape = [...columns.shape.slice(0, -1), 4 * hidden];
  return tf.reshape(widened(blocks, 1, hidden), shape) as Columns;
}

/** A matrix with zeros behind one axis, so that this has `size`. Differentiable. */
export function widened(matrix: tf.Tensor2D, axis: 0 | 1, size: number): tf.Tensor2D {
  const more = size - matrix.shape[axis];
  if (more === 0) return matrix;
  return tf.pad2d(matrix, [
    [0, axis === 0 ? more : 0],
    [0, axis === 1 ? more : 0],
  ]);
}
