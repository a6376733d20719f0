import type { Composed, ComposeOptions, Ended } from "../../shared/composeProtocol";
import type { Computing } from "../../shared/computing";
import { unlessAborted } from "../cancellation";
import type { ModelWorker } from "../node/modelWorker";
import { BarBuffer, barsIn } from "./barBuffer";
import type { ComposeJob } from "./composeJob";
import type { DocumentWriter, Interruption } from "./documentWriter";

/** What one run has put into the document. */
export interface Written {
  readonly text: string;
  readonly bars: number;
  readonly stopped: Ended | Interruption | "failed";
  /** What the worker gave, unless it failed. */
  readonly composed?: Composed;
  readonly error?: unknown;
}

/** Milliseconds from one look at the stream to the next: smooth to see, and leaves others time to edit in between. */
const pause = 40;

/** What a run is made of. */
export interface Run {
  readonly worker: ModelWorker;
  /** Gives the folder of the model, once it is loaded. */
  readonly model: () => Promise<string>;
  readonly options: ComposeOptions;
  readonly computing: Computing;
  readonly job: ComposeJob;
  readonly writer: DocumentWriter;
  /** Aborted: the whole bars stay, the begun one goes. */
  readonly signal: AbortSignal;
  /** Hears which bar is being written. */
  readonly reached: (bar: number) => void;
}

/** Composes into a document: whole bars go in as they come, the begun bar is shown behind them. It never rejects. */
export async function composeInto(run: Run): Promise<Written> {
  const { worker, options, computing, job, writer, signal } = run;
  let before = "";
  let buffer: BarBuffer | undefined;
  let fresh = false;
  let flushing: Promise<void> | undefined;

  const place = (insertAt: number, after: string): BarBuffer => {
    before = job.before(insertAt);
    writer.place(job.insertion(insertAt, after));
    return new BarBuffer(before);
  };
  const flush = async (bars: BarBuffer): Promise<void> => {
    do {
      await new Promise((resolve) => setTimeout(resolve, pause));
      fresh = false;
      await writer.append(bars.takeWhole());
      writer.preview(bars.begun);
      run.reached(bars.bars + 1);
    } while (fresh);
    flushing = undefined;
  };
  const written = (stopped: Written["stopped"], more: Partial<Written> = {}): Written => ({
    text: writer.text,
    bars: barsIn(before, writer.text),
    stopped: writer.interruption ?? stopped,
    ...more,
  });

  try {
    const directory = await unlessAborted(run.model(), signal);
    if (directory === undefined) return written("cancelled");
    run.reached(1);
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
    const text = composed.candidates[0]?.text ?? "";
    const ended = composed.candidates[0]?.ended ?? "end";
    const stopped = signal.aborted ? "cancelled" : ended;
    buffer ??= place(composed.insertAt, composed.after);
    buffer.end();
    const isMidBar = stopped === "cancelled" || stopped === "stuck";
    const cutShort = isMidBar || (stopped === "length" && buffer.bars > 0);
    await writer.append(cutShort ? buffer.takeWhole() : buffer.takeRest(text));
    await writer.close();
    return written(stopped, { composed });
  } catch (error) {
    await flushing?.catch(() => {});
    await writer.close();
    return written("failed", { error });
  }
}
