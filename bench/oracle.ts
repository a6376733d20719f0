import { weightNames } from "../src/model/architecture";
import { symbols } from "./data";
import { checkId, checkSteps, type Work, weight } from "./work";

/** The logits [lanes · symbols] that a composer must give at the end of the check, in float64 and as plainly as can be. */
export function expectedLogits(work: Work, lanes: number): number[] {
  const all: number[] = [];
  for (let lane = 0; lane < lanes; lane++) all.push(...laneLogits(work, lane));
  return all;
}

function laneLogits(work: Work, lane: number): Float64Array {
  const { layers, hidden, inputs } = work.architecture;
  const [character] = inputs;
  if (!character) throw new Error("A network reads characters.");
  const embedding = weight(work, weightNames.embedding(character));
  const h = Array.from({ length: layers }, () => new Float64Array(hidden));
  const c = Array.from({ length: layers }, () => new Float64Array(hidden));
  let top = new Float64Array(hidden);
  for (let step = 0; step < checkSteps.composing; step++) {
    const id = checkId(step, lane);
    top = Float64Array.from(embedding.subarray(id * hidden, (id + 1) * hidden));
    for (let layer = 0; layer < layers; layer++) {
      const z = Float64Array.from(weight(work, weightNames.bias(layer)));
      addProduct(z, top, weight(work, weightNames.kernel(layer)));
      addProduct(z, h[layer] as Float64Array, weight(work, weightNames.recurrent(layer)));
      const cell = c[layer] as Float64Array;
      top = new Float64Array(hidden);
      for (let unit = 0; unit < hidden; unit++) {
        const [i = 0, f = 0, g = 0, o = 0] = [0, 1, 2, 3].map((gate) => z[gate * hidden + unit]);
        const next = sigmoid(f) * (cell[unit] as number) + sigmoid(i) * Math.tanh(g);
        cell[unit] = next;
        top[unit] = sigmoid(o) * Math.tanh(next);
      }
      h[layer] = top;
    }
  }
  const logits = Float64Array.from(weight(work, weightNames.outputBias));
  addProduct(logits, top, weight(work, weightNames.outputKernel));
  return logits.subarray(0, symbols);
}

/** y += x · matrix, the matrix row-major [x, y]. */
function addProduct(y: Float64Array, x: Float64Array, matrix: Float32Array): void {
  for (const [row, factor] of x.entries()) {
    const start = row * y.length;
    for (let j = 0; j < y.length; j++) {
      y[j] = (y[j] as number) + factor * (matrix[start + j] as number);
    }
  }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
