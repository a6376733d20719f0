import type { Architecture } from "../model/architecture";
import type { Weights } from "../model/initialize";
import type { Network, Recipe, Trainee } from "../model/network";
import { type BackendName, backendNames, type ComputePrecision } from "../shared/computing";

export type { ComputePrecision };

/** The rungs of the ladder of backends, best first. */
export const rungNames = backendNames;

/** The name of a rung. */
export type RungName = BackendName;

/** What networks are made on: a rung, or a ladder of them. */
export interface Networks {
  /** The name of the rung in use. */
  readonly name: RungName;
  /** Makes a network; one that has no such precision computes in float32. Throws when weights and shape do not fit. */
  network(
    architecture: Architecture,
    weights: Weights,
    precision: ComputePrecision,
  ): Promise<Network>;
}

/** What a rung trains with; the same, with the same seed on the same machine, trains the same weights. */
export type TrainingMeans = {
  readonly threads: number;
  /** Whether products are rounded as the processor likes; there where a rung could do so. */
  readonly relaxedSimd?: boolean;
};

/** One rung of the ladder of backends, loaded. */
export interface Rung extends Networks {
  /** What it computes with, in words for the log, such as "tfjs 4.22.0". */
  readonly description: string;
  /** Makes a network to train. Throws when weights and shape do not fit. */
  trainee(architecture: Architecture, weights: Weights, recipe: Recipe): Promise<Trainee>;
  /** What it trains with; throws when it cannot train. */
  training(): TrainingMeans;
  /** Frees what the rung itself holds; its networks and trainees go before. */
  dispose(): Promise<void> | void;
}

/** Where a rung finds what it loads. */
export interface RungPlaces {
  /** The folder of the .wasm files. */
  readonly distFolder: string;
  /** The folder of the package @tensorflow/tfjs-node, where it is not beside Tunesmith. */
  readonly tfjsNodePath?: string;
  /** Threads to compute with, where a rung can have several. */
  readonly threads?: number;
}

/** A rung that was there has gone, such as a process that was killed; another rung can go on. */
export class BackendLostError extends Error {
  override readonly name = "BackendLostError";
}
