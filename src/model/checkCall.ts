import type { Architecture } from "./architecture";
import {
  BadCallError,
  gatesSize,
  type Inputs,
  type NetworkState,
  type StepExtras,
  stateSize,
} from "./network";
import type { Chunk } from "./training/batches";

/** Throws a BadCallError for inputs of `steps` steps that a network of this shape cannot read from `state`. */
export function checkRead(
  architecture: Architecture,
  inputs: Inputs,
  steps: number,
  { lanes, values }: NetworkState,
): void {
  if (!(steps >= 1)) throw new BadCallError(`A network reads at least one step, not ${steps}.`);
  if (values.length !== stateSize(architecture, lanes)) {
    throw new BadCallError(`The state is not one of ${lanes} lanes of this network.`);
  }
  const { inputs: specs } = architecture;
  if (inputs.length !== specs.length) {
    throw new BadCallError(`A step needs ${specs.length} inputs, not ${inputs.length}.`);
  }
  for (const [index, { name, size }] of specs.entries()) {
    checkIntegers(inputs[index] as Int32Array, steps * lanes, size, name);
  }
}

/** Throws a BadCallError for what a network of this shape cannot do in a step. */
export function checkStep(
  architecture: Architecture,
  inputs: Inputs,
  state: NetworkState,
  extras: StepExtras | undefined,
): void {
  checkRead(architecture, inputs, 1, state);
  if (extras) checkExtras(architecture, state.lanes, extras);
}

/** Throws a BadCallError for a chunk that a network of this shape cannot read from `state`. */
export function checkChunk(architecture: Architecture, chunk: Chunk, state: NetworkState): void {
  const { inputs, targets, steps, batch } = chunk;
  if (state.lanes !== batch) {
    throw new BadCallError(`The state is of ${state.lanes} lanes, the chunk of ${batch}.`);
  }
  checkRead(architecture, inputs, steps, state);
  checkIntegers(targets, steps * batch, architecture.outputs, "target");
}

function checkExtras(
  architecture: Architecture,
  lanes: number,
  { gates, hold = [] }: StepExtras,
): void {
  const { layers, hidden } = architecture;
  if (gates && gates.length !== gatesSize(architecture, lanes)) {
    throw new BadCallError(`The gates of ${lanes} lanes do not fit into ${gates.length} numbers.`);
  }
  for (const { layer, unit, value } of hold) {
    const known = isIndex(layer, layers) && isIndex(unit, hidden);
    if (!known || !(Math.abs(value) <= 1)) {
      throw new BadCallError(`Unit ${unit} of layer ${layer} cannot be held at ${value}.`);
    }
  }
}

function isIndex(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < count;
}

function checkIntegers(values: Int32Array, count: number, size: number, name: string): void {
  for (let i = 0; i < count; i++) {
    const value = values[i] ?? -1;
    if (!(value >= 0 && value < size)) {
      throw new BadCallError(`The ${name} ${value} is not one of 0 to ${size - 1}.`);
    }
  }
}
