import { instantiate } from "../kernels";
import type { HelperTask } from "./crew";
import { Orders, word } from "./orders";
import { TrainingShare } from "./trainingShare";

/**
 * Works as a helping thread for as long as the thread lives: waits for an order, does its share, and says when it is done.
 * Blocks the thread it runs in. `listening` is called once no order can be missed; `failed` with what went wrong.
 */
export function help(
  { build, memory, architecture, thread }: HelperTask,
  listening: () => void,
  failed: (error: unknown) => void,
): void {
  const orders = new Orders(memory);
  const share = new TrainingShare(instantiate(build, memory), orders, architecture, thread);
  const { words } = orders;
  let seen = Atomics.load(words, word.number);
  listening();
  for (;;) {
    Atomics.wait(words, word.number, seen);
    const number = Atomics.load(words, word.number);
    if (number === seen) continue;
    seen = number;
    try {
      share.work();
    } catch (error) {
      Atomics.store(words, word.failed, 1);
      failed(error);
    }
    if (Atomics.sub(words, word.busy, 1) === 1) Atomics.notify(words, word.busy);
  }
}
