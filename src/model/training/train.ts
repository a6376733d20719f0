import { meanLoss, sequenceLosses } from "../evaluate";
import type { Weights } from "../initialize";
import { startState, type Trainee } from "../network";
import { nextTurn } from "../nextTurn";
import { seededRandom } from "../random";
import { chunks, epochBatches, type Sequence } from "./batches";
import { TrainingMeter } from "./meter";
import { DivergedError, type TrainOptions, type TrainProgress } from "./options";
import { warmUpAndCosine } from "./schedule";

const progressEveryMilliseconds = 2000;

/** The stream of random numbers that the first chunk's dropout draws from; each chunk has its own. */
const firstDropoutStream = 16;

/** What makes a run outlive its trainee. */
export interface Spares {
  /** Hears the weights at each epoch's end. */
  keep(weights: Weights): void;
  /** Gives a trainee with the weights kept last, or those of the beginning, in place of one that failed; throws when there is none. */
  replace(error: unknown): Promise<Trainee>;
}

/**
 * Trains on the sequences that each epoch has, from 1, and yields its progress; whenever `best` is true the trainee's
 * weights are worth keeping. At the end, also when stopped, the trainee holds the weights of the best epoch, or those of
 * the last step when no epoch ended. Stop by the signal or by leaving the loop; an epoch cut short is judged like any
 * other. The same seed and sequences give the same run unless `minutes` cuts it short. With `spares` a trainee that fails
 * is replaced and its epoch begun again, and the best weights are given to nobody at the end. Throws a DivergedError when
 * the loss is no longer a number.
 */
export async function* train(
  trainee: Trainee,
  sequencesOf: (epoch: number) => readonly Sequence[],
  heldOut: readonly Sequence[],
  options: TrainOptions,
  spares?: Spares,
): AsyncGenerator<TrainProgress> {
  const meter = new TrainingMeter(options);
  const run: Run = { trainee, options, meter, spares, chunks: 0 };
  const order = seededRandom(options.seed, 1);
  let best: { loss: number; weights: Weights } | undefined;
  try {
    for (let epoch = 1; epoch <= options.epochs && !isOver(run); epoch++) {
      const sequences = sequencesOf(epoch);
      if (sequences.length === 0) throw new Error("There is no tune to train on.");
      const batches = epochBatches(sequences, options.batchSize, order);
      const judged = yield* judgedEpoch(run, epoch, batches, heldOut);
      if (!judged) break;
      const { heldOutLoss, weights } = judged;
      if (!Number.isFinite(meter.epochLoss + (heldOutLoss ?? 0))) throw new DivergedError();
      const isBest = heldOutLoss === undefined || best === undefined || heldOutLoss < best.loss;
      if (isBest) best = { loss: heldOutLoss ?? 0, weights };
      spares?.keep(weights);
      const held = heldOutLoss === undefined ? {} : { heldOutLoss };
      yield { kind: "epoch", ...meter.report(), ...held, best: isBest };
    }
  } finally {
    if (best && !spares) await run.trainee.assign(best.weights);
  }
}

/** What the parts of a run share. */
interface Run {
  trainee: Trainee;
  readonly options: TrainOptions;
  readonly meter: TrainingMeter;
  readonly spares: Spares | undefined;
  /** Chunks trained on so far. */
  chunks: number;
}

function isOver({ options, meter }: Run): boolean {
  return options.signal?.aborted === true || meter.progress() >= 1;
}

/** Trains one epoch and judges it, again from its beginning when the trainee fails; nothing when the run was over before it. */
async function* judgedEpoch(
  run: Run,
  epoch: number,
  batches: readonly (readonly Sequence[])[],
  heldOut: readonly Sequence[],
): AsyncGenerator<
  TrainProgress,
  { weights: Weights; heldOutLoss: number | undefined } | undefined
> {
  const { meter, spares, chunks: chunksBefore } = run;
  const characters = batches.flat().reduce((sum, { targets }) => sum + targets.length, 0);
  for (;;) {
    meter.beginEpoch(epoch, characters);
    run.chunks = chunksBefore;
    try {
      yield* trainEpoch(run, batches);
      if (meter.epochCharacters === 0) return undefined;
      const heldOutLoss = await meter.evaluate(() => lossOf(run.trainee, heldOut));
      return { heldOutLoss, weights: await run.trainee.weights() };
    } catch (error) {
      if (!spares) throw error;
      run.trainee = await spares.replace(error);
    }
  }
}

/** Trains on each batch, the state carried from chunk to chunk; ends early when the run is over. */
async function* trainEpoch(
  run: Run,
  batches: readonly (readonly Sequence[])[],
): AsyncGenerator<TrainProgress> {
  const { trainee, options, meter } = run;
  const { architecture } = trainee;
  let told = options.now();
  for (const batch of batches) {
    const state = startState(architecture, batch.length);
    for (const chunk of chunks(batch, options.sequenceLength)) {
      if (isOver(run)) return;
      const stream = firstDropoutStream + run.chunks++;
      const { lossSum } = await trainee.train(chunk, state, {
        rate: rateAt(options, meter.progress(chunk.count)),
        dropout: { share: architecture.dropout, seed: options.seed, stream },
      });
      meter.add(lossSum, chunk.count);
      // Lets other work in, such as the signal that stops this.
      await nextTurn();
      if (options.now() - told < progressEveryMilliseconds) continue;
      told = options.now();
      yield { kind: "progress", ...meter.report(), best: false };
    }
  }
}

async function lossOf(trainee: Trainee, heldOut: readonly Sequence[]): Promise<number | undefined> {
  return heldOut.length > 0 ? meanLoss(await sequenceLosses(trainee, heldOut)) : undefined;
}

function rateAt({ schedule, learningRate }: TrainOptions, progress: number): number {
  return schedule === "cosine" ? warmUpAndCosine(learningRate, progress) : learningRate;
}
