import type { Architecture } from "../../architecture";
import { instantiate } from "../kernels";
import type { Crew, Hire } from "./crew";
import { type Order, Orders, word } from "./orders";
import { TrainingShare } from "./trainingShare";

/** Looks at the helpers' counter before going to sleep: most of them finish together. */
const looks = 2000;

/** The thread that gives the orders, and does the first share of each itself. */
export class Foreman {
  readonly threads: number;
  private readonly orders: Orders;
  private readonly share: TrainingShare;
  private readonly crew: Crew | undefined;
  /** Why there is nobody left to work with. */
  private lost: { readonly error: unknown } | undefined;

  private constructor(orders: Orders, share: TrainingShare, threads: number, crew?: Crew) {
    this.orders = orders;
    this.share = share;
    this.threads = threads;
    this.crew = crew;
  }

  /** Hires `threads` − 1 helpers, none when there is but one thread; `memory` is shared when there are more. */
  static async start(
    build: WebAssembly.Module,
    memory: WebAssembly.Memory,
    architecture: Architecture,
    threads: number,
    hire: Hire,
  ): Promise<Foreman> {
    const orders = new Orders(memory);
    const share = new TrainingShare(instantiate(build, memory), orders, architecture, 0);
    if (threads === 1) return new Foreman(orders, share, 1);
    const helpers = Array.from({ length: threads - 1 }, (_, index) => index + 1);
    const tasks = helpers.map((thread) => ({ build, memory, architecture, thread }));
    const crew = await hire(tasks);
    const foreman = new Foreman(orders, share, threads, crew);
    crew.lost.catch((error: unknown) => {
      foreman.lost = { error };
      Atomics.notify(orders.words, word.busy);
    });
    return foreman;
  }

  /** Sums of squared gradients, by thread, as of the last reduction. */
  get squares(): Float64Array {
    return this.orders.squares.subarray(0, this.threads);
  }

  /** Has every thread do its share; rejects when one is lost or fails, or when the work is at an end. */
  async do(order: Order): Promise<void> {
    if (this.lost) throw this.lost.error;
    this.orders.write(order);
    if (!this.crew) {
      this.share.work();
      return;
    }
    const { words } = this.orders;
    Atomics.store(words, word.busy, this.threads - 1);
    Atomics.add(words, word.number, 1);
    Atomics.notify(words, word.number);
    this.share.work();
    await this.helpersDone(words);
    // The thread that failed has said why; that may still be on its way.
    if (Atomics.load(words, word.failed) !== 0) await this.crew.lost;
  }

  /** Sends the helpers away; what is not done by now rejects. */
  dispose(): void {
    this.lost ??= { error: new Error("The training was ended.") };
    this.crew?.dismiss();
  }

  private async helpersDone(words: Int32Array): Promise<void> {
    for (let i = 0; i < looks; i++) if (Atomics.load(words, word.busy) === 0) return;
    for (;;) {
      if (this.lost) throw this.lost.error;
      const busy = Atomics.load(words, word.busy);
      if (busy === 0) return;
      const { async, value } = waitAsync(words, word.busy, busy);
      if (async) await value;
    }
  }
}

type Waited = { async: false; value: string } | { async: true; value: Promise<string> };

/** Atomics.waitAsync (ECMAScript 2024), which leaves the event loop free to tell that a thread has died. */
function waitAsync(words: Int32Array, index: number, value: number): Waited {
  const atomics = Atomics as unknown as {
    waitAsync(words: Int32Array, index: number, value: number): Waited;
  };
  return atomics.waitAsync(words, index, value);
}
