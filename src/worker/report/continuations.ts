import type { ComposeOptions, Ended } from "../../shared/composeProtocol";
import { compose } from "../composeEngine";
import type { LoadedModel } from "../loadedModel";
import type { Judged } from "./abcjs";
import type { HeldOutTune } from "./heldOutTunes";
import { readWritten, type Written } from "./written";

/** How tunes are continued to be measured: each with every seed. */
export interface HowToContinue {
  readonly seeds: readonly number[];
  readonly options: Pick<
    ComposeOptions,
    "temperature" | "keepMeter" | "sectionStrength" | "motifStrength" | "candidates"
  >;
}

/** Of several continuations of a tune, the first and the one that is taken. */
export interface Continued {
  readonly one: Written;
  readonly best: Written;
}

/** The most characters of a continuation. */
const maxChars = 600;

/** Continues a tune with each seed; aborted, some are lacking or cut. */
export async function continuations(
  loaded: LoadedModel,
  tune: HeldOutTune,
  { seeds, options }: HowToContinue,
  judge: (tune: string) => Judged,
  signal: AbortSignal,
): Promise<Continued[]> {
  const continued: Continued[] = [];
  for (const seed of seeds) {
    if (signal.aborted) break;
    continued.push(await continueWith(loaded, tune, { ...options, seed }, judge, signal));
  }
  return continued;
}

async function continueWith(
  loaded: LoadedModel,
  { text, start }: HeldOutTune,
  options: HowToContinue["options"] & { readonly seed: number },
  judge: (tune: string) => Judged,
  signal: AbortSignal,
): Promise<Continued> {
  const task = { kind: "continue", source: text.slice(0, start), offset: start } as const;
  const silent = { placed() {}, streamed() {} };
  const { candidates, order, insertAt } = await compose(
    loaded,
    task,
    { ...options, topP: 1, topK: 0, bars: 0, maxChars },
    silent,
    signal,
  );
  const written = (candidate: number): Written => {
    const { text: added, ended }: { text: string; ended: Ended } = candidates[candidate] ?? {
      text: "",
      ended: "cancelled",
    };
    return readWritten(task.source.slice(0, insertAt) + added, start, ended, judge);
  };
  return { one: written(0), best: written(order[0] ?? 0) };
}
