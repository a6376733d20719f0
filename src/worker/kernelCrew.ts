import { Worker } from "node:worker_threads";
import type { Crew, Hire } from "../model/kernels/training/crew";
import type { ThreadMessage } from "./kernelThread";
import { BackendLostError } from "./rung";

/** Hires threads that run `script`, the bundle of kernelThread.ts. */
export function hireThreads(script: string): Hire {
  return async (tasks) => {
    const threads = tasks.map((workerData) => new Worker(script, { workerData, execArgv: [] }));
    let dismissed = false;
    const dismiss = (): void => {
      dismissed = true;
      for (const thread of threads) void thread.terminate();
    };
    const lost = new Promise<never>((_, reject) => {
      const gone = (reason: string): void => {
        if (!dismissed) reject(new BackendLostError(`A thread of the training stopped: ${reason}`));
      };
      for (const thread of threads) {
        thread.on("error", (error) => gone(error.message));
        thread.on("exit", (code) => gone(`exit code ${code}.`));
        thread.on("message", (message: ThreadMessage) => {
          if (message.kind === "failed") gone(message.reason);
        });
      }
    });
    // Whoever waits for the threads hears of it; nobody may be waiting just now.
    lost.catch(() => {});
    try {
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
