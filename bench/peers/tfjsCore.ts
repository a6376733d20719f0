import type * as TensorFlow from "@tensorflow/tfjs-core";
import { weightNames } from "../../src/model/architecture";
import { symbols } from "../data";
import type { Composer } from "../peer";
import { type Work, weight } from "../work";

/** tfjs as a value: tfjs-core here, or what tfjs-node exports. */
export type Tf = typeof TensorFlow;
type Matrix = TensorFlow.Tensor2D;

/** A step from the layers' states before, [h, c] a layer, to those after; gives the last h. */
type Cells = (ids: TensorFlow.Tensor1D, before: Matrix[], after: Matrix[]) => Matrix;

/** Composes with the plain operations of tfjs, the first layer's input from a table. */
export function coreOps(tf: Tf, work: Work, lanes: number): Composer {
  const { layers, hidden } = work.architecture;
  const kernels = Array.from({ length: layers }, (_, layer) => layerKernel(tf, work, layer));
  const biases = Array.from({ length: layers }, (_, layer) =>
    tf.tensor1d(weight(work, weightNames.bias(layer))),
  );
  const table = tf.tidy(() => {
    const [whole] = kernels;
    const input = tf.slice2d(whole as Matrix, [0, 0], [hidden, 4 * hidden]);
    return tf.add(tf.matMul(embedding(tf, work), input), biases[0] as TensorFlow.Tensor) as Matrix;
  });
  const recurrent = tf.tensor2d(weight(work, weightNames.recurrent(0)), [hidden, 4 * hidden]);
  return stepping(tf, work, lanes, (ids, before, after) => {
    let h: Matrix | undefined;
    for (let layer = 0; layer < layers; layer++) {
      const [oldH, oldC] = before.slice(2 * layer) as [Matrix, Matrix];
      const z: Matrix = h
        ? tf.add(
            tf.matMul(tf.concat2d([h, oldH], 1), kernels[layer] as Matrix),
            biases[layer] as TensorFlow.Tensor,
          )
        : tf.add(tf.gather(table, ids), tf.matMul(oldH, recurrent));
      const [i, f, g, o] = tf.split(z, 4, 1) as [Matrix, Matrix, Matrix, Matrix];
      const c: Matrix = tf.add(tf.mul(tf.sigmoid(f), oldC), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      h = tf.mul(tf.sigmoid(o), tf.tanh(c)) as Matrix;
      after.push(h, c);
    }
    return h as Matrix;
  });
}

/** A composer around the recurrent layers: carries the state, multiplies by the output layer, reads the logits back. */
export function stepping(tf: Tf, work: Work, lanes: number, cells: Cells): Composer {
  const { layers, hidden } = work.architecture;
  const outputKernel = tf.tensor2d(weight(work, weightNames.outputKernel), [hidden, symbols]);
  const outputBias = tf.tensor1d(weight(work, weightNames.outputBias));
  let state = Array.from({ length: 2 * layers }, () => tf.zeros([lanes, hidden]) as Matrix);
  return {
    step(ids) {
      const [logits, ...after] = tf.tidy(() => {
        const next: Matrix[] = [];
        const h = cells(tf.tensor1d(ids, "int32"), state, next);
        return [tf.add(tf.matMul(h, outputKernel), outputBias) as Matrix, ...next];
      });
      for (const tensor of state) tensor.dispose();
      state = after;
      const values = (logits as Matrix).dataSync() as Float32Array;
      logits?.dispose();
      return values;
    },
  };
}

/** The embedding, [symbols, hidden]. */
export function embedding(tf: Tf, work: Work): Matrix {
  const [character] = work.architecture.inputs;
  if (!character) throw new Error("A network reads characters.");
  return tf.tensor2d(weight(work, weightNames.embedding(character)), [
    symbols,
    work.architecture.hidden,
  ]);
}

/** A layer's kernel above its recurrent kernel, [2 · hidden, 4 · hidden]: embeddings are as wide as a layer. */
export function layerKernel(tf: Tf, work: Work, layer: number): Matrix {
  const { hidden } = work.architecture;
  const shape: [number, number] = [hidden, 4 * hidden];
  return tf.tidy(() =>
    tf.concat2d(
      [
        tf.tensor2d(weight(work, weightNames.kernel(layer)), shape),
        tf.tensor2d(weight(work, weightNames.recurrent(layer)), shape),
      ],
      0,
    ),
  );
}
