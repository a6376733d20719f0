import * as tf from "@tensorflow/tfjs-core";
import type { CellKind } from "./architecture";

/** What a layer carries from step to step: hidden state, and the LSTM's cell state, each [batch, hidden]. */
export interface CellState {
  readonly h: tf.Tensor2D;
  readonly c?: tf.Tensor2D;
}

/** What a layer reads, and its weights. A cell asks for the input as it is or for its projection, whichever it needs. */
export interface LayerInput {
  /** The input itself, [rows, in]. */
  x(): tf.Tensor2D;
  /** The projected input x · kernel + bias, [rows, gates · hidden]; mostly a look-up in a table. */
  projected(): tf.Tensor2D;
  /** [in, gates · hidden]. */
  readonly kernel: tf.Tensor2D;
  /** [gates · hidden]. */
  readonly bias: tf.Tensor1D;
  /** The recurrent kernel, [hidden, gates · hidden]. */
  readonly recurrent: tf.Tensor2D;
}

/** A recurrent cell: one step, and a whole sequence with its gradient. */
export interface Cell {
  /** The state after a step of `input`, whose rows are the batch, and the gates after activation, each [batch, hidden]. */
  step(input: LayerInput, state: CellState): { state: CellState; gates: readonly tf.Tensor2D[] };
  /**
   * The hidden states of `steps` steps from `state`, time-major [steps · batch, hidden], and the last state. Gradients
   * flow to `input`, time-major too, and to its weights; they stop at `state` (truncated BPTT).
   */
  sequence(
    input: LayerInput,
    state: CellState,
    steps: number,
  ): { outputs: tf.Tensor2D; state: CellState };
}

/** A state of zeros for `batch` sequences. */
export function zeroState(kind: CellKind, batch: number, hidden: number): CellState {
  const h = tf.zeros<tf.Rank.R2>([batch, hidden]);
  return kind === "lstm" ? { h, c: tf.zeros<tf.Rank.R2>([batch, hidden]) } : { h };
}

/** The cell of a kind. */
export function cellOf(kind: CellKind): Cell {
  return kind === "lstm" ? lstm : rnn;
}

/** LSTM of Hochreiter and Schmidhuber with forget gate: c' = σ(f) c + σ(i) tanh(g); h' = σ(o) tanh(c'); blocks i, f, g, o. */
const lstm: Cell = {
  step(input, state) {
    const x = input.projected();
    const { i, f, g, o, c, h } = lstmStep(x, input.recurrent, state.h, state.c as tf.Tensor2D);
    return { state: { h, c }, gates: [i, f, g, o] };
  },

  sequence(input, state, steps) {
    const batch = state.h.shape[0];
    const hidden = state.h.shape[1];
    const run = tf.customGrad((...args) => {
      const [x, u, save] = args as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
      const hs: tf.Tensor2D[] = [state.h];
      const saved: tf.Tensor[] = [];
      let c = state.c as tf.Tensor2D;
      for (let t = 0; t < steps; t++) {
        const xt = tf.slice2d(x, [t * batch, 0], [batch, 4 * hidden]);
        const step = lstmStep(xt, u, hs[t] as tf.Tensor2D, c);
        saved.push(step.i, step.f, step.g, step.o, step.tanhC, c);
        hs.push(step.h);
        c = step.c;
      }
      const previous = tf.concat2d(hs.slice(0, steps), 0);
      save([u, previous, ...saved]);
      // The last cell state rides along as one more block of rows, so that it can be carried on.
      const value = tf.concat2d([...hs.slice(1), c], 0);
      const gradFunc = (gradient: tf.Tensor, kept: tf.Tensor[]): tf.Tensor[] => {
        const dx = lstmBackward(gradient as tf.Tensor2D, kept, steps, batch, hidden);
        return [dx, tf.matMul(kept[1] as tf.Tensor2D, dx, true, false)];
      };
      return { value, gradFunc };
    });
    const all = run(input.projected(), input.recurrent) as tf.Tensor2D;
    const outputs = tf.slice2d(all, [0, 0], [steps * batch, hidden]);
    const h = tf.slice2d(all, [(steps - 1) * batch, 0], [batch, hidden]);
    const c = tf.slice2d(all, [steps * batch, 0], [batch, hidden]);
    return { outputs, state: { h, c } };
  },
};

