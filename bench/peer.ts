import { createInterface } from "node:readline";
import { seededRandom } from "../src/model/random";
import { symbols } from "./data";
import { type Batch, checkId, checkSteps, training } from "./work";

/** A network that composes: reads one id a lane and gives the logits [lanes · symbols], state carried inside. */
export interface Composer {
  step(ids: Int32Array): Float32Array | Promise<Float32Array>;
}

/** A network that learns: one step on one batch from a state of zeros, gives the mean loss before it in nats. */
export interface Trainer {
  train(batch: Batch): number | Promise<number>;
}

/** Says, before anything was asked, why a peer is not here; it is not measured then. */
export function serveAbsence(reason: string): void {
  process.stdout.write(`${JSON.stringify({ missing: reason })}\n`);
}

/**
 * Answers the lines that come in with one line of JSON each, as every peer does, whatever it is written in: "check",
 * the first, gives the values that all must share; "round N" works for N milliseconds and gives those of one step.
 */
export async function serve(
  check: () => Promise<readonly number[]>,
  work: () => unknown,
): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    const [command, length] = line.split(" ");
    const answer =
      command === "check" ? { values: await check() } : { ms: await timed(work, Number(length)) };
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
  // Whoever asked has gone; threads of a peer's own would keep the process.
  process.exit();
}

/** Composes with a sampler of our own, the same for all: the whole of a character counts. */
export function serveComposer(composer: Composer, lanes: number): Promise<void> {
  const ids = new Int32Array(lanes);
  const random = seededRandom(5);
  const draw = (logits: Float32Array): void => {
    for (let lane = 0; lane < lanes; lane++) ids[lane] = sampled(logits, lane * symbols, random());
  };
  return serve(
    async () => {
      let logits: Float32Array = new Float32Array();
      for (let step = 0; step < checkSteps.composing; step++) {
        for (let lane = 0; lane < lanes; lane++) ids[lane] = checkId(step, lane);
        logits = await composer.step(ids);
      }
      return [...logits];
    },
    () => {
      const logits = composer.step(ids);
      return logits instanceof Promise ? logits.then(draw) : draw(logits);
    },
  );
}

/** Trains on the batches in turn. */
export function serveTrainer(trainer: Trainer, batches: readonly Batch[]): Promise<void> {
  let step = 0;
  const next = () => trainer.train(batches[step++ % training.batches] as Batch);
  return serve(async () => {
    const losses: number[] = [];
    for (let i = 0; i < checkSteps.training; i++) losses.push(await next());
    return losses;
  }, next);
}

/** Milliseconds of one call of `work`, over as many as fit into `length` milliseconds. */
async function timed(work: () => unknown, length: number): Promise<number> {
  const began = performance.now();
  for (let done = 1; ; done++) {
    const later = work();
    // An await of something that is there already would cost the fast peers a turn.
    if (later instanceof Promise) await later;
    const time = performance.now() - began;
    if (time >= length) return time / done;
  }
}

const powers = new Float64Array(symbols);

/** Draws a symbol from the softmax of the logits at `from`; `drawn` is uniform in [0, 1). */
function sampled(logits: Float32Array, from: number, drawn: number): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < symbols; id++) highest = Math.max(highest, logits[from + id] as number);
  let sum = 0;
  for (let id = 0; id < symbols; id++) {
    const power = Math.exp((logits[from + id] as number) - highest);
    powers[id] = power;
    sum += power;
  }
  let left = drawn * sum;
  for (let id = 0; id < symbols; id++) {
    left -= powers[id] as number;
    if (left < 0) return id;
  }
  return symbols - 1;
}
