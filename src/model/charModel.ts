import * as tf from "@tensorflow/tfjs-core";
import {
  type Architecture,
  copiedInputs,
  type InputSpec,
  weightNames,
  weightSpecs,
} from "./architecture";
import { type Cell, type CellState, cellOf, type LayerInput, zeroState } from "./cell";
import { checkWeights } from "./checkWeights";
import { addCopies } from "./copying";
import type { Weights } from "./initialize";
import type { HeldUnit, Inputs, StepExtras } from "./network";

/** The recurrent state of every layer; whoever holds it disposes it. */
export type ModelState = readonly CellState[];

/**
 * A recurrent network over characters: Embedding (summed over the inputs) → LSTM or RNN layers → Dropout → Dense, and what
 * it copies of its inputs. The weights are tfjs variables, so a trainer can change them in place; call `refresh`
 * afterwards before stepping.
 */
export class CharModel {
  readonly architecture: Architecture;
  readonly variables: ReadonlyMap<string, tf.Variable>;
  private readonly cell: Cell;
  private readonly copied: readonly number[];
  private tables: tf.Tensor2D[] = [];
  private head: Head | undefined;

  /** `cell` replaces tfjs' own. Throws when the architecture is impossible or a weight is missing, of another size or no number. */
  constructor(architecture: Architecture, weights: Weights, { cell }: { cell?: Cell } = {}) {
    checkWeights(architecture, weights);
    this.architecture = architecture;
    this.cell = cell ?? cellOf(architecture.cell);
    this.copied = copiedInputs(architecture);
    const variables = new Map<string, tf.Variable>();
    for (const { name, shape } of weightSpecs(architecture)) {
      const initial = tf.tensor(weights.get(name) as Float32Array, [...shape], "float32");
      variables.set(name, tf.variable(initial, true));
      initial.dispose();
    }
    this.variables = variables;
  }

  /** A variable by its name in `weightNames`. */
  variable(name: string): tf.Variable {
    const found = this.variables.get(name);
    if (!found) throw new Error(`There is no weight ${name}.`);
    return found;
  }

  /** The weights as they are now. */
  weights(): Map<string, Float32Array> {
    const copies = new Map<string, Float32Array>();
    for (const [name, variable] of this.variables) {
      copies.set(name, Float32Array.from(variable.dataSync()));
    }
    return copies;
  }

  /** Replaces every weight. */
  assign(weights: Weights): void {
    for (const [name, variable] of this.variables) {
      const values = weights.get(name);
      if (!values) throw new Error(`The weight ${name} is missing.`);
      const next = tf.tensor(values, variable.shape, "float32");
      variable.assign(next);
      next.dispose();
    }
    this.refresh();
  }

  /** Forgets what was computed from the weights ahead of time. */
  refresh(): void {
    tf.dispose(this.tables);
    this.tables = [];
    // Without copies the head is the variables themselves.
    if (this.head && this.copied.length > 0) tf.dispose([this.head.kernel, this.head.bias]);
    this.head = undefined;
  }

  /** The state before the first character of `batch` tunes. */
  start(batch: number): ModelState {
    const { cell, layers, hidden } = this.architecture;
    return Array.from({ length: layers }, () => zeroState(cell, batch, hidden));
  }

  /**
   * Reads one step for a batch: the logits of what comes next, row-major [batch, outputs], and the new state. The old
   * state stays valid and stays the caller's. Throws when there is no unit as one to hold.
   */
  step(
    inputs: Inputs,
    state: ModelState,
    extras?: StepExtras,
  ): { logits: Float32Array; state: ModelState } {
    this.prepare();
    let logits: Float32Array = new Float32Array(0);
    const next = tf.tidy(() => {
      const states = this.advance(inputs, state, extras);
      const top = (states[states.length - 1] as CellState).h;
      logits = this.output(top, inputs, this.head as Head).dataSync() as Float32Array;
      return states as unknown as tf.TensorContainer;
    });
    return { logits, state: next as unknown as ModelState };
  }

  /**
   * Reads `steps` steps, at least one, as so many calls of `step` do, to the bit: the logits behind the last. Inputs are
   * time-major. The old state stays the caller's.
   */
  read(
    inputs: Inputs,
    steps: number,
    state: ModelState,
  ): { logits: Float32Array; state: ModelState } {
    this.prepare();
    const batch = (state[0] as CellState).h.shape[0];
    const at = (t: number): Inputs => inputs.map((ids) => ids.subarray(t * batch, (t + 1) * batch));
    let current = state;
    try {
      for (let t = 0; t < steps - 1; t++) {
        const before = current;
        current = tf.tidy(() => this.advance(at(t), before) as never) as unknown as ModelState;
        if (before !== state) disposeState(before);
      }
      return this.step(at(steps - 1), current);
    } finally {
      if (current !== state) disposeState(current);
    }
  }

  /**
   * Reads `steps` steps of a batch at once: logits [steps · batch, outputs], time-major, and the last state. Inputs are
   * time-major too. `dropout` is multiplied into the last layer's outputs, [steps · batch, hidden]. Differentiable; run
   * it inside `tf.tidy`.
   */
  sequence(
    inputs: Inputs,
    state: ModelState,
    steps: number,
    dropout?: tf.Tensor2D,
  ): { logits: tf.Tensor2D; state: ModelState } {
    const states: CellState[] = [];
    let outputs: tf.Tensor2D | undefined;
    for (let layer = 0; layer < this.architecture.layers; layer++) {
      const input = outputs
        ? this.inputFrom(outputs, layer)
        : this.inputOf(inputs, () => this.lookUpDifferentiably(inputs));
      const run = this.cell.sequence(input, state[layer] as CellState, steps);
      outputs = run.outputs;
      states.push(run.state);
    }
    let top = outputs as tf.Tensor2D;
    if (dropout) top = tf.mul<tf.Tensor2D>(top, dropout);
    return { logits: this.output(top, inputs, this.joinedHead()), state: states };
  }

