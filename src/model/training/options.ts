import type { AbortSignalLike } from "../abort";

/** How a run goes; how a step changes the weights says the trainee's `Recipe`. */
export interface TrainOptions {
  /** The peak of the schedule, per mean loss. */
  readonly learningRate: number;
  /** Warm-up and cosine over the whole run, or the same rate throughout. */
  readonly schedule: "cosine" | "constant";
  /** Whole tunes side by side. */
  readonly batchSize: number;
  /** Steps of truncated BPTT; the state is carried from one run of steps to the next inside a tune. */
  readonly sequenceLength: number;
  /** Passes over the tunes; with `minutes`, at most so many. */
  readonly epochs: number;
  /** Wall-clock minutes after which training ends; the schedule then follows the clock. */
  readonly minutes?: number;
  readonly seed: number;
  /** The clock in milliseconds. */
  readonly now: () => number;
  /** Stops at the next chunk; what was best so far is the result. */
  readonly signal?: AbortSignalLike;
}

/** Thrown when the loss is no longer a number. */
export class DivergedError extends Error {
  override name = "DivergedError";
  constructor() {
    super("The loss is no longer a number: try a smaller learning rate.");
  }
}

/** What training tells as it goes: now and then within an epoch, and at every epoch's end. */
export interface TrainProgress {
  readonly kind: "progress" | "epoch";
  /** Epochs begun, from 1. */
  readonly epoch: number;
  /** Share of the whole run, 0 to 1. */
  readonly progress: number;
  /** Characters trained on so far. */
  readonly characters: number;
  readonly charactersPerSecond: number;
  readonly secondsLeft: number;
  /** Mean loss of the epoch so far in training mode, nats per character. */
  readonly trainLoss: number;
  /** Full-song loss of the held-out tunes, dropout off; at an epoch's end, where there are any. */
  readonly heldOutLoss?: number;
  /** True when this epoch is the best so far by held-out loss (or the last one, without held-out tunes). */
  readonly best: boolean;
}
