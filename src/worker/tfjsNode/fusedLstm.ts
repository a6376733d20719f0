import * as tf from "@tensorflow/tfjs-core";
import type { Cell, CellState, LayerInput } from "../../model/cell";
import { blockLstm } from "./blockLstm";
import { gateBlocks, gateColumns, widened } from "./gateBlocks";
import type { TensorFlow } from "./tensorflow";

/** An LSTM that computes with TensorFlow's fused operations. */
export interface FusedLstm extends Cell {
  /** Frees what it holds besides the model's weights. */
  dispose(): void;
}

/** The LSTM of `src/model/cell.ts`: a step by LSTMBlockCell, a sequence by BlockLSTMV2 and its gradient. */
export function fusedLstm(tensorflow: TensorFlow): FusedLstm {
  const packing = packedWeights();
  const attributes = [
    tensorflow.float("forget_bias", 0),
    tensorflow.float("cell_clip", -1),
    tensorflow.bool("use_peephole", false),
    tensorflow.type("T", "TF_FLOAT"),
  ];
  const overSteps = blockLstm(tensorflow);
  return {
    step(input, state) {
      const { weights, bias, none } = packing.of(input);
      const given = [input.x(), state.c as tf.Tensor2D, state.h, weights, none, none, none, bias];
      const [i, c, f, o, g, , h] = tensorflow.run("LSTMBlockCell", attributes, given, 7);
      return { state: { h, c } as CellState, gates: [i, f, g, o] as tf.Tensor2D[] };
    },

    sequence(input, state, steps) {
      const [batch, hidden] = state.h.shape;
      const wide = swiftUnits(hidden);
      const x = input.x();
      const recurrent = widened(gateColumns(input.recurrent, wide), 0, wide);
      const all = overSteps(
        tf.reshape(x, [steps, batch, x.shape[1]]),
        tf.concat2d([gateColumns(input.kernel, wide), recurrent], 0),
        gateColumns(input.bias, wide),
        { h: widened(state.h, 1, wide), c: widened(state.c as tf.Tensor2D, 1, wide) },
      );
      const rows = (from: number, count: number): tf.Tensor2D =>
        tf.slice2d(all, [from * batch, 0], [count * batch, hidden]);
      return { outputs: rows(0, steps), state: { h: rows(steps - 1, 1), c: rows(steps, 1) } };
    },

    dispose: packing.dispose,
  };
}

/**
 * How many units to compute a sequence with. BlockLSTMGradV2 multiplies by transposed weights whose rows are 4 · hidden
 * values long; where that is a large power of two, or some of them, the rows fall on the same lines of the processor's
 * cache: measured, 512 units train at 5.5k characters/s and 516 at 8.4k, 256 at 22.6k and 260 at 26.1k, 384 at 11.1k
 * and 388 at 13.3k. Tfjs' plain operations, with the transposed weights made once, are slower than this at every size.
 * The units added have weights of zero, so they stay at zero and change nothing.
 */
function swiftUnits(hidden: number): number {
  return hidden % 64 === 0 ? hidden + 4 : hidden;
}

/** The weights of a layer as LSTMBlockCell reads them, and the tensors they were made from. */
interface Packed {
  readonly from: readonly object[];
  readonly weights: tf.Tensor2D;
  readonly bias: tf.Tensor1D;
  /** Zeros for the peephole weights that are not used. */
  readonly none: tf.Tensor1D;
}

/** Packs the weights of a layer once: blocks i, g, f, o, the kernel above the recurrent kernel. */
function packedWeights() {
  const layers = new Map<number, Packed>();
  const free = (packed?: Packed): void => {
    if (packed) tf.dispose([packed.weights, packed.bias, packed.none]);
  };
  return {
    of({ kernel, recurrent, bias }: LayerInput): Packed {
      // A variable that is assigned stays the same tensor; its `dataId` tells that its values are others.
      const from = [kernel.dataId, recurrent.dataId, bias.dataId];
      const known = layers.get(kernel.id);
      if (known?.from.every((id, index) => id === from[index])) return known;
      free(known);
      const next = {
        from,
        weights: tf.keep(tf.tidy(() => stepOrder(tf.concat2d([kernel, recurrent], 0)))),
        bias: tf.keep(tf.tidy(() => stepOrder(bias))),
        none: tf.keep(tf.zeros<tf.Rank.R1>([recurrent.shape[0]])),
      };
      layers.set(kernel.id, next);
      return next;
    },
    dispose(): void {
      for (const packed of layers.values()) free(packed);
      layers.clear();
    },
  };
}

/** Blocks i, f, g, o in the order of LSTMBlockCell, i, g, f, o; that of BlockLSTMV2 is ours. */
function stepOrder<Columns extends tf.Tensor>(columns: Columns): Columns {
  const [i, f, g, o] = gateBlocks(columns);
  return tf.concat([i, g, f, o], columns.rank - 1) as Columns;
}
