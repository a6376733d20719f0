import type { Composed, Ended } from "../../shared/composeProtocol";
import { BarBuffer, barsIn } from "./barBuffer";
import type { ComposeJob } from "./composeJob";

/** One of several texts that may go into a document at the same place. */
export interface Variation {
  /** In "\n" line ends. */
  readonly text: string;
  readonly bars: number;
  readonly ended: Ended;
  /** The mean ln p of its characters at temperature 1. */
  readonly likelihood: number;
  /** The result it is from. */
  readonly composed: Composed;
}

/** What of a result may go in, the best first: whole bars, no music twice, and not what stands there already. */
export function variationsOf(composed: Composed, job: ComposeJob): Variation[] {
  const { candidates, order, insertAt, replaceTo } = composed;
  const { task } = job;
  const isRewrite = task.kind === "rewrite";
  const before = job.before(insertAt);
  const replaced = "source" in task ? task.source.slice(insertAt, replaceTo) : "";
  const seen = new Set(["", replaced.replace(/\r\n|\r/g, "\n")]);
  const variations: Variation[] = [];
  for (const index of order) {
    const candidate = candidates[index];
    if (!candidate) continue;
    const { ended, logProb } = candidate;
    // What has to fit before and after fits as a whole only.
    if (isRewrite && ended !== "bars") continue;
    const buffer = new BarBuffer(before);
    buffer.push(candidate.text);
    const text = buffer.takeFinished(candidate);
    if (seen.has(text)) continue;
    seen.add(text);
    const likelihood = logProb / candidate.text.length;
    // What is rewritten ends before the bar line that stays.
    const bars = isRewrite ? barsIn(before, `${text}|`) : buffer.bars;
    variations.push({ text, bars, ended, likelihood, composed });
  }
  return variations;
}
