import type { TuneText } from "../composing/tuneText";
import { type Architecture, architectureProblem, type CellKind } from "../model/architecture";
import { type Checkpoint, type Precision, UnstorableWeight } from "../model/checkpoint";
import { initialWeights, type Weights } from "../model/initialize";
import { OutOfMemoryError } from "../model/kernels/kernelMemory";
import type { ModelMetadata, TrainingRecord } from "../model/metadata";
import { BadCallError, type Recipe, type Trainee } from "../model/network";
import { seededRandom, shuffle } from "../model/random";
import { DivergedError, type TrainOptions, type TrainProgress } from "../model/training/options";
import { type Spares, train } from "../model/training/train";
import { type Markers, Vocabulary } from "../model/vocabulary";
import { UserError } from "../shared/composeProtocol";
import type { Ladder } from "./backend";
import { encodeTune } from "./encode";
import { freeQuietly } from "./freeQuietly";
import { charactersOfKeys, countTransposable, sequencesInKeys } from "./keysOfTunes";
import { prepareModelFolder, writeModelFolder } from "./modelFolder";
import type { Rung } from "./rung";
import { encoderFor, inputsFor, type Reading } from "./structureEncoder";
import type { TrainingWork } from "./trainingProbe";
import { readTuneSources, type TuneSource, tuneTexts } from "./tuneFiles";

/** A whole run of training: data, network, recipe and where the result goes. */
export interface TrainTask {
  readonly data: readonly string[];
  /** Tunes to choose the best weights by; empty holds out a twentieth of the data where there are tunes enough. */
  readonly heldOut: readonly string[];
  readonly out: string;
  readonly name: string;
  readonly precision: Precision;
  /** A model to start from; its network and vocabulary are kept. */
  readonly base?: Checkpoint;
  readonly cell: CellKind;
  readonly hidden: number;
  readonly layers: number;
  readonly dropout: number;
  /** What the network reads beside the characters; not asked of one with a base. */
  readonly reading?: Reading;
  /** Columns of the embeddings; as many as hidden units unless given. */
  readonly embedding?: number;
  /** The share of the training tunes that each epoch reads in another key. */
  readonly transpose?: number;
  /** Fields to keep, or "*". */
  readonly fields: string;
  /** How tunes are marked; undefined spells the marks out for the study's files and uses symbols otherwise. */
  readonly markers?: Markers;
  readonly recipe: Recipe & TrainOptions;
  readonly command: string;
}

/** What a run tells, the training's progress among it. */
export type TrainEvent =
  | {
      kind: "data";
      tunes: number;
      heldOutTunes: number;
      skipped: number;
      characters: number;
      /** How many of the tunes can be read in other keys; told where some are to be. */
      transposable?: number;
      /** Characters of the training tunes that the model does not see. */
      dropped: number;
      vocabulary: number;
    }
  | TrainProgress
  | { kind: "saved"; epoch: number; folder: string };

/** Tunes from which on a twentieth is held out by itself. */
const enoughToHoldOut = 40;

/**
 * Trains a model and saves it whenever it is better than before. `choose` gives the rungs to train on, when it is known
 * what there is to train; one that fails gives way to the next, where training goes on from the last finished epoch.
 * Throws a UserError on data or settings that cannot be.
 */
export async function* trainModel(
  choose: (work: TrainingWork) => Ladder | Promise<Ladder>,
  task: TrainTask,
): AsyncGenerator<TrainEvent> {
  const sources = readTuneSources(task.data);
  const study = sources.length > 0 && sources.every(({ kind }) => kind === "song");
  const markers = task.base?.vocabulary.markers ?? task.markers ?? (study ? "spelled" : "symbols");
  const fields =
    task.base?.metadata.preprocessing.fields ?? (markers === "spelled" ? "*" : task.fields);
  if (task.reading?.structure?.length && markers === "spelled") {
    throw new UserError(
      "Structure inputs do not go with marks that are spelled out; have tunes marked by symbols.",
    );
  }
  const { training, heldOut, skipped } = split(sources, task, fields);
  if (training.length === 0) throw new UserError("There is no tune to train on.");

  const { recipe, transpose = 0 } = task;
  const marked = markers === "spelled" ? ["<start>\n<end>\n"] : [];
  const otherKeys = transpose > 0 ? [charactersOfKeys] : [];
  const vocabulary =
    task.base?.vocabulary ??
    Vocabulary.of([...marked, ...otherKeys, ...training.map(({ text }) => text)], markers);
  const architecture = architectureFor(task, vocabulary);
  prepareModelFolder(task.out);
  const start = encoderFor(architecture.inputs, vocabulary);
  const encode = (tune: TuneText) => encodeTune(tune, vocabulary, start);
  const encoded = training.map(encode);
  const sequencesOf = sequencesInKeys(training, encoded, encode, transpose, recipe.seed);
  const heldOutSequences = heldOut.map((tune) => encode(tune).sequence);
  const characters = encoded.reduce((sum, { sequence }) => sum + sequence.targets.length, 0);
  yield {
    kind: "data",
    tunes: training.length,
    heldOutTunes: heldOut.length,
    skipped,
    ...(transpose > 0 && { transposable: countTransposable(training) }),
    characters,
    dropped: encoded.reduce((sum, { dropped }) => sum + dropped, 0),
    vocabulary: vocabulary.size,
  };

  const weights = task.base?.weights ?? initialWeights(architecture, seededRandom(recipe.seed, 0));
  const { optimizer, weightDecay, clip, batchSize, sequenceLength } = recipe;
  // These cross to other processes; the clock and the signal cannot.
  const plain: Recipe = { optimizer, weightDecay, clip };
  const ladder = await choose({ architecture, recipe: plain, batchSize, sequenceLength });
  const make = async (rung: Rung, from: Weights) => {
    try {
      const trainee = await rung.trainee(architecture, from, plain);
      ladder.log(describeMeans(rung));
      return trainee;
    } catch (error) {
      throw forTheUser(error);
    }
  };
  const run = await onLadder(ladder, make, weights);
  const began = recipe.now();
  try {
    for await (const progress of train(run.trainee, sequencesOf, heldOutSequences, recipe, run)) {
      yield progress;
      if (!progress.best) continue;
      const record = recordOf(task, run.rung, progress, training.length, characters, began);
      const metadata = metadataOf(task, vocabulary, fields, architecture, record);
      const checkpoint = { architecture, weights: run.weights, vocabulary, metadata };
      writeModelFolder(task.out, checkpoint, task.precision);
      yield { kind: "saved", epoch: progress.epoch, folder: task.out };
    }
  } catch (error) {
    throw forTheUser(error);
  } finally {
    freeQuietly(run.trainee);
    await ladder.dispose();
  }
}