  /** Frees every tensor the model holds. */
  dispose(): void {
    this.refresh();
    for (const variable of this.variables.values()) variable.dispose();
  }

  /** The states of all layers after one step. */
  private advance(inputs: Inputs, state: ModelState, { gates, hold }: StepExtras = {}) {
    const states: CellState[] = [];
    for (let layer = 0; layer < this.architecture.layers; layer++) {
      const below = states[layer - 1];
      const input = below
        ? this.inputFrom(below.h, layer)
        : this.inputOf(inputs, () => sumOfRows(this.tables, inputs));
      const next = this.cell.step(input, state[layer] as CellState);
      if (gates) {
        for (const [k, gate] of next.gates.entries()) {
          gates.set(gate.dataSync(), (layer * next.gates.length + k) * gate.size);
        }
      }
      states.push(hold ? withHeld(next.state, layer, hold) : next.state);
    }
    return states;
  }

  /** What the first layer reads. */
  private inputOf(inputs: Inputs, projected: () => tf.Tensor2D): LayerInput {
    const embeddings = this.architecture.inputs.map(
      (input) => this.variable(weightNames.embedding(input)) as tf.Tensor2D,
    );
    return { x: () => sumOfRows(embeddings, inputs), projected, ...this.weightsOf(0) };
  }

  /** What a layer above the first reads. */
  private inputFrom(below: tf.Tensor2D, layer: number): LayerInput {
    const weights = this.weightsOf(layer);
    const projected = (): tf.Tensor2D => tf.add(tf.matMul(below, weights.kernel), weights.bias);
    return { x: () => below, projected, ...weights };
  }

  private weightsOf(layer: number) {
    return {
      kernel: this.variable(weightNames.kernel(layer)) as tf.Tensor2D,
      bias: this.variable(weightNames.bias(layer)) as tf.Tensor1D,
      recurrent: this.variable(weightNames.recurrent(layer)) as tf.Tensor2D,
    };
  }

  /** Projected embedding tables E W (+ b in the first): a step's input is then a sum of rows, no product. The head joined. */
  private prepare(): void {
    if (this.tables.length > 0) return;
    this.head = tf.tidy(() => this.joinedHead() as never) as Head;
    const bias = this.variable(weightNames.bias(0));
    this.tables = this.architecture.inputs.map((_, index) =>
      tf.tidy(() => {
        const table = this.table(index);
        return index === 0 ? tf.add<tf.Tensor2D>(table, bias) : table;
      }),
    );
  }

  private table(index: number): tf.Tensor2D {
    const input = this.architecture.inputs[index];
    if (!input) throw new Error(`There is no input ${index}.`);
    const embedding = this.variable(weightNames.embedding(input)) as tf.Tensor2D;
    return tf.matMul(embedding, this.variable(weightNames.kernel(0)) as tf.Tensor2D);
  }

  private lookUpDifferentiably(inputs: Inputs): tf.Tensor2D {
    const tables = this.architecture.inputs.map((_, index) => this.table(index));
    return tf.add(sumOfRows(tables, inputs), this.variable(weightNames.bias(0)));
  }

  private output(hidden: tf.Tensor2D, inputs: Inputs, { kernel, bias }: Head): tf.Tensor2D {
    const all = tf.add<tf.Tensor2D>(tf.matMul(hidden, kernel), bias);
    const values = this.copied.map((index) => inputs[index] as Int32Array);
    return addCopies(all, values, this.architecture.outputs);
  }

  /** The output's weights with those of the copies behind them. Differentiable. */
  private joinedHead(): Head {
    const copied = this.copied.map((index) => this.architecture.inputs[index] as InputSpec);
    const join = (output: string, copies: string[], axis: number): tf.Tensor => {
      if (copies.length === 0) return this.variable(output);
      return tf.concat(
        [output, ...copies].map((name) => this.variable(name)),
        axis,
      );
    };
    return {
      kernel: join(weightNames.outputKernel, copied.map(weightNames.copyKernel), 1) as tf.Tensor2D,
      bias: join(weightNames.outputBias, copied.map(weightNames.copyBias), 0) as tf.Tensor1D,
    };
  }
}

/** Of the outputs and, behind them, the copied inputs: [hidden, outputs + copied] and [outputs + copied]. */
interface Head {
  readonly kernel: tf.Tensor2D;
  readonly bias: tf.Tensor1D;
}

/** Frees a state's tensors. */
export function disposeState(state: ModelState): void {
  tf.dispose(state as unknown as tf.TensorContainer);
}

/** The state with the hidden state of some units replaced. */
function withHeld(state: CellState, layer: number, hold: readonly HeldUnit[]): CellState {
  const hidden = state.h.shape[1];
  const free = new Float32Array(hidden).fill(1);
  const values = new Float32Array(hidden);
  for (const { unit, value } of hold.filter((held) => held.layer === layer)) {
    free[unit] = 0;
    values[unit] = value;
  }
  return { ...state, h: tf.add(tf.mul(state.h, tf.tensor1d(free)), tf.tensor1d(values)) };
}

function sumOfRows(tables: readonly tf.Tensor2D[], inputs: Inputs): tf.Tensor2D {
  const rows = tables.map((table, index) => {
    const ids = inputs[index];
    if (!ids) throw new Error(`A step needs ${tables.length} inputs, not ${inputs.length}.`);
    return tf.gather(table, tf.tensor1d(ids, "int32"));
  });
  return rows.reduce((sum, row) => tf.add<tf.Tensor2D>(sum, row));
}
