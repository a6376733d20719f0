import * as tf from "@tensorflow/tfjs-core";
import type { AbortSignalLike } from "../abort";
import { type CharModel, disposeState, type ModelState } from "../charModel";
import { meanLoss, sequenceLosses } from "../evaluate";
import type { Weights } from "../initialize";
import { seededRandom } from "../random";
import { chunks, epochBatches, type Sequence } from "./batches";
import { adam, type Optimizer, type OptimizerKind, sgd, warmUpAndCosine } from "./optimizer";
import { trainOnChunk } from "./step";

/** How to train. */
export interface TrainOptions {
  readonly optimizer: OptimizerKind;
  /** The peak of the schedule, per mean loss. */
  readonly learningRate: number;
  /** Warm-up and cosine over the whole run, or the same rate throughout. */
  readonly schedule: "cosine" | "constant";
  /** Decoupled weight decay of Adam. */
  readonly weightDecay: number;
  /** The greatest norm of all gradients together; 0 does not clip. */
  readonly clip: number;
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

const progressEveryMilliseconds = 2000;

/**
 * Trains `model` on `sequences` and yields its progress; whenever `best` is true the model's weights are worth keeping.
 * At the end, also when stopped, the model holds the weights of the best epoch, or those of the last step when no epoch
 * ended. Stop by the signal or by leaving the loop. The same seed gives the same run unless `minutes` cuts it short.
 */
export async function* train(
  model: CharModel,
  sequences: readonly Sequence[],
  heldOut: readonly Sequence[],
  options: TrainOptions,
): AsyncGenerator<TrainProgress> {
  if (sequences.length === 0) throw new Error("There is no tune to train on.");
  const { now, signal, batchSize, sequenceLength } = options;
  const total = sequences.reduce((sum, { targets }) => sum + targets.length, 0);
  const order = seededRandom(options.seed, 1);
  const random = seededRandom(options.seed, 2);
  const optimizer = optimizerOf(options, model);
  const started = now();
  let evaluating = 0;
  let told = started;
  let characters = 0;
  let best: { loss: number; weights: Weights } | undefined;

  const progress = (more = 0): number => {
    const share = (characters + more) / (total * options.epochs);
    if (options.minutes === undefined) return share;
    return Math.max(share, (now() - started) / (options.minutes * 60_000));
  };
  const report = (epoch: number, lossSum: number, count: number) => {
    const seconds = Math.max(1e-3, (now() - started - evaluating) / 1000);
    const done = Math.min(1, progress());
    return {
      epoch,
      progress: done,
      characters,
      charactersPerSecond: characters / seconds,
      secondsLeft:
        done > 0 ? ((now() - started) / 1000) * (1 / done - 1) : Number.POSITIVE_INFINITY,
      trainLoss: lossSum / Math.max(1, count),
    };
  };

  try {
    for (let epoch = 1; epoch <= options.epochs && progress() < 1; epoch++) {
      let lossSum = 0;
      let count = 0;
      let stopped = false;
      batches: for (const batch of epochBatches(sequences, batchSize, order)) {
        let state: ModelState = model.start(batch.length);
        try {
          for (const chunk of chunks(batch, sequenceLength)) {
            if (signal?.aborted || progress() >= 1) {
              stopped = true;
              break batches;
            }
            const rate = rateAt(options, progress(chunk.count));
            const { dropout } = model.architecture;
            const step = { dropout, clip: options.clip, rate, random };
            const result = trainOnChunk(model, optimizer, chunk, state, step);
            state = result.state;
            lossSum += result.lossSum;
            count += chunk.count;
            characters += chunk.count;
            await tf.nextFrame();
            if (now() - told >= progressEveryMilliseconds) {
              told = now();
              yield { kind: "progress", ...report(epoch, lossSum, count), best: false };
            }
          }
        } finally {
          disposeState(state);
        }
      }
      model.refresh();
      if (!Number.isFinite(lossSum)) throw new DivergedError();
      // A half epoch that a stop cut off is judged too, so that a stopped run keeps its best.
      if (count === 0) break;
      const beganEvaluation = now();
      const heldOutLoss =
        heldOut.length > 0 ? meanLoss(await sequenceLosses(model, heldOut)) : undefined;
      if (Number.isNaN(heldOutLoss)) throw new DivergedError();
      evaluating += now() - beganEvaluation;
      const loss = heldOutLoss ?? Number.NEGATIVE_INFINITY;
      const isBest = best === undefined || loss < best.loss || heldOutLoss === undefined;
      if (isBest) best = { loss, weights: model.weights() };
      const held = heldOutLoss === undefined ? {} : { heldOutLoss };
      yield { kind: "epoch", ...report(epoch, lossSum, count), ...held, best: isBest };
      if (stopped || signal?.aborted) break;
    }
  } finally {
    optimizer.dispose();
    if (best) model.assign(best.weights);
    else model.refresh();
  }
}

function optimizerOf(options: TrainOptions, model: CharModel): Optimizer {
  return options.optimizer === "adam"
    ? adam(model.variables, options.weightDecay)
    : sgd(model.variables);
}

function rateAt(options: TrainOptions, progress: number): number {
  return options.schedule === "cosine"
    ? warmUpAndCosine(options.learningRate, progress)
    : options.learningRate;
}
