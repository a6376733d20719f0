import { endsOnTonic } from "../../music/endsOnTonic";
import { MusicReader } from "../../music/reading/musicReader";
import type { Composed, DrawnBars, Ended } from "../../shared/composeProtocol";
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
  /** Whether its last note is the tonic of its key. */
  readonly onTonic: boolean;
  /** Which of its bars are as earlier ones of the tune. */
  readonly drawnFrom: readonly DrawnBars[];
  /** The result it is from. */
  readonly composed: Composed;
}

/** What of a result may go in, the best first: whole bars, no music twice, and not what stands there already. */
export function variationsOf(composed: Composed, job: ComposeJob): Variation[] {
  const { candidates, order, insertAt, replaceTo } = composed;
  const { task } = job;
  const isRewrite = task.kind === "rewrite";
  const before = MusicReader.behind(job.before(insertAt));
  const replaced = "source" in task ? task.source.slice(insertAt, replaceTo) : "";
  const seen = new Set(["", replaced.replace(/\r\n|\r/g, "\n")]);
  const variations: Variation[] = [];
  for (const index of order) {
    const candidate = candidates[index];
    if (!candidate) continue;
    const { ended, logProb, drawnFrom = [] } = candidate;
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
    const onTonic = endsOnTonic(keyBehind(before, text), text);
    variations.push({ text, bars, ended, likelihood, onTonic, drawnFrom, composed });
  }
  return variations;
}

/** The value of the K: field in effect behind a text that goes on from `before`. */
function keyBehind(before: MusicReader, text: string): string {
  const behind = before.copy();
  for (const character of text) behind.read(character);
  return behind.state.key;
}
