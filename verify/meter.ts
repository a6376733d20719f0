import { parseTuneBook } from "../src/abc/tuneBook";
import { ComposingRule } from "../src/composing/composingRule";
import { longestSection } from "../src/composing/form";
import { tuneText } from "../src/composing/tuneText";
import { sectionTime } from "../src/music/reading/barLines";
import { MusicReader } from "../src/music/reading/musicReader";
import type { ComposeOptions } from "../src/shared/composeProtocol";
import { compose } from "../src/worker/composeEngine";
import type { LoadedModel } from "../src/worker/loadedModel";
import { judge } from "../src/worker/report/abcjs";
import { agrees } from "../src/worker/report/agreement";
import { countBars, isCountable, isExact } from "../src/worker/report/barCounter";
import type { TuneSource } from "../src/worker/tuneFiles";

/** What the rules of composing make of tunes that people wrote. */
export interface Acceptance {
  /** Tunes with four bars and more, all of whose bars that have to be full are. */
  tunes: number;
  /** Those of which every character behind the fourth bar, and the end, fits grammar and meter. */
  fitting: number;
  /** Those of which every character is also offered: read and engraved alike by all programs. */
  offered: number;
  /** Of those that fit, the ones that sections of usual length leave possible: at their strength as it is, and at full. */
  inForm: number;
  inFullForm: number;
  microsecondsPerCharacter: number;
}

/** Reads the tunes whose bars are right, a character at a time. */
export function countAccepted(sources: readonly TuneSource[], fields: string): Acceptance {
  const counts = { tunes: 0, fitting: 0, offered: 0, inForm: 0, inFullForm: 0 };
  let characters = 0;
  let milliseconds = 0;
  for (const { text: source } of sources) {
    const book = parseTuneBook(source);
    const [tune] = book.tunes;
    if (!tune) continue;
    const { text, bodyStart } = tuneText(book, tune, fields);
    const first = endOfBar(text, bodyStart, 4);
    if (first === undefined || !countBars(text).filter(isCountable).every(isExact)) continue;
    counts.tunes++;
    const [prime, rest] = [text.slice(0, first), text.slice(first)];
    const began = performance.now();
    if (isOffered(ruleBehind(prime, 0), rest)) counts.offered++;
    milliseconds += performance.now() - began;
    characters += rest.length;
    if (!fits(prime, rest)) continue;
    counts.fitting++;
    if (fits(prime, rest, true)) counts.inForm++;
    if (isWanted(ruleBehind(prime, 1), prime, rest)) counts.inFullForm++;
  }
  return { ...counts, microsecondsPerCharacter: (milliseconds * 1000) / Math.max(1, characters) };
}

function ruleBehind(prime: string, sectionStrength: number): ComposingRule {
  const guidance = { keepMeter: true, sectionStrength, barsAtLeast: 0, passage: undefined };
  return new ComposingRule(MusicReader.behind(prime), guidance);
}

function isOffered(rule: ComposingRule, rest: string): boolean {
  for (const character of rest) {
    if (!rule.allowsAtNeed(character)) return false;
    rule.read(character);
  }
  return rule.mayEnd;
}

/** Whether a tune fits grammar and meter alone, or also the longest sections that are allowed. */
function fits(prime: string, rest: string, inSections = false): boolean {
  const reader = MusicReader.behind(prime);
  const { state } = reader;
  if (inSections) reader.limitSections(longestSection(state.sections, sectionTime(state)));
  for (const character of rest) {
    if (!reader.fits(character)) return false;
    reader.read(character);
  }
  return reader.mayEnd;
}

/** Whether a tune that fits has nothing that form speaks against at full strength. */
function isWanted(rule: ComposingRule, prime: string, rest: string): boolean {
  if (!fits(prime, rest, true)) return false;
  for (const character of rest) {
    if (rule.bias(character) < -1e6) return false;
    rule.read(character);
  }
  return rule.bias("") > -1e6;
}

/** What became of the bars of continuations. */
export interface MeterCounts {
  temperature: number;
  keepMeter: boolean;
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
}

const seeds = [1, 2, 3];

/** Continues up to `most` tunes from the end of their fourth bar, each with three seeds, with and without meter keeping. */
export async function countMeters(
  loaded: LoadedModel,
  sources: readonly TuneSource[],
  most: number,
): Promise<MeterCounts[]> {
  const rows: MeterCounts[] = [];
  for (const temperature of [0.5, 0.8, 1, 1.5]) {
    for (const keepMeter of [true, false]) {
      const row: MeterCounts = {
        temperature,
        keepMeter,
        tunes: 0,
        bars: 0,
        exact: 0,
        played: 0,
        agreed: 0,
        warnings: [],
        ended: 0,
        stuck: 0,
      };
      const options = {
        temperature,
        keepMeter,
        topP: 1,
        topK: 0,
        bars: 0,
        maxChars: 600,
        sectionStrength: 0,
      };
      let continued = 0;
      for (const { text } of sources) {
        if (continued === most) break;
        const [tune] = parseTuneBook(text).tunes;
        const offset = tune && endOfBar(text, tune.body.start, 4);
        if (offset === undefined) continue;
        continued++;
        for (const seed of seeds) {
          await addContinuation(loaded, text, offset, { ...options, seed, candidates: 1 }, row);
        }
      }
      rows.push(row);
    }
  }
  return rows;
}

async function addContinuation(
  loaded: LoadedModel,
  source: string,
  offset: number,
  options: ComposeOptions,
  row: MeterCounts,
): Promise<void> {
  // Nothing follows, or what is written would have to lead into it.
  const task = { kind: "continue", source: source.slice(0, offset), offset } as const;
  const silent = { placed() {}, streamed() {} };
  const { signal } = new AbortController();
  const { candidates } = await compose(loaded, task, options, silent, signal);
  for (const { text, ended } of candidates) {
    const whole = source.slice(0, offset) + text;
    // A bar line where a text was cut may be the half of another one.
    const isDone = (end: number): boolean => end < whole.length || ended === "end";
    const all = countBars(whole).filter(({ start, end }) => start >= offset - 1 && isDone(end));
    const bars = all.filter(isCountable);
    // What is cut within a bar is not for reading; the editor leaves the begun bar out.
    const judged = judge(ended === "end" ? whole : whole.slice(0, all.at(-1)?.end ?? offset));
    row.tunes++;
    row.played += all.length;
    row.agreed += all.filter((bar) => agrees(bar, judged.bars)).length;
    for (const { message, at } of judged.warnings.filter((warning) => warning.at >= offset)) {
      row.warnings.push({ message, text: whole.slice(Math.max(0, at - 12), at + 12) });
    }
    row.bars += bars.length;
    row.exact += bars.filter((bar) => isExact(bar) && !bar.hasJunk).length;
    if (ended === "end") row.ended++;
    if (ended === "stuck") row.stuck++;
  }
}

function endOfBar(text: string, from: number, wanted: number): number | undefined {
  const reader = MusicReader.ofBody();
  for (let at = from; at < text.length; at++) {
    if (reader.read(text.charAt(at)) && reader.state.bars === wanted) return at;
  }
  return undefined;
}
