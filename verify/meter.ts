import { parseTuneBook } from "../src/abc/tuneBook";
import type { ComposeOptions } from "../src/shared/composeProtocol";
import { usualMotifStrength, usualSectionStrength } from "../src/shared/usual";
import { compose } from "../src/worker/composeEngine";
import type { LoadedModel } from "../src/worker/loadedModel";
import { judge } from "../src/worker/report/abcjs";
import { agrees } from "../src/worker/report/agreement";
import { isCountable, isExact } from "../src/worker/report/barCounter";
import { sectionsOfFours } from "../src/worker/report/sections";
import { readWritten } from "../src/worker/report/written";
import type { TuneSource } from "../src/worker/tuneFiles";
import { endOfBar } from "./endOfBar";
import { type Masked, maskedSteps } from "./maskedSteps";

/** What became of continuations that were kept to so much. */
export interface MeterCounts {
  temperature: number;
  keepMeter: boolean;
  sectionStrength: number;
  tunes: number;
  /** Bars written between plain bar lines, and those of them that add up to the meter. */
  bars: number;
  exact: number;
  /** All bars written, and those of them that abcjs plays for as long as they are counted. */
  played: number;
  agreed: number;
  /** What abcjs did not understand of what was written, with the text before and behind it. */
  warnings: { message: string; text: string }[];
  ended: number;
  /** Continuations that stopped because nothing was allowed to come next. */
  stuck: number;
  /** Sections closed, and those of a multiple of four bars. */
  sections: number;
  sectionsOfFours: number;
  characters: number;
  /** The sum of -ln p of what was written, at temperature 1. */
  nats: number;
  masked: Masked;
}

const seeds = [1, 2, 3];
const variants = [
  { keepMeter: false, sectionStrength: 0 },
  ...[0, usualSectionStrength, 1].map((sectionStrength) => ({ keepMeter: true, sectionStrength })),
];

/** Continues up to `most` tunes from the end of their fourth bar, each with three seeds, kept to more and more. */
export async function countMeters(
  loaded: LoadedModel,
  sources: readonly TuneSource[],
  most: number,
): Promise<MeterCounts[]> {
  const primes: string[] = [];
  for (const { text } of sources) {
    const [tune] = parseTuneBook(text).tunes;
    const offset = tune && endOfBar(text, tune.body.start, 4);
    if (offset !== undefined && primes.length < most) primes.push(text.slice(0, offset));
  }
  const rows: MeterCounts[] = [];
  for (const temperature of [0.5, 0.8, 1, 1.5]) {
    for (const variant of variants) {
      const row = emptyRow(temperature, variant);
      const shared = {
        temperature,
        topP: 1,
        topK: 0,
        bars: 0,
        maxChars: 600,
        candidates: 1,
        motifStrength: usualMotifStrength,
      };
      for (const prime of primes) {
        for (const seed of seeds) {
          await addContinuation(loaded, prime, { ...shared, ...variant, seed }, row);
        }
      }
      rows.push(row);
    }
  }
  return rows;
}

function emptyRow(temperature: number, variant: (typeof variants)[number]): MeterCounts {
  const masked = { steps: 0, overHalf: 0 };
  const counts = { tunes: 0, bars: 0, exact: 0, played: 0, agreed: 0, ended: 0, stuck: 0 };
  const sums = { sections: 0, sectionsOfFours: 0, characters: 0, nats: 0 };
  return { temperature, ...variant, ...counts, ...sums, warnings: [], masked };
}

async function addContinuation(
  loaded: LoadedModel,
  source: string,
  options: ComposeOptions,
  row: MeterCounts,
): Promise<void> {
  const offset = source.length;
  // Nothing follows, or what is written would have to lead into it.
  const task = { kind: "continue", source, offset } as const;
  const silent = { placed() {}, streamed() {} };
  const { signal } = new AbortController();
  const { candidates } = await compose(loaded, task, options, silent, signal);
  // A look at every step takes long: one seed tells enough.
  if (options.seed === seeds[0]) await maskedSteps(loaded, task, options, row.masked);
  for (const { text, ended, logProb } of candidates) {
    const written = readWritten(source + text, offset - 1, ended, judge);
    const { own, judged } = written;
    const bars = own.filter(isCountable);
    row.tunes++;
    row.played += own.length;
    row.agreed += own.filter((bar) => agrees(bar, judged.bars)).length;
    for (const { message, at } of judged.warnings.filter((warning) => warning.at >= offset)) {
      row.warnings.push({ message, text: written.text.slice(Math.max(0, at - 12), at + 12) });
    }
    row.bars += bars.length;
    row.exact += bars.filter((bar) => isExact(bar) && !bar.hasJunk).length;
    const fours = sectionsOfFours(written);
    row.sections += fours.whole;
    row.sectionsOfFours += fours.part;
    row.characters += text.length;
    row.nats -= logProb;
    if (ended === "end") row.ended++;
    if (ended === "stuck") row.stuck++;
  }
}
