import { type Architecture, weightNames } from "../../../src/model/architecture";
import type { Weights } from "../../../src/model/initialize";

type Vector = number[];

/** The state of the oracle: h and c of each layer. */
export type PlainState = { h: Vector; c: Vector }[];

/** The network in plain doubles, written from the textbook equations: the oracle of the tests. */
export class PlainNetwork {
  private readonly shape: Architecture;
  private readonly weights: Weights;

  constructor(shape: Architecture, weights: Weights) {
    this.shape = shape;
    this.weights = weights;
  }

  start(): PlainState {
    const zeros = (): Vector => new Array<number>(this.shape.hidden).fill(0);
    return Array.from({ length: this.shape.layers }, () => ({ h: zeros(), c: zeros() }));
  }

  /** The logits after reading one integer per input; changes `state`. */
  step(inputs: readonly number[], state: PlainState): Vector {
    const { embedding, hidden, outputs } = this.shape;
    let x: Vector = new Array<number>(embedding).fill(0);
    for (const [k, input] of this.shape.inputs.entries()) {
      const table = this.weight(weightNames.embedding(input));
      x = x.map((sum, j) => sum + (table[(inputs[k] as number) * embedding + j] as number));
    }
    for (const [layer, carried] of state.entries()) {
      const columns = hidden * (this.shape.cell === "lstm" ? 4 : 1);
      const z = this.product(x, weightNames.kernel(layer), columns);
      const recurrent = this.product(carried.h, weightNames.recurrent(layer), columns);
      const bias = this.weight(weightNames.bias(layer));
      for (const j of z.keys()) {
        z[j] = (z[j] as number) + (recurrent[j] as number) + (bias[j] as number);
      }
      if (this.shape.cell === "rnn") carried.h = z.map(Math.tanh);
      else this.lstm(z, carried);
      x = carried.h;
    }
    const bias = this.weight(weightNames.outputBias);
    const logits = this.product(x, weightNames.outputKernel, outputs).map(
      (value, j) => value + (bias[j] as number),
    );
    for (const [k, input] of this.shape.inputs.entries()) {
      const named = (inputs[k] as number) - 1;
      if (!input.copied || named < 0) continue;
      const [product] = this.product(x, weightNames.copyKernel(input), 1) as [number];
      const [own] = this.weight(weightNames.copyBias(input)) as unknown as [number];
      logits[named] = (logits[named] as number) + product + own;
    }
    return logits;
  }

  private lstm(z: Vector, carried: { h: Vector; c: Vector }): void {
    const { hidden } = this.shape;
    const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
    const before = carried.c;
    carried.c = before.map((c, j) => {
      const inputGate = sigmoid(z[j] as number);
      const forgetGate = sigmoid(z[hidden + j] as number);
      const candidate = Math.tanh(z[2 * hidden + j] as number);
      return forgetGate * c + inputGate * candidate;
    });
    carried.h = carried.c.map((c, j) => sigmoid(z[3 * hidden + j] as number) * Math.tanh(c));
  }

  private product(x: Vector, name: string, columns: number): Vector {
    const matrix = this.weight(name);
    return Array.from({ length: columns }, (_, j) =>
      x.reduce((sum, value, i) => sum + value * (matrix[i * columns + j] as number), 0),
    );
  }

  private weight(name: string): Float32Array {
    const found = this.weights.get(name);
    if (!found) throw new Error(`There is no weight ${name}.`);
    return found;
  }
}

/** −ln softmax(logits)[target]. */
export function plainLoss(logits: readonly number[], target: number): number {
  const highest = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - highest), 0);
  return Math.log(sum) + highest - (logits[target] as number);
}
