import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { build } from "esbuild";
import { afterAll, beforeAll } from "vitest";
import type { Architecture } from "../../../src/model/architecture";
import type { Weights } from "../../../src/model/initialize";
import type { Hire } from "../../../src/model/kernels/training/crew";
import { KernelTrainee } from "../../../src/model/kernels/training/kernelTrainee";
import { type Recipe, startState, type Trainee } from "../../../src/model/network";
import { seededRandom } from "../../../src/model/random";
import { type Chunk, chunks } from "../../../src/model/training/batches";
import { hireThreads } from "../../../src/worker/kernelCrew";
import { kernelBuild, kernelFolder } from "./kernelBuilds";
import { randomSequence } from "./network";

/** The kinds of kernels that this engine can run. */
export const kinds: ("simd" | "relaxed")[] = hasRelaxed() ? ["simd", "relaxed"] : ["simd"];

/** Whether the engine has relaxed SIMD; where it is only behind a flag, it is asked for. */
function hasRelaxed(): boolean {
  const relaxed = readFileSync(path.join(kernelFolder, "kernels-relaxed.wasm"));
  if (WebAssembly.validate(relaxed)) return true;
  setFlagsFromString("--experimental-wasm-relaxed-simd");
  return WebAssembly.validate(relaxed);
}

/** What makes trainees in a file's tests: on `threads` threads of their own, as the product has them. */
export interface Trainees {
  start(
    shape: Architecture,
    weights: Weights,
    recipe: Recipe,
    threads?: number,
    kind?: "simd" | "relaxed",
  ): Promise<KernelTrainee>;
  readonly hire: Hire;
}

/** Bundles the thread's program before the file's tests, and takes it away behind them. */
export function trainees(): Trainees {
  const folder = mkdtempSync(path.join(tmpdir(), "tunesmith-threads-"));
  const script = path.join(folder, "kernelThread.js");
  const hire = hireThreads(script);
  beforeAll(() => bundledThread(script));
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    hire,
    start(shape, weights, recipe, threads = 1, kind = "simd") {
      const name = `kernels-${kind}${threads > 1 ? "-shared" : ""}`;
      const training = { build: kernelBuild(name), threads, hire };
      return KernelTrainee.start(training, shape, weights, recipe);
    },
  };
}

/** Bundles the program of a helping thread as esbuild.mjs does. */
export async function bundledThread(outfile: string): Promise<void> {
  await build({
    entryPoints: ["src/worker/kernelThread.ts"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "warning",
  });
}

/** A batch of tunes by their lengths, cut into chunks of `length` steps. */
export interface Round {
  readonly tunes: readonly number[];
  readonly length: number;
}

/** One round of 30 steps in chunks of 8: tunes of unequal length, of which some end chunks before the last. */
export const unequal: Round = { tunes: [9, 30, 21, 30, 5, 17], length: 8 };

/** Rounds whose chunks grow and shrink: a single tune, 13 lanes, single steps, many steps, two lanes. */
export const changing: readonly Round[] = [
  { tunes: [7], length: 3 },
  { tunes: [20, 3, 18, 20, 9, 1, 20, 16, 5, 20, 2, 11, 20], length: 16 },
  { tunes: [3, 3, 2, 3], length: 1 },
  { tunes: [41, 12, 30, 8, 41, 33, 6], length: 40 },
  { tunes: [9, 14], length: 4 },
  { tunes: [20, 5, 20, 1, 12], length: 5 },
  { tunes: [2], length: 5 },
];

/** What 20 steps of training told and left. */
export interface TwentySteps {
  /** Summed losses by chunk, and the norms of the gradients. */
  readonly losses: number[];
  readonly norms: number[];
  /** The states behind the chunks, one after the other. */
  readonly states: number[];
  readonly weights: Map<string, Float32Array>;
}

/** Trains 20 steps on random tunes, the same for every trainee of one shape; the state goes from chunk to chunk. */
export async function twentySteps(
  trainee: Trainee,
  rate = 0.02,
  rounds: readonly Round[] = [unequal],
): Promise<TwentySteps> {
  const { architecture: shape } = trainee;
  const result = { losses: [] as number[], norms: [] as number[], states: [] as number[] };
  const random = seededRandom(5);
  for (let round = 0; ; round++) {
    const { tunes, length } = rounds[round % rounds.length] as Round;
    const batch = tunes.map((steps) => randomSequence(shape, steps, random));
    const state = startState(shape, batch.length);
    for (const chunk of chunks(batch, length)) {
      const stream = 16 + result.losses.length;
      const dropout = { share: shape.dropout, seed: 3, stream };
      const { lossSum, norm } = await trainee.train(chunk, state, { rate, dropout });
      result.losses.push(lossSum);
      result.norms.push(norm);
      for (const value of state.values) result.states.push(value);
      if (result.losses.length === 20) return { ...result, weights: await trainee.weights() };
    }
  }
}

/** A chunk of random tunes of such lengths, all in one. */
export function chunkOf(shape: Architecture, lengths: readonly number[], seed = 2): Chunk {
  const random = seededRandom(seed);
  const batch = lengths.map((length) => randomSequence(shape, length, random));
  return [...chunks(batch, Math.max(...lengths))][0] as Chunk;
}

/** The greatest difference between two lists, as a share of the number expected. */
export function relativeDifference(values: readonly number[], expected: readonly number[]): number {
  if (values.length !== expected.length) throw new Error(`${values.length} of ${expected.length}.`);
  return Math.max(
    ...values.map((value, i) => {
      const share = Math.abs(value / (expected[i] as number) - 1);
      return Number.isNaN(share) ? Number.POSITIVE_INFINITY : share;
    }),
  );
}
