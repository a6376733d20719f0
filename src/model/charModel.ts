import * as tf from "@tensorflow/tfjs-core";
import {
  type Architecture,
  architectureProblem,
  sizeOf,
  weightNames,
  weightSpecs,
} from "./architecture";
import { type Cell, type CellState, cellOf, zeroState } from "./cell";
import type { Weights } from "./initialize";

/** The recurrent state of every layer; whoever holds it disposes it. */
export type ModelState = readonly CellState[];

/** The integers read at a step or a run of steps: one array per input of the architecture. */
export type Inputs = readonly Int32Array[];

/**
 * A recurrent network over characters: Embedding (summed over the inputs) → LSTM or RNN layers → Dropout → Dense. The
 * weights are tfjs variables, so a trainer can change them in place; call `refresh` afterwards before stepping.
 */
export class CharModel {
  readonly architecture: Architecture;
  readonly variables: ReadonlyMap<string, tf.Variable>;
  private readonly cell: Cell;
  private tables: tf.Tensor2D[] = [];

  /** Throws when the architecture is impossible or a weight is missing or of another size. */
  constructor(architecture: Architecture, weights: Weights) {
    const problem = architectureProblem(architecture);
    if (problem) throw new Error(problem);
    this.architecture = architecture;
    this.cell = cellOf(architecture.cell);
    const specs = weightSpecs(architecture);
    for (const { name, shape } of specs) {
      if (weights.get(name)?.length !== sizeOf(shape))
        throw new Error(`The weight ${name} is not of shape [${shape}].`);
    }
    const variables = new Map<string, tf.Variable>();
    for (const { name, shape } of specs) {
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
  }

  /** The state before the first character of `batch` tunes. */
  start(batch: number): ModelState {
    const { cell, layers, hidden } = this.architecture;
    return Array.from({ length: layers }, () => zeroState(cell, batch, hidden));
  }

  /**
   * Reads one step for a batch: the logits of what comes next, row-major [batch, outputs], and the new state. The old
   * state stays valid and stays the caller's.
   */
  step(inputs: Inputs, state: ModelState): { logits: Float32Array; state: ModelState } {
    this.prepare();
    let logits: Float32Array = new Float32Array(0);
    const next = tf.tidy(() => {
      let projected = this.lookUp(inputs);
      const states: CellState[] = [];
      for (let layer = 0; layer < this.architecture.layers; layer++) {
        if (layer > 0) {
          projected = this.project((states[layer - 1] as CellState).h, layer);
        }
        const u = this.variable(weightNames.recurrent(layer)) as tf.Tensor2D;
        states.push(this.cell.step(projected, u, state[layer] as CellState));
      }
      const top = (states[states.length - 1] as CellState).h;
      logits = this.output(top).dataSync() as Float32Array;
      return states as unknown as tf.TensorContainer;
    });
    return { logits, state: next as unknown as ModelState };
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
    let projected = this.lookUpDifferentiably(inputs);
    const states: CellState[] = [];
    let outputs = projected;
    for (let layer = 0; layer < this.architecture.layers; layer++) {
      if (layer > 0) projected = this.project(outputs, layer);
      const u = this.variable(weightNames.recurrent(layer)) as tf.Tensor2D;
      const run = this.cell.sequence(projected, u, state[layer] as CellState, steps);
      outputs = run.outputs;
      states.push(run.state);
    }
    if (dropout) outputs = tf.mul<tf.Tensor2D>(outputs, dropout);
    return { logits: this.output(outputs), state: states };
  }

  /** Frees every tensor the model holds. */
  dispose(): void {
    this.refresh();
    for (const variable of this.variables.values()) variable.dispose();
  }

  /** Projected embedding tables E W (+ b in the first): a step's input is then a sum of rows, no product. */
  private prepare(): void {
    if (this.tables.length > 0) return;
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

  private lookUp(inputs: Inputs): tf.Tensor2D {
    return sumOfRows(this.tables, inputs);
  }

  private lookUpDifferentiably(inputs: Inputs): tf.Tensor2D {
    const tables = this.architecture.inputs.map((_, index) => this.table(index));
    return tf.add(sumOfRows(tables, inputs), this.variable(weightNames.bias(0)));
  }

  private project(below: tf.Tensor2D, layer: number): tf.Tensor2D {
    const kernel = this.variable(weightNames.kernel(layer)) as tf.Tensor2D;
    return tf.add(tf.matMul(below, kernel), this.variable(weightNames.bias(layer)));
  }

  private output(hidden: tf.Tensor2D): tf.Tensor2D {
    const kernel = this.variable(weightNames.outputKernel) as tf.Tensor2D;
    return tf.add(tf.matMul(hidden, kernel), this.variable(weightNames.outputBias));
  }
}

/** Repeats the state of one sequence for `batch` sequences. */
export function repeatState(state: ModelState, batch: number): ModelState {
  return state.map(({ h, c }) =>
    c ? { h: tf.tile(h, [batch, 1]), c: tf.tile(c, [batch, 1]) } : { h: tf.tile(h, [batch, 1]) },
  );
}

/** Frees a state's tensors. */
export function disposeState(state: ModelState): void {
  tf.dispose(state as unknown as tf.TensorContainer);
}

function sumOfRows(tables: readonly tf.Tensor2D[], inputs: Inputs): tf.Tensor2D {
  const rows = tables.map((table, index) => {
    const ids = inputs[index];
    if (!ids) throw new Error(`A step needs ${tables.length} inputs, not ${inputs.length}.`);
    return tf.gather(table, tf.tensor1d(ids, "int32"));
  });
  return rows.reduce((sum, row) => tf.add<tf.Tensor2D>(sum, row));
}
