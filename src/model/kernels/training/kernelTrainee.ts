import "../webassembly";
import type { Architecture } from "../../architecture";
import { checkChunk } from "../../checkCall";
import { checkWeights } from "../../checkWeights";
import { joinHead, splitHead } from "../../head";
import type { Weights } from "../../initialize";
import type { NetworkState, Recipe, Trainee, TrainStep } from "../../network";
import type { Chunk } from "../../training/batches";
import { KernelMemory } from "../kernelMemory";
import { ChunkPlace } from "./chunkPlace";
import type { Hire } from "./crew";
import { Foreman } from "./foreman";
import { type Layout, layOut, type Room } from "./layout";
import { mostThreads, noUpdate, type Update, type Work, work } from "./orders";
import { type Parameter, putParameter, takeParameter } from "./parameters";
import { laneGroup } from "./share";
import { beta1, beta2 } from "./trainingShare";

/** What a trainee on the fused kernels is made of. */
export interface KernelTraining {
  /** The kernels' build: for memory that is shared, when there is more than one thread. */
  readonly build: WebAssembly.Module;
  readonly threads: number;
  readonly hire: Hire;
}

/**
 * A network in training on the fused kernels: forward, backward, loss, clipping and Adam or SGD, each lane on one of the
 * threads. The same weights, chunks and number of threads give the same bits on one machine; another number of threads
 * changes the order in which gradients are summed, and nothing else.
 */
export class KernelTrainee implements Trainee {
  readonly architecture: Architecture;
  private readonly recipe: Recipe;
  private readonly memory: KernelMemory;
  private readonly foreman: Foreman;
  private room: Room;
  private layout: Layout;
  private packed = false;
  private turn: Promise<unknown> = Promise.resolve();
  private steps = 0;

  private constructor(
    architecture: Architecture,
    recipe: Recipe,
    memory: KernelMemory,
    foreman: Foreman,
  ) {
    this.architecture = architecture;
    this.recipe = recipe;
    this.memory = memory;
    this.foreman = foreman;
    this.room = { threads: foreman.threads, lanes: 0, steps: 0 };
    this.layout = layOut(architecture, this.room);
  }

  /**
   * Starts the threads and puts the weights in. Rejects when the architecture is impossible, a weight is missing, of
   * another size or no number, or there is not the memory (an OutOfMemoryError).
   */
  static async start(
    { build, threads, hire }: KernelTraining,
    architecture: Architecture,
    weights: Weights,
    recipe: Recipe,
  ): Promise<KernelTrainee> {
    checkWeights(architecture, weights);
    const count = Math.max(1, Math.min(mostThreads, Math.floor(threads)));
    const memory = new KernelMemory(count > 1);
    memory.reach(layOut(architecture, { threads: count, lanes: 0, steps: 0 }).end);
    const foreman = await Foreman.start(build, memory.memory, architecture, count, hire);
    const trainee = new KernelTrainee(architecture, recipe, memory, foreman);
    trainee.assign(weights);
    return trainee;
  }

  train(
    chunk: Chunk,
    state: NetworkState,
    step: TrainStep,
  ): Promise<{ lossSum: number; norm: number }> {
    return this.inTurn(() => this.learn(chunk, state, step));
  }

  losses(chunk: Chunk, state: NetworkState): Promise<Float32Array> {
    return this.inTurn(async () => {
      const place = await this.put(chunk, state);
      await this.order(work.read, chunk, false);
      const losses = place.losses();
      place.takeState(state);
      return losses;
    });
  }

  private async learn(
    chunk: Chunk,
    state: NetworkState,
    { rate, dropout }: TrainStep,
  ): Promise<{ lossSum: number; norm: number }> {
    const place = await this.put(chunk, state);
    const drops = dropout.share > 0;
    if (drops) place.putMask(dropout);
    await this.order(work.learn, chunk, drops);
    await this.order(work.reduce, chunk, false);
    let sum = 0;
    for (const squares of this.foreman.squares) sum += squares;
    const norm = Math.sqrt(sum);
    const lossSum = place.lossSum();
    place.takeState(state);
    if (!Number.isFinite(norm)) return { lossSum, norm };
    await this.order(work.update, chunk, false, this.updateOf(norm, rate));
    this.packed = false;
    return { lossSum, norm };
  }

  weights(): Map<string, Float32Array> {
    const weights = new Map<string, Float32Array>();
    for (const [name, parameter] of this.layout.parameters) {
      weights.set(name, takeParameter(this.valuesOf(parameter), parameter));
    }
    return splitHead(this.architecture, weights);
  }

  assign(weights: Weights): void {
    checkWeights(this.architecture, weights);
    const joined = joinHead(this.architecture, weights);
    for (const [name, parameter] of this.layout.parameters) {
      putParameter(this.valuesOf(parameter), parameter, joined.get(name) as Float32Array);
    }
    this.packed = false;
  }

  dispose(): void {
    this.foreman.dispose();
  }

  /** Does one piece of work after the other: they share the memory. */
  private inTurn<Result>(piece: () => Promise<Result>): Promise<Result> {
    const result = this.turn.then(piece);
    this.turn = result.catch(() => {});
    return result;
  }

  /** Makes room for a chunk, packs what was updated, and puts the chunk and the state in. */
  private async put(chunk: Chunk, state: NetworkState): Promise<ChunkPlace> {
    checkChunk(this.architecture, chunk, state);
    const { batch, steps } = chunk;
    this.makeRoom(batch, steps);
    if (!this.packed) await this.order(work.pack, chunk, false);
    this.packed = true;
    const place = new ChunkPlace(this.architecture, this.layout, this.memory, chunk);
    place.putChunk();
    place.putState(state);
    return place;
  }

  private makeRoom(batch: number, steps: number): void {
    const { threads } = this.foreman;
    const groups = Math.ceil(batch / laneGroup);
    const lanes = Math.ceil(groups / threads) * laneGroup;
    if (lanes <= this.room.lanes && steps <= this.room.steps) return;
    const room = {
      threads,
      lanes: Math.max(lanes, this.room.lanes),
      steps: Math.max(steps, this.room.steps),
    };
    const layout = layOut(this.architecture, room);
    this.memory.reach(layout.end);
    this.room = room;
    this.layout = layout;
  }

  private order(
    kind: Work,
    { steps, batch }: Chunk,
    dropout: boolean,
    update: Update = noUpdate,
  ): Promise<void> {
    const count = { steps, lanes: batch };
    return this.foreman.do({
      kind,
      ...this.room,
      count,
      dropout,
      scale: 1 / (steps * batch),
      update,
    });
  }

  private updateOf(norm: number, rate: number): Update {
    const { optimizer, clip: most, weightDecay } = this.recipe;
    const clip = most > 0 && norm > most ? most / norm : 1;
    if (optimizer === "sgd") return { ...noUpdate, clip, rate };
    this.steps++;
    return {
      adam: true,
      clip,
      rate,
      size: rate / (1 - beta1 ** this.steps),
      correction: 1 / Math.sqrt(1 - beta2 ** this.steps),
      decay: rate * weightDecay,
    };
  }

  private valuesOf({ offset, length }: Parameter): Float32Array {
    const address = this.layout.values + offset * 4;
    return this.memory.floats(address, length);
  }
}