function lstmStep(x: tf.Tensor2D, u: tf.Tensor2D, h: tf.Tensor2D, c: tf.Tensor2D) {
  const [batch, hidden] = h.shape;
  const z = tf.add<tf.Tensor2D>(x, tf.matMul(h, u));
  const gate = (k: number): tf.Tensor2D => tf.slice2d(z, [0, k * hidden], [batch, hidden]);
  const i = tf.sigmoid(gate(0));
  const f = tf.sigmoid(gate(1));
  const g = tf.tanh(gate(2));
  const o = tf.sigmoid(gate(3));
  const next = tf.add<tf.Tensor2D>(tf.mul(f, c), tf.mul(i, g));
  const tanhC = tf.tanh(next);
  return { i, f, g, o, tanhC, c: next, h: tf.mul<tf.Tensor2D>(o, tanhC) };
}

/** Backward through time: the gradient of the projected inputs, [steps · batch, 4 · hidden]. */
function lstmBackward(
  gradient: tf.Tensor2D,
  kept: tf.Tensor[],
  steps: number,
  batch: number,
  hidden: number,
): tf.Tensor2D {
  const transposed = tf.transpose(kept[0] as tf.Tensor2D);
  const dz: tf.Tensor2D[] = new Array(steps);
  let dhNext: tf.Tensor2D | undefined;
  let dcNext: tf.Tensor2D | undefined;
  for (let t = steps - 1; t >= 0; t--) {
    const [i, f, g, o, tanhC, c] = kept.slice(2 + 6 * t, 8 + 6 * t) as [
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    const dhOut = tf.slice2d(gradient, [t * batch, 0], [batch, hidden]);
    const dh = dhNext ? tf.add<tf.Tensor2D>(dhOut, dhNext) : dhOut;
    const dcOut = tf.mul<tf.Tensor2D>(tf.mul(dh, o), tf.sub(1, tf.square(tanhC)));
    const dc = dcNext ? tf.add<tf.Tensor2D>(dcOut, dcNext) : dcOut;
    const throughSigmoid = (y: tf.Tensor2D, dy: tf.Tensor): tf.Tensor2D =>
      tf.mul<tf.Tensor2D>(dy, tf.mul(y, tf.sub(1, y)));
    const step = tf.concat2d(
      [
        throughSigmoid(i, tf.mul(dc, g)),
        throughSigmoid(f, tf.mul(dc, c)),
        tf.mul<tf.Tensor2D>(tf.mul(dc, i), tf.sub(1, tf.square(g))),
        throughSigmoid(o, tf.mul(dh, tanhC)),
      ],
      1,
    );
    dz[t] = step;
    if (t > 0) {
      dhNext = tf.matMul(step, transposed);
      dcNext = tf.mul<tf.Tensor2D>(dc, f);
    }
  }
  return tf.concat2d(dz, 0);
}

/** The plain recurrent cell: h' = tanh(W x + U h + b). */
const rnn: Cell = {
  step({ projected, recurrent }, state) {
    const h = tf.tanh(tf.add<tf.Tensor2D>(projected(), tf.matMul(state.h, recurrent)));
    return { state: { h }, gates: [h] };
  },

  sequence({ projected, recurrent }, state, steps) {
    const [batch, hidden] = state.h.shape;
    const input = projected();
    const hs: tf.Tensor2D[] = [];
    let h = state.h;
    for (let t = 0; t < steps; t++) {
      const x = tf.slice2d(input, [t * batch, 0], [batch, hidden]);
      h = tf.tanh(tf.add<tf.Tensor2D>(x, tf.matMul(h, recurrent)));
      hs.push(h);
    }
    return { outputs: tf.concat2d(hs, 0), state: { h } };
  },
};
