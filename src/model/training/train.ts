import * as tf from "@tensorflow/tfjs-core";
import { type CharModel, disposeState, type ModelState } from "../charModel";
import { meanLoss, sequenceLosses } from "../evaluate";
import type { Weights } from "../initialize";
import { type Random, seededRandom } from "../random";
import { chunks, epochBatches, type Sequence } from "./batches";
import { TrainingMeter } from "./meter";
import { adam, type Optimizer, sgd, warmUpAndCosine } from "./optimizer";
import { DivergedError, type TrainOptions, type TrainProgress } from "./options";
import { trainOnChunk } from "./step";

const progressEveryMilliseconds = 2000;

/**
 * Trains `model` on `sequences` and yields its progress; whenever `best` is true the model's weights are worth keeping.
 * At the end, also when stopped, the model holds the weights of the best epoch, or those of the last step when no epoch
 * ended. Stop by the signal or by leaving the loop; an epoch cut short is judged like any other. The same seed gives the
 * same run unless `minutes` cuts it short. Throws a DivergedError when the loss is no longer a number.
 */
export async function* train(
  model: CharModel,
  sequences: readonly Sequence[],
  heldOut: readonly Sequence[],
  options: TrainOptions,
): AsyncGenerator<TrainProgress> {
  if (sequences.length === 0) throw new Error("There is no tune to train on.");
  const characters = sequences.reduce((sum, { targets }) => sum + targets.length, 0);
  const run: Run = {
    model,
    options,
    meter: new TrainingMeter(options, characters),
    optimizer:
      options.optimizer === "adam"
        ? adam(model.variables, options.weightDecay)
        : sgd(model.variables),
    dropout: seededRandom(options.seed, 2),
  };
  const order = seededRandom(options.seed, 1);
  const { meter } = run;
  let best: { loss: number; weights: Weights } | undefined;
  try {
    for (let epoch = 1; epoch <= options.epochs && !isOver(run); epoch++) {
      meter.beginEpoch();
      yield* trainEpoch(run, epochBatches(sequences, options.batchSize, order));
      model.refresh();
      if (meter.epochCharacters === 0) break;
      const heldOutLoss = await meter.evaluate(() => lossOf(model, heldOut));
      if (!Number.isFinite(meter.epochLoss + (heldOutLoss ?? 0))) throw new DivergedError();
      const isBest = heldOutLoss === undefined || best === undefined || heldOutLoss < best.loss;
      if (isBest) best = { loss: heldOutLoss ?? 0, weights: model.weights() };
      const held = heldOutLoss === undefined ? {} : { heldOutLoss };
      yield { kind: "epoch", ...meter.report(), ...held, best: isBest };
    }
  } finally {
    run.optimizer.dispose();
    if (best) model.assign(best.weights);
    else model.refresh();
  }
}

/** What the parts of a run share. */
interface Run {
  readonly model: CharModel;
  readonly options: TrainOptions;
  readonly meter: TrainingMeter;
  readonly optimizer: Optimizer;
  readonly dropout: Random;
}

function isOver({ options, meter }: Run): boolean {
  return options.signal?.aborted === true || meter.progress() >= 1;
}

/** Trains on each batch, the state carried from chunk to chunk; ends early when the run is over. */
async function* trainEpoch(
  run: Run,
  batches: readonly (readonly Sequence[])[],
): AsyncGenerator<TrainProgress> {
  const { model, options, meter, optimizer, dropout } = run;
  let told = options.now();
  for (const batch of batches) {
    let state: ModelState = model.start(batch.length);
    try {
      for (const chunk of chunks(batch, options.sequenceLength)) {
        if (isOver(run)) return;
        const result = trainOnChunk(model, optimizer, chunk, state, {
          dropout: model.architecture.dropout,
          clip: options.clip,
          rate: rateAt(options, meter.progress(chunk.count)),
          random: dropout,
        });
        state = result.state;
        meter.add(result.lossSum, chunk.count);
        // Lets other work in, such as the signal that stops this.
        await tf.nextFrame();
        if (options.now() - told < progressEveryMilliseconds) continue;
        told = options.now();
        yield { kind: "progress", ...meter.report(), best: false };
      }
    } finally {
      disposeState(state);
    }
  }
}

async function lossOf(model: CharModel, heldOut: readonly Sequence[]): Promise<number | undefined> {
  return heldOut.length > 0 ? meanLoss(await sequenceLosses(model, heldOut)) : undefined;
}

function rateAt({ schedule, learningRate }: TrainOptions, progress: number): number {
  return schedule === "cosine" ? warmUpAndCosine(learningRate, progress) : learningRate;
}
