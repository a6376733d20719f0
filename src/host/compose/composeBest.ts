import { MusicReader } from "../../music/reading/musicReader";
import type { Composed } from "../../shared/composeProtocol";
import { unlessAborted } from "../cancellation";
import { BarBuffer } from "./barBuffer";
import { withComposeProgress } from "./composeProgress";
import type { ComposeRun, Written } from "./composeRun";
import type { DocumentWriter } from "./documentWriter";
import { type Variation, variationsOf } from "./variation";

/** Lets someone choose: shows each text by `preview` and gives an index, or nothing when none is wanted. */
export type Choose = (
  variations: readonly Variation[],
  preview: (text: string) => void,
  signal: AbortSignal,
) => Promise<number | undefined>;

/**
 * Composes several continuations and puts in the best or the chosen one, as a whole. Aborted, it takes the whole bars that
 * are there. It never rejects.
 */
export async function composeBest(
  run: ComposeRun,
  writer: DocumentWriter,
  controller: AbortController,
  choose?: Choose,
): Promise<Written> {
  const { signal } = controller;
  const written = (stopped: Written["stopped"], more: Partial<Written> = {}): Written => ({
    text: writer.text,
    bars: 0,
    stopped: writer.interruption ?? stopped,
    variations: [],
    ...more,
  });
  try {
    const composed = await composeAll(run, controller);
    if (!composed) return written("cancelled");
    const variations = variationsOf(composed, run.job);
    const cancelled = signal.aborted;
    const none = composed.candidates[composed.order[0] ?? 0]?.ended ?? "stuck";
    if (variations.length === 0) return written(cancelled ? "cancelled" : none, { composed });
    writer.place(run.job.insertion(composed));
    const isChoosing = choose && variations.length > 1 && !cancelled;
    // A list at the top of the window must not cover what it previews.
    if (isChoosing) writer.center();
    const preview = (text: string): void => writer.preview(text);
    const chosen = isChoosing ? await choose(variations, preview, signal) : 0;
    const variation = chosen === undefined ? undefined : variations[chosen];
    if (!variation) return written("cancelled", { composed });
    await writer.append(variation.text);
    await writer.close();
    const { bars, ended } = variation;
    return written(cancelled ? "cancelled" : ended, { composed, variations, bars });
  } catch (error) {
    await writer.close();
    return written("failed", { error });
  }
}

/** Composes all that the options ask for; nothing when it was cancelled before it began. */
export async function composeAll(
  { worker, model, options, computing, job }: ComposeRun,
  controller: AbortController,
): Promise<Composed | undefined> {
  const { signal } = controller;
  return await withComposeProgress(controller, async (reached) => {
    const directory = await unlessAborted(model(), signal);
    if (directory === undefined) return undefined;
    reached(1);
    const buffers: BarBuffer[] = [];
    let furthest = 0;
    const listener = {
      placed(insertAt: number) {
        const before = MusicReader.behind(job.before(insertAt));
        while (buffers.length < options.candidates) buffers.push(new BarBuffer(before));
      },
      streamed(candidate: number, text: string) {
        const bars = buffers[candidate];
        bars?.push(text);
        furthest = Math.max(furthest, bars?.bars ?? 0);
        reached(furthest + 1);
      },
    };
    return await worker.compose(directory, job.task, options, computing, listener, signal);
  });
}
