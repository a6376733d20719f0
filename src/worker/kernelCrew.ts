import { Worker } from "node:worker_threads";
import type { Crew, Hire } from "../model/kernels/training/crew";
import type { ThreadMessage } from "./kernelThread";
import { BackendLostError } from "./rung";

/** Hires threads that run `script`, the bundle of kernelThread.ts. */
export function hireThreads(script: string): Hire {
  return async (tasks) => {
    const threads: Worker[] = [];
    let end: (reason: Error) => void = () => {};
    const lost = new Promise<never>((_, reject) => {
      end = reject;
    });
    // Whoever waits for the threads hears of it; nobody may be waiting just now.
    lost.catch(() => {});
    const gone = (reason: string): void =>
      end(new BackendLostError(`A thread of the training stopped: ${reason}`));
    const dismiss = (): void => {
      end(new Error("The training was ended."));
      for (const thread of threads) void thread.terminate();
    };
    try {
      for (const workerData of tasks) {
        const thread = new Worker(script, { workerData, execArgv: [] });
        threads.push(thread);
        thread.on("error", (error) => gone(error.message));
        thread.on("exit", (code) => gone(`exit code ${code}.`));
        thread.on("message", (message: ThreadMessage) => {
          if (message.kind === "failed") gone(message.reason);
        });
      }
      await Promise.race([Promise.all(threads.map(listens)), lost]);
    } catch (error) {
      dismiss();
      throw error;
    }
    return { lost, dismiss } satisfies Crew;
  };
}

function listens(thread: Worker): Promise<void> {
  return new Promise((resolve) => {
    thread.on("message", (message: ThreadMessage) => {
      if (message.kind === "listening") resolve();
    });
  });
}
