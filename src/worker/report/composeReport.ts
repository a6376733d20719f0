import { AbortError } from "../../model/abort";
import { UserError } from "../../shared/composeProtocol";
import type { LoadedModel } from "../loadedModel";
import { type TuneSource, tuneTexts } from "../tuneFiles";
import { continuations, type HowToContinue } from "./continuations";
import { KnownText } from "./copying";
import { heldOutTunes } from "./heldOutTunes";
import { logProbabilities } from "./likelihood";
import { type ReportRow, reportRow } from "./reportRow";
import { readWritten, type Written } from "./written";

/** What to continue, and how. */
export interface ReportTask extends HowToContinue {
  readonly tunes: readonly TuneSource[];
  /** What the model has learned from, to look for copies in. */
  readonly learned: readonly TuneSource[];
  /** The most tunes to continue. */
  readonly most: number;
}

/** How the model continues tunes, beside how they go on. */
export interface Report {
  readonly tunes: number;
  /** The first continuation of each tune and seed, the one that is taken of several, and the composer's own. */
  readonly one: ReportRow;
  readonly best: ReportRow;
  readonly human: ReportRow;
}

/**
 * Continues tunes and measures what is written. Throws a UserError when there are none to continue, an AbortError when
 * aborted before the first is done; aborted later, it reports on the tunes that are done.
 */
export async function composeReport(
  loaded: LoadedModel,
  { tunes: sources, learned, most, seeds, options }: ReportTask,
  onTune: (done: number, tunes: number) => void,
  signal: AbortSignal,
): Promise<Report> {
  const { fields } = loaded.checkpoint.metadata.preprocessing;
  const tunes = heldOutTunes(sources, fields, most);
  if (tunes.length === 0) {
    throw new UserError("There is no tune with more than four full bars to continue.");
  }
  const { judge } = await import("./abcjs");
  const texts: Record<"one" | "best" | "human", { tune: number; written: Written }[]> = {
    one: [],
    best: [],
    human: [],
  };
  for (const [tune, { text, start }] of tunes.entries()) {
    const pairs = await continuations(loaded, { text, start }, { seeds, options }, judge, signal);
    if (signal.aborted) break;
    for (const { one, best } of pairs) {
      texts.one.push({ tune, written: one });
      texts.best.push({ tune, written: best });
    }
    texts.human.push({ tune, written: readWritten(text, start, "end", judge) });
    onTune(tune + 1, tunes.length);
  }
  if (texts.human.length === 0) throw new AbortError();
  const known = new KnownText(
    tuneTexts(learned, fields).tunes.map(({ text, bodyStart }) => text.slice(bodyStart)),
  );
  const row = async (row: readonly { tune: number; written: Written }[]): Promise<ReportRow> => {
    // What has been composed is measured to the end, interrupted or not.
    const { signal: toTheEnd } = new AbortController();
    const likely = await logProbabilities(
      loaded,
      row.map(({ written }) => written),
      toTheEnd,
    );
    return reportRow(
      row.map(({ tune, written }, index) => ({
        tune,
        written,
        logProbability: likely[index] ?? { part: 0, whole: 0 },
        runs: learned.length === 0 ? [] : known.runs(written.text.slice(written.start)),
      })),
    );
  };
  return {
    tunes: texts.human.length,
    one: await row(texts.one),
    best: await row(texts.best),
    human: await row(texts.human),
  };
}
