import type { Architecture } from "../../architecture";

/** What a helping thread needs to begin. */
export interface HelperTask {
  readonly build: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly architecture: Architecture;
  /** Its number, from 1; 0 is whoever gives the orders. */
  readonly thread: number;
}

/** Threads that wait for orders in a memory they share. */
export interface Crew {
  /** Rejects when a thread is lost or all are dismissed; never resolves. */
  readonly lost: Promise<never>;
  /** Ends the threads. */
  dismiss(): void;
}

/** Starts the helpers 1 to `tasks.length` and waits until they listen. */
export type Hire = (tasks: readonly HelperTask[]) => Promise<Crew>;
