import type { Architecture } from "../../model/architecture";
import type { Weights } from "../../model/initialize";
import type { HeldUnit, Inputs, NetworkState, Recipe, TrainStep } from "../../model/network";
import type { Chunk } from "../../model/training/batches";

/** The name of the child's bundle in the folder of the built files. */
export const childScript = "tfjsNodeChild.js";

/** The number of a network or trainee that the child holds. */
export type Handle = number;

/** The state as it is after a call: its arrays cannot be changed in place across processes. */
export interface CarriedOn {
  readonly values: Float32Array;
}

/** What a step may do besides; see `StepExtras`. */
export interface StepWishes {
  readonly gates: boolean;
  readonly hold: readonly HeldUnit[] | undefined;
}

/** What the child process of tfjs-node can be asked. */
export type ChildMethods = {
  /** Loads the tfjs-node in `folder`; gives its version. To be called first, once. */
  load(folder: string): string;
  network(architecture: Architecture, weights: Weights): Handle;
  trainee(architecture: Architecture, weights: Weights, recipe: Recipe): Handle;
  step(
    network: Handle,
    inputs: Inputs,
    state: NetworkState,
    wishes: StepWishes,
  ): CarriedOn & { readonly logits: Float32Array; readonly gates: Float32Array };
  read(
    network: Handle,
    inputs: Inputs,
    steps: number,
    state: NetworkState,
  ): CarriedOn & { readonly logits: Float32Array };
  losses(
    either: Handle,
    chunk: Chunk,
    state: NetworkState,
  ): CarriedOn & { readonly losses: Float32Array };
  train(
    trainee: Handle,
    chunk: Chunk,
    state: NetworkState,
    step: TrainStep,
  ): CarriedOn & { readonly lossSum: number; readonly norm: number };
  weights(trainee: Handle): Map<string, Float32Array>;
  assign(trainee: Handle, weights: Weights): void;
  free(either: Handle): void;
};
