import type { Architecture } from "../../architecture";
import type { Kernels } from "../kernels";
import type { Layout, ThreadWork } from "./layout";

/** What the passes of one thread work with. */
export interface Share {
  readonly kernels: Kernels;
  readonly architecture: Architecture;
  readonly layout: Layout;
  readonly own: ThreadWork;
  /** Steps of the chunk, and lanes of this thread, padded to a multiple of 4. */
  readonly steps: number;
  readonly lanes: number;
  readonly dropout: boolean;
  readonly scale: number;
}

/** Lanes that go together: the kernels compute four rows at a time. */
export const laneGroup = 4;

/** How many of the threads, the first ones, have lanes. */
export function busyThreads(lanes: number, threads: number): number {
  return Math.min(threads, Math.ceil(lanes / laneGroup));
}

/** The first lane of a thread and how many it has; they come in groups of 4, of which the last may not be full. */
export function lanesOf(
  lanes: number,
  threads: number,
  thread: number,
): { first: number; count: number } {
  const groups = Math.ceil(lanes / laneGroup);
  const busy = busyThreads(lanes, threads);
  const from = Math.floor((Math.min(thread, busy) * groups) / busy) * laneGroup;
  const to = Math.floor((Math.min(thread + 1, busy) * groups) / busy) * laneGroup;
  return { first: from, count: Math.max(0, Math.min(to, lanes) - from) };
}
