import { readdirSync, statSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { type Architecture, sizeOf, weightSpecs } from "../model/architecture";
import type { Weights } from "../model/initialize";
import { type Recipe, startState } from "../model/network";
import { type Random, seededRandom } from "../model/random";
import type { Chunk } from "../model/training/batches";
import type { Computing } from "../shared/computing";
import { Ladder, loadRung, placesOf, type RungLoader, rungsFrom } from "./backend";
import { reasonOf } from "./fileErrors";
import { type Rung, type RungName, type RungPlaces, rungNames } from "./rung";
import { packageFolder } from "./tfjsNode/packageFolder";
import { keepSpeeds, keptSpeeds, type TrainingSpeeds } from "./trainingSpeeds";

/** What there is to train, as far as its speed depends on it. */
export interface TrainingWork {
  readonly architecture: Architecture;
  readonly recipe: Recipe;
  /** Whole tunes side by side. */
  readonly batchSize: number;
  /** Steps of truncated BPTT. */
  readonly sequenceLength: number;
}

/** Where a probe finds what it needs. */
export interface Probe {
  readonly places: RungPlaces;
  /** The folder to keep the measurements in. */
  readonly cacheFolder: string;
  readonly log: (line: string) => void;
  readonly load?: RungLoader;
}

/** Milliseconds of training on each rung. */
const patience = 400;

/** Never measured, as it takes long and is slower than all others: what remains when they cannot train. */
const lastResort = "cpu";

/** The rungs that are measured. */
const measured = rungNames.filter((name) => name !== lastResort);

/** The most steps of a chunk: longer ones are trained about as fast. */
const longest = 64;

/** The rungs to train on for settings: from the one that is wanted downwards, or else by measurement. */
export function trainingLadder(
  computing: Computing,
  distFolder: string,
  cacheFolder: string,
  log: (line: string) => void,
): (work: TrainingWork) => Promise<Ladder> {
  const places = placesOf(computing, distFolder);
  const { backend } = computing;
  return async (work) => {
    const order =
      backend === "auto"
        ? await fastestFirst(work, { places, cacheFolder, log })
        : rungsFrom(backend);
    return new Ladder(places, log, order);
  };
}

/**
 * The rungs to train on, the fastest first: each but the last resort is loaded, trains some steps of the network, and is
 * closed again. The figures are told and kept, and measured no more for such a network on this machine with this build,
 * except when a rung without one loads: it has come anew, or could not train the last time.
 */
export async function fastestFirst(work: TrainingWork, probe: Probe): Promise<RungName[]> {
  const { places, cacheFolder, log } = probe;
  const key = keyOf(work, places);
  const kept = keptSpeeds(cacheFolder, key);
  const speeds = kept && (await isComplete(kept, probe)) ? kept : await measure(work, probe);
  const found = measured.map((name) => [name, speeds[name] ?? 0] as const);
  const order = found.filter(([, speed]) => speed > 0).sort(([, a], [, b]) => b - a);
  const [fastest] = order;
  if (fastest) {
    const figures = order.map(([name, speed]) => `${name} ${rounded(speed)}`).join(", ");
    const before = speeds === kept ? ", as measured before" : "";
    log(`Training: ${figures} chars/s${before}: ${fastest[0]}.`);
  }
  if (speeds !== kept) {
    try {
      keepSpeeds(cacheFolder, key, speeds);
    } catch (error) {
      log(`The figures cannot be kept in ${cacheFolder}: ${reasonOf(error)}`);
    }
  }
  return [...order.map(([name]) => name), lastResort];
}

/** Whether each rung without a figure still does not load. */
async function isComplete(
  kept: TrainingSpeeds,
  { places, load = loadRung }: Probe,
): Promise<boolean> {
  for (const name of measured) {
    if (kept[name] !== undefined) continue;
    const rung = await load(name, places).catch(() => undefined);
    await rung?.dispose();
    if (rung) return false;
  }
  return true;
}

async function measure(work: TrainingWork, probe: Probe): Promise<TrainingSpeeds> {
  const { places, log, load = loadRung } = probe;
  const speeds: TrainingSpeeds = {};
  const weights = anyWeights(work.architecture);
  for (const name of measured) {
    let rung: Rung;
    try {
      rung = await load(name, places);
    } catch (error) {
      log(`The backend ${name} did not load: ${reasonOf(error)}`);
      continue;
    }
    try {
      speeds[name] = await speedOf(rung, work, weights);
    } catch (error) {
      // Not kept: it may have been the machine's trouble, and gone by the next time.
      log(`The backend ${name} cannot train: ${reasonOf(error)}`);
    } finally {
      await rung.dispose();
    }
  }
  return speeds;
}

/**
 * Characters per second in chunks as long as they will be. Longer and longer ones are timed while patience lasts, and what
 * the last two tell of the cost of a chunk and of a step gives the rest: a large network takes long for its first step.
 */
async function speedOf(rung: Rung, work: TrainingWork, weights: Weights): Promise<number> {
  const { architecture, recipe, batchSize, sequenceLength } = work;
  const trainee = await rung.trainee(architecture, weights, recipe);
  const random = seededRandom(2);
  const timed = async (steps: number): Promise<number> => {
    const chunk = randomChunk(architecture, batchSize, steps, random);
    const dropout = { share: architecture.dropout, seed: 1, stream: 0 };
    const at = performance.now();
    const state = startState(architecture, batchSize);
    const { lossSum } = await trainee.train(chunk, state, { rate: 1e-3, dropout });
    if (!Number.isFinite(lossSum)) throw new Error("its loss is no number.");
    return Math.max(performance.now() - at, 1e-3);
  };
  try {
    const most = Math.min(longest, sequenceLength);
    const until = performance.now() + patience;
    // The first step warms up.
    await timed(1);
    let steps = 1;
    let took = await timed(1);
    let perStep = took;
    while (steps < most && (steps === 1 || performance.now() + 4 * took < until)) {
      const shorter = { steps, took };
      steps = Math.min(4 * steps, most);
      took = await timed(steps);
      perStep = Math.max((took - shorter.took) / (steps - shorter.steps), took / steps / 4);
    }
    while (steps === most && performance.now() + took < until) {
      took = Math.min(took, await timed(steps));
    }
    return (1000 * batchSize * most) / (took + perStep * (most - steps));
  } finally {
    trainee.dispose();
  }
}

/** Small weights: their values do not matter to the speed, and proper ones take long to make. */
function anyWeights(architecture: Architecture): Weights {
  const random = seededRandom(1);
  return new Map(
    weightSpecs(architecture).map(({ name, shape }) => [
      name,
      Float32Array.from({ length: sizeOf(shape) }, () => 0.1 * (random() - 0.5)),
    ]),
  );
}

function randomChunk(
  { inputs, outputs }: Architecture,
  batch: number,
  steps: number,
  random: Random,
): Chunk {
  const count = steps * batch;
  const below = (size: number): Int32Array =>
    Int32Array.from({ length: count }, () => Math.floor(random() * size));
  return {
    steps,
    batch,
    inputs: inputs.map(({ size }) => below(size)),
    targets: below(outputs),
    weights: new Float32Array(count).fill(1),
    count,
  };
}

/** What the figures depend on: the machine, the threads, the build, and roughly how large the work is. */
function keyOf(
  { architecture, batchSize, sequenceLength }: TrainingWork,
  places: RungPlaces,
): string {
  const { cell, inputs, layers, hidden } = architecture;
  const processors = cpus();
  const size = (value: number): number => 2 ** Math.ceil(Math.log2(value));
  const machine = [processors[0]?.model.trim() ?? "", processors.length, places.threads ?? 0];
  const shape = [
    cell,
    inputs.length,
    layers,
    size(hidden),
    size(batchSize),
    size(Math.min(longest, sequenceLength)),
  ];
  return JSON.stringify([...machine, ...shape, buildOf(places), tfjsNodeOf(places)]);
}

/** Changes with every build of this program. */
function buildOf({ distFolder }: RungPlaces): number {
  const files = readdirSync(distFolder).filter((name) => /\.(js|wasm)$/.test(name));
  return Math.max(
    0,
    ...files.map((name) => Math.round(statSync(path.join(distFolder, name)).mtimeMs)),
  );
}

/** Changes with the tfjs-node that would be used. */
function tfjsNodeOf(places: RungPlaces): string {
  try {
    const file = path.join(packageFolder(places), "package.json");
    return `${file} ${Math.round(statSync(file).mtimeMs)}`;
  } catch {
    return "";
  }
}

/** Two digits or more, such as 24k, 3.1k or 480. */
function rounded(speed: number): string {
  if (speed < 1000) return `${Math.round(speed)}`;
  return speed < 10_000 ? `${(speed / 1000).toFixed(1)}k` : `${Math.round(speed / 1000)}k`;
}
