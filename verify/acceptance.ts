import { parseTuneBook } from "../src/abc/tuneBook";
import { ComposingRule } from "../src/composing/composingRule";
import { longestSection } from "../src/composing/form";
import { tuneText } from "../src/composing/tuneText";
import { sectionTime } from "../src/music/reading/barLines";
import { MusicReader } from "../src/music/reading/musicReader";
import { countBars, isCountable, isExact } from "../src/worker/report/barCounter";
import type { TuneSource } from "../src/worker/tuneFiles";
import { endOfBar } from "./endOfBar";

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
