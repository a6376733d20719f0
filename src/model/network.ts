import { type Architecture, gatesOf } from "./architecture";
import type { Weights } from "./initialize";
import type { Chunk } from "./training/batches";
import type { OptimizerKind } from "./training/schedule";

/** A value now, or a promise of it: backends in another process answer later. */
export type Later<T> = T | Promise<T>;

/** The integers read at a step or a run of steps: one array per input of the architecture, each [steps · lanes], time-major. */
export type Inputs = readonly Int32Array[];

/** Thrown for a call that no backend can answer, such as an input that has no row; nothing has changed. */
export class BadCallError extends RangeError {
  override name = "BadCallError";
}

/** What a network carries from step to step for some sequences side by side (lanes). */
export interface NetworkState {
  readonly lanes: number;
  /** Hidden state, and the LSTM's cell state, of every layer: [layers, h or c, lanes, hidden]. */
  readonly values: Float32Array;
}

/** A unit whose hidden state is held at a value, -1 to 1, wherever it is read: above, at the next step, at the output. */
export interface HeldUnit {
  readonly layer: number;
  readonly unit: number;
  readonly value: number;
}

/** What a step may do besides. */
export interface StepExtras {
  /** Filled with the gates after their activation, i, f, g, o (an RNN has one): [layers, gates, lanes, hidden]. */
  readonly gates?: Float32Array;
  readonly hold?: readonly HeldUnit[];
}

/** A recurrent network over characters on one of the backends; all of them compute the same within float tolerance. */
export interface Network {
  readonly architecture: Architecture;
  /** What its weights are while it computes. */
  readonly precision: "int8" | "float32";
  /** Reads one step: the logits of what comes next, row-major [lanes, outputs]. `state` is carried on in place. */
  step(inputs: Inputs, state: NetworkState, extras?: StepExtras): Later<Float32Array>;
  /** Reads `steps` steps, at least one: the logits behind the last, [lanes, outputs]. `state` is carried on in place. */
  read(inputs: Inputs, steps: number, state: NetworkState): Later<Float32Array>;
  /** The loss of each target in nats, [steps · lanes], whatever its weight. `state` is carried on in place. */
  losses(chunk: Chunk, state: NetworkState): Later<Float32Array>;
  /** Frees what the network holds outside of the heap. */
  dispose(): void;
}

/** How training changes weights. */
export interface Recipe {
  readonly optimizer: OptimizerKind;
  /** Decoupled weight decay of Adam on matrices. */
  readonly weightDecay: number;
  /** The greatest norm of all gradients together; 0 does not clip. */
  readonly clip: number;
}

/** What holds for one step of training. */
export interface TrainStep {
  readonly rate: number;
  /** Which outputs of the last layer are left out: a share, and the stream of random numbers that chooses them. */
  readonly dropout: { readonly share: number; readonly seed: number; readonly stream: number };
}

/** A network in training. */
export interface Trainee {
  readonly architecture: Architecture;
  /**
   * Trains on one chunk: the loss is the mean over the chunk's steps and lanes. Gives the summed loss of its targets in
   * nats and the norm of the gradients before clipping; changes nothing when that is no number. `state` is carried on.
   */
  train(
    chunk: Chunk,
    state: NetworkState,
    step: TrainStep,
  ): Later<{ lossSum: number; norm: number }>;
  /** As of a `Network`, dropout off. */
  losses(chunk: Chunk, state: NetworkState): Later<Float32Array>;
  /** The weights as they are now. */
  weights(): Later<Map<string, Float32Array>>;
  /** Replaces every weight. */
  assign(weights: Weights): Later<void>;
  dispose(): void;
}

/** Hidden states a layer carries: h, and of an LSTM c. */
export function statesOf({ cell }: Architecture): number {
  return cell === "lstm" ? 2 : 1;
}

/** The number of values of a state of so many lanes. */
export function stateSize(architecture: Architecture, lanes: number): number {
  return architecture.layers * statesOf(architecture) * lanes * architecture.hidden;
}

/** The state before the first character of `lanes` tunes. */
export function startState(architecture: Architecture, lanes: number): NetworkState {
  return { lanes, values: new Float32Array(stateSize(architecture, lanes)) };
}

/** Repeats the state of one lane for `lanes` lanes. */
export function repeatState(
  architecture: Architecture,
  one: NetworkState,
  lanes: number,
): NetworkState {
  const { hidden } = architecture;
  const state = startState(architecture, lanes);
  for (let row = 0; row * hidden < one.values.length; row++) {
    const from = one.values.subarray(row * hidden, (row + 1) * hidden);
    for (let lane = 0; lane < lanes; lane++) state.values.set(from, (row * lanes + lane) * hidden);
  }
  return state;
}

/** The length of `StepExtras.gates`. */
export function gatesSize({ cell, layers, hidden }: Architecture, lanes: number): number {
  return layers * gatesOf(cell) * lanes * hidden;
}
