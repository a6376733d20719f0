import { parseTuneBook } from "../src/abc/tuneBook";
import { MusicReader } from "../src/music/reading/musicReader";
import type { ComposeOptions, Ended } from "../src/shared/composeProtocol";
import { usualMotifStrength, usualSectionStrength } from "../src/shared/usual";
import { compose } from "../src/worker/composeEngine";
import type { LoadedModel } from "../src/worker/loadedModel";
import type { TuneSource } from "../src/worker/tuneFiles";
import { endOfBar } from "./endOfBar";

/** What became of continuations of held-out tunes after their first bars. */
export interface ContinuationCounts {
  continued: number;
  ended: Record<Ended, number>;
  meanCharacters: number;
  /** Continuations that leave the book with one tune, as it was. */
  stillOneTune: number;
  meanBars: number;
}

const options: ComposeOptions = {
  temperature: 0.8,
  topP: 1,
  topK: 0,
  bars: 0,
  maxChars: 600,
  keepMeter: true,
  sectionStrength: usualSectionStrength,
  motifStrength: usualMotifStrength,
  seed: 1,
  candidates: 1,
};

/** Continues up to `most` tunes from the end of their fourth bar. */
export async function countContinuations(
  loaded: LoadedModel,
  sources: readonly TuneSource[],
  most: number,
): Promise<ContinuationCounts> {
  const ended = { end: 0, bars: 0, length: 0, stuck: 0, cancelled: 0 };
  const counts = { continued: 0, ended, meanCharacters: 0, stillOneTune: 0, meanBars: 0 };
  const silent = { placed() {}, streamed() {} };
  for (const { text: source } of sources) {
    if (counts.continued === most) break;
    const [tune] = parseTuneBook(source).tunes;
    const offset = tune && endOfBar(source, tune.body.start, 4);
    if (offset === undefined) continue;
    // Nothing follows, or what is written would have to lead into it.
    const task = { kind: "continue", source: source.slice(0, offset), offset } as const;
    const signal = new AbortController().signal;
    const { candidates } = await compose(loaded, task, options, silent, signal);
    const [candidate] = candidates;
    if (!candidate) continue;
    counts.continued++;
    ended[candidate.ended]++;
    counts.meanCharacters += candidate.text.length;
    const book = source.slice(0, offset) + candidate.text;
    if (parseTuneBook(book).tunes.length === 1) counts.stillOneTune++;
    counts.meanBars += barsOf(book) - barsOf(source.slice(0, offset));
  }
  counts.meanCharacters /= Math.max(1, counts.continued);
  counts.meanBars /= Math.max(1, counts.continued);
  return counts;
}

function barsOf(text: string): number {
  return MusicReader.behind(text).barsSoFar;
}
