import { type Architecture, architectureProblem, sizeOf, weightSpecs } from "./architecture";
import type { Weights } from "./initialize";

/** Throws an error that says in one sentence which weight is missing, of another size or no number, or why the network is impossible. */
export function checkWeights(architecture: Architecture, weights: Weights): void {
  const problem = architectureProblem(architecture);
  if (problem) throw new Error(problem);
  for (const { name, shape } of weightSpecs(architecture)) {
    const values = weights.get(name);
    if (values?.length !== sizeOf(shape)) {
      throw new Error(`The weight ${name} is not of shape [${shape}].`);
    }
    if (!allFinite(values)) throw new Error(`The weight ${name} holds what is no number.`);
  }
}

/** Whether no value is infinite or no number; several times faster than asking each. */
export function allFinite(values: Float32Array): boolean {
  let sum = 0;
  // 0 times what is not finite is no number, and stays none.
  for (let i = 0; i < values.length; i++) sum += (values[i] as number) * 0;
  return sum === 0;
}
