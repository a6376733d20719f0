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

/** The first lane of a thread and how many it has; they come in groups of 4, of which the last may not be full. */
export function lanesOf(
  lanes: number,
  threads: number,
  thread: number,
): { first: number; count: number } {
  const groups = Math.ceil(lanes / laneGroup);
  const from = Math.floor((thread * groups) / threads) * laneGroup;
  const to = Math.floor(((thread + 1) * groups) / threads) * laneGroup;
  return { first: from, count: Math.max(0, Math.min(to, lanes) - from) };
}
