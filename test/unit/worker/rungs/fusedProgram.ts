import { startState } from "../../../../src/model/network";
import { Ladder } from "../../../../src/worker/backend";
import type { RungName, TrainingMeans } from "../../../../src/worker/rung";
import { chunkOf } from "./fusedChunks";

/** What the program prints. */
export interface Told {
  readonly log: readonly string[];
  readonly rung: string;
  readonly means: TrainingMeans;
  readonly logits: readonly number[];
  readonly losses: readonly number[];
}

/** Composes one character and trains two steps on the first rung that can, and tells what came out, as JSON. */
async function main([distFolder = "", threads = "1", ...names]: string[]): Promise<void> {
  const log: string[] = [];
  const places = { distFolder, threads: Number(threads) };
  const ladder = new Ladder(places, (line) => log.push(line), names as RungName[]);
  const { shape, weights, recipe, chunk, step } = chunkOf();
  const network = await ladder.network(shape, weights, "float32");
  const logits = await network.step([Int32Array.of(4)], startState(shape, 1));
  const { rung, made: trainee } = await ladder.make((rung) => rung.trainee(shape, weights, recipe));
  const state = startState(shape, chunk.batch);
  const losses: number[] = [];
  for (const _ of [1, 2]) losses.push((await trainee.train(chunk, state, step)).lossSum);
  trainee.dispose();
  const means = rung.training();
  const told: Told = { log, rung: rung.name, means, logits: [...logits], losses };
  process.stdout.write(JSON.stringify(told), () => process.exit(0));
}

void main(process.argv.slice(2));
