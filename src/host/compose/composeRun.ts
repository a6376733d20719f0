import type { Composed, ComposeOptions, Ended } from "../../shared/composeProtocol";
import type { Computing } from "../../shared/computing";
import type { ModelWorker } from "../node/modelWorker";
import type { ComposeJob } from "./composeJob";
import type { Interruption } from "./documentWriter";
import type { Variation } from "./variation";

/** What is composed, with what and how. */
export interface ComposeRun {
  readonly worker: ModelWorker;
  /** Gives the folder of the model, once it is loaded. */
  readonly model: () => Promise<string>;
  readonly options: ComposeOptions;
  readonly computing: Computing;
  readonly job: ComposeJob;
}

/** What one run has put into the document. */
export interface Written {
  readonly text: string;
  readonly bars: number;
  readonly stopped: Ended | Interruption | "failed";
  /** What the text was chosen from, the best first; the text itself where there is no other. */
  readonly variations: readonly Variation[];
  /** What the worker gave, unless it failed. */
  readonly composed?: Composed;
  readonly error?: unknown;
}
