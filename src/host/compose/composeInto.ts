import { MusicReader } from "../../music/reading/musicReader";
import { unlessAborted } from "../cancellation";
import { BarBuffer, barsIn } from "./barBuffer";
import { withComposeProgress } from "./composeProgress";
import type { ComposeRun, Written } from "./composeRun";
import type { DocumentWriter } from "./documentWriter";
import { variationsOf } from "./variation";

/** Milliseconds from one look at the stream to the next: smooth to see, and leaves others time to edit in between. */
const pause = 40;

/**
 * Composes one continuation into a document: whole bars go in as they come, the begun bar is shown behind them. Aborted,
 * the whole bars stay and the begun one goes. It never rejects.
 */
export async function composeInto(
  run: ComposeRun,
  writer: DocumentWriter,
  controller: AbortController,
): Promise<Written> {
  const { worker, options, computing, job } = run;
  const { signal } = controller;
  let before = MusicReader.ofBody();
  let buffer: BarBuffer | undefined;
  let fresh = false;
  let flushing: Promise<void> | undefined;

  const place = (insertAt: number, after: string): BarBuffer => {
    before = MusicReader.behind(job.before(insertAt));
    writer.place(job.insertion({ insertAt, replaceTo: insertAt, after }));
    return new BarBuffer(before);
  };
  const written = (stopped: Written["stopped"], more: Partial<Written> = {}): Written => ({
    text: writer.text,
    bars: barsIn(before, writer.text),
    stopped: writer.interruption ?? stopped,
    variations: [],
    ...more,
  });

  const stream = async (reached: (bar: number) => void): Promise<Written> => {
    const flush = async (bars: BarBuffer): Promise<void> => {
      do {
        await new Promise((resolve) => setTimeout(resolve, pause));
        fresh = false;
        await writer.append(bars.takeWhole());
        writer.preview(bars.begun);
        reached(bars.bars + 1);
      } while (fresh);
      flushing = undefined;
    };
    const directory = await unlessAborted(run.model(), signal);
    if (directory === undefined) return written("cancelled");
    reached(1);
    const composed = await worker.compose(
      directory,
      job.task,
      options,
      computing,
      {
        placed(insertAt, after) {
          buffer = place(insertAt, after);
        },
        streamed(_, text) {
          if (!buffer) return;
          buffer.push(text);
          fresh = true;
          flushing ??= flush(buffer);
        },
      },
      signal,
    );
    await flushing;
    const { text = "", ended = "end", logProb = 0 } = composed.candidates[0] ?? {};
    const stopped = signal.aborted ? "cancelled" : ended;
    buffer ??= place(composed.insertAt, composed.after);
    await writer.append(buffer.takeFinished({ text, ended: stopped }));
    await writer.close();
    const candidates = [{ ...composed.candidates[0], text, logProb, ended: stopped }];
    const variations = variationsOf({ ...composed, candidates, order: [0] }, job);
    return written(stopped, { composed, variations });
  };

  try {
    return await withComposeProgress(controller, stream);
  } catch (error) {
    await flushing?.catch(() => {});
    await writer.close();
    return written("failed", { error });
  }
}