/** The trainee of a run, on the rung in use of a ladder, and the weights of its last finished epoch. */
async function onLadder(
  ladder: Ladder,
  make: (rung: Rung, from: Weights) => Promise<Trainee>,
  weights: Weights,
): Promise<Spares & { readonly rung: Rung; readonly trainee: Trainee; readonly weights: Weights }> {
  const makeNow = () => ladder.make((rung) => make(rung, weights));
  let on = await makeNow();
  return {
    get rung() {
      return on.rung;
    },
    get trainee() {
      return on.made;
    },
    get weights() {
      return weights;
    },
    keep(finished) {
      weights = finished;
    },
    async replace(error) {
      // What does not fit here would fill the machine's memory elsewhere; a call that cannot be answered fails everywhere.
      if (error instanceof OutOfMemoryError || error instanceof BadCallError) throw error;
      ladder.giveUp(on.rung, error);
      freeQuietly(on.made);
      on = await makeNow();
      ladder.log("Training goes on from the last finished epoch.");
      return on.made;
    },
  };
}

/** What a rung trains with in words, for the log. */
function describeMeans(rung: Rung): string {
  const { threads, relaxedSimd } = rung.training();
  const words = `${threads} ${threads === 1 ? "thread" : "threads"}${relaxedSimd ? ", relaxed SIMD" : ""}`;
  return `Training on ${rung.name} with ${words}.`;
}

/** What went wrong as a sentence for the user, where it is the data's or the settings' fault. */
function forTheUser(error: unknown): unknown {
  if (error instanceof OutOfMemoryError) {
    return new UserError(
      `${error.message} Choose fewer units or layers, a smaller batch or shorter sequences.`,
    );
  }
  const diverged = error instanceof DivergedError || error instanceof UnstorableWeight;
  return diverged ? new UserError(error.message) : error;
}

function split(sources: readonly TuneSource[], task: TrainTask, fields: string) {
  const { tunes, skipped } = tuneTexts(sources, fields);
  if (task.heldOut.length > 0) {
    const heldOut = tuneTexts(readTuneSources(task.heldOut), fields).tunes;
    if (heldOut.length === 0) throw new UserError("There is no tune among those to hold out.");
    return { training: tunes, heldOut, skipped };
  }
  if (tunes.length < enoughToHoldOut) return { training: tunes, heldOut: [], skipped };
  const shuffled = shuffle([...tunes], seededRandom(task.recipe.seed, 3));
  const count = Math.ceil(tunes.length / 20);
  return { training: shuffled.slice(count), heldOut: shuffled.slice(0, count), skipped };
}

function architectureFor(task: TrainTask, vocabulary: Vocabulary): Architecture {
  const architecture: Architecture = task.base
    ? { ...task.base.architecture, dropout: task.dropout }
    : {
        cell: task.cell,
        inputs: inputsFor(vocabulary, task.reading),
        embedding: task.embedding ?? task.hidden,
        layers: task.layers,
        hidden: task.hidden,
        dropout: task.dropout,
        outputs: vocabulary.size,
      };
  const problem = architectureProblem(architecture);
  if (problem) throw new UserError(problem);
  return architecture;
}

function recordOf(
  task: TrainTask,
  rung: Rung,
  progress: TrainProgress,
  tunes: number,
  characters: number,
  began: number,
): TrainingRecord {
  const { recipe } = task;
  const { heldOutLoss } = progress;
  return {
    date: new Date(recipe.now()).toISOString().slice(0, 10),
    command: task.command,
    seed: recipe.seed,
    tunes,
    characters,
    epochs: progress.epoch,
    seconds: Math.round((recipe.now() - began) / 1000),
    backend: rung.name,
    options: {
      ...rung.training(),
      optimizer: recipe.optimizer,
      learningRate: recipe.learningRate,
      schedule: recipe.schedule,
      weightDecay: recipe.weightDecay,
      clip: recipe.clip,
      batchSize: recipe.batchSize,
      sequenceLength: recipe.sequenceLength,
      dropout: task.dropout,
      transpose: task.transpose ?? 0,
    },
    trainLoss: progress.trainLoss,
    ...(heldOutLoss === undefined ? {} : { heldOutLoss }),
  };
}

function metadataOf(
  task: TrainTask,
  vocabulary: Vocabulary,
  fields: string,
  architecture: Architecture,
  record: TrainingRecord,
): ModelMetadata {
  return {
    version: 1,
    name: task.name,
    characters: vocabulary.characters,
    markers: vocabulary.markers,
    preprocessing: { fields },
    inputs: architecture.inputs,
    training: [...(task.base?.metadata.training ?? []), record],
  };
}
