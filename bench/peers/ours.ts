import { startState } from "../../src/model/network";
import { Ladder, rungsFrom } from "../../src/worker/backend";
import { type ComputePrecision, type Rung, type RungName, rungNames } from "../../src/worker/rung";
import type { Composer, Trainer } from "../peer";
import { training, type Work } from "../work";

/** Composes with a rung of our ladder; undefined when another would have to stand in or it has no such precision. */
export async function ourComposer(
  rungName: string,
  precision: string,
  distFolder: string,
  work: Work,
  lanes: number,
): Promise<Composer | undefined> {
  const { architecture, weights } = work;
  const rung = await loadRung(rungName, distFolder, 1);
  if (!rung) return undefined;
  const network = await rung.network(architecture, weights, precision as ComputePrecision);
  if (network.precision !== precision) return undefined;
  const state = startState(architecture, lanes);
  return { step: (ids) => network.step([ids], state) };
}

/** Trains with a rung of our ladder on so many threads; undefined when another would have to stand in. */
export async function ourTrainer(
  rungName: string,
  threads: number,
  distFolder: string,
  work: Work,
): Promise<Trainer | undefined> {
  const { architecture, weights } = work;
  const rung = await loadRung(rungName, distFolder, threads);
  if (!rung) return undefined;
  const recipe = { optimizer: "adam", weightDecay: 0, clip: 0 } as const;
  const trainee = await rung.trainee(architecture, weights, recipe);
  const { lanes, steps, rate } = training;
  const count = lanes * steps;
  const step = { rate, dropout: { share: 0, seed: 1, stream: 0 } };
  return {
    async train({ inputs, targets }) {
      const all = new Float32Array(count).fill(1);
      const chunk = { steps, batch: lanes, inputs: [inputs], targets, weights: all, count };
      const { lossSum } = await trainee.train(chunk, startState(architecture, lanes), step);
      return lossSum / count;
    },
  };
}

async function loadRung(
  name: string,
  distFolder: string,
  threads: number,
): Promise<Rung | undefined> {
  const wanted = rungNames.find((known) => known === name) as RungName;
  const log = (line: string): void => void process.stderr.write(`${line}\n`);
  const rung = await new Ladder({ distFolder, threads }, log, rungsFrom(wanted)).rung();
  return rung.name === name ? rung : undefined;
}
