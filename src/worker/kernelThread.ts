import { parentPort, workerData } from "node:worker_threads";
import type { HelperTask } from "../model/kernels/training/crew";
import { help } from "../model/kernels/training/helper";

/** What a thread of the training says: that it listens, or what went wrong. */
export type ThreadMessage =
  | { readonly kind: "listening" }
  | { readonly kind: "failed"; readonly reason: string };

const port = parentPort;
if (!port) throw new Error("A thread of the training runs as a thread.");
const say = (message: ThreadMessage): void => port.postMessage(message);
help(
  workerData as HelperTask,
  () => say({ kind: "listening" }),
  (error) =>
    say({ kind: "failed", reason: error instanceof Error ? String(error.stack) : String(error) }),
);
