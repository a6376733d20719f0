import { AbortError } from "../../model/abort";
import { offsetInTransposed } from "../../music/transpose/edits";
import { TransposableTune } from "../../music/transpose/transposable";
import { UserError } from "../../shared/composeProtocol";
import { lackingSignatures, measuredSignatures, withSignature } from "../keysOfTunes";
import type { LoadedModel } from "../loadedModel";
import type { Judged } from "./abcjs";
import type { ReportTask } from "./composeReport";
import { type Continued, continuations } from "./continuations";
import { type Figure, figureOf } from "./figure";
import { type HeldOutTune, heldOutTunes } from "./heldOutTunes";
import { measures } from "./measures";
import { readWritten, type Written } from "./written";

/** What is measured in every key, and whether less of it is worse. */
const lessIsWorse = {
  notesInScale: true,
  endsOnTonic: true,
  exactBars: true,
  endsItself: true,
  repeatedBars: false,
} as const;
export type KeyMeasure = keyof typeof lessIsWorse;
export const keyMeasures = Object.keys(lessIsWorse) as readonly KeyMeasure[];

export type KeyFigures = Readonly<Record<KeyMeasure, Figure>>;
/** For each measure the signature with the lowest figure; none where less is not worse, and where all are alike. */
export type WorstSignatures = { readonly [measure in KeyMeasure]?: number };

/** How a model continues the same tunes with each signature, beside how they go on. */
export interface KeysReport {
  /** Tunes that have been continued with every signature. */
  readonly tunes: number;
  /** Tunes that can be continued as they are. */
  readonly given: number;
  readonly signatures: readonly SignatureReport[];
  readonly worst: { readonly one: WorstSignatures; readonly best: WorstSignatures };
  readonly human: KeyFigures;
}

/** How a model continues tunes with one signature. */
export interface SignatureReport {
  /** Its sharps, or below 0 its flats. */
  readonly fifths: number;
  /** Tunes that cannot be written with it, or not with the characters that the model knows. */
  readonly impossible: number;
  readonly one: KeyFigures;
  readonly best: KeyFigures;
}

type Measured = { readonly tune: number; readonly written: Written }[];

/**
 * Continues tunes transposed to each signature from 6 flats to 6 sharps and measures what is written, each tune in all of
 * them before the next. Throws a UserError when no tune can have all of them, an AbortError when aborted before the first
 * is done; aborted later, it reports on the tunes that are done.
 */
export async function keysReport(
  loaded: LoadedModel,
  { tunes: sources, most, ...how }: ReportTask,
  onTune: (done: number, tunes: number) => void,
  signal: AbortSignal,
): Promise<KeysReport> {
  const { metadata, vocabulary } = loaded.checkpoint;
  const given = heldOutTunes(sources, metadata.preprocessing.fields, Number.POSITIVE_INFINITY);
  const lacking = given.map(({ text }) => lackingSignatures(text, vocabulary));
  const tunes = given.filter((_, index) => lacking[index]?.length === 0).slice(0, most);
  if (tunes.length === 0) {
    throw new UserError(
      "No tune with more than four full bars can be written with each signature from 6 flats to 6 sharps in characters that the model knows.",
    );
  }
  const texts = measuredSignatures.map((fifths) => ({
    fifths,
    one: [] as Measured,
    best: [] as Measured,
  }));
  const human: Measured = [];
  for (const [tune, whole] of tunes.entries()) {
    const continued: Continued[][] = [];
    for (const { text, start } of inEverySignature(whole)) {
      continued.push(await continuations(loaded, { text, start }, how, unjudged, signal));
    }
    if (signal.aborted) break;
    for (const [index, { one, best }] of texts.entries()) {
      for (const pair of continued[index] ?? []) {
        one.push({ tune, written: pair.one });
        best.push({ tune, written: pair.best });
      }
    }
    human.push({ tune, written: readWritten(whole.text, whole.start, "end", unjudged) });
    onTune(tune + 1, tunes.length);
  }
  if (human.length === 0) throw new AbortError();
  const signatures = texts.map(({ fifths, one, best }) => ({
    fifths,
    impossible: lacking.filter((signatures) => signatures.includes(fifths)).length,
    one: figuresOf(one),
    best: figuresOf(best),
  }));
  return {
    tunes: human.length,
    given: given.length,
    signatures,
    worst: { one: worstOf(signatures, "one"), best: worstOf(signatures, "best") },
    human: figuresOf(human),
  };
}

/** A tune with each signature, the part that is given ending at the same bar line. */
function inEverySignature({ text, start }: HeldOutTune): HeldOutTune[] {
  const tune = TransposableTune.of(text);
  return measuredSignatures.flatMap((signature) => {
    const there = tune && withSignature(tune, signature);
    return there ? [{ text: there.text, start: offsetInTransposed(there, start) }] : [];
  });
}

/** None of what is measured here takes another program's judgement. */
function unjudged(): Judged {
  return { warnings: [], bars: [] };
}

function figuresOf(texts: Measured): KeyFigures {
  const figure = (name: KeyMeasure): Figure =>
    figureOf(texts.map(({ tune, written }) => ({ tune, share: measures[name](written) })));
  return {
    notesInScale: figure("notesInScale"),
    endsOnTonic: figure("endsOnTonic"),
    exactBars: figure("exactBars"),
    endsItself: figure("endsItself"),
    repeatedBars: figure("repeatedBars"),
  };
}

function worstOf(signatures: readonly SignatureReport[], column: "one" | "best"): WorstSignatures {
  const named = keyMeasures.flatMap((name) => {
    const shares = signatures
      .map(({ fifths, [column]: { [name]: figure } }) => ({
        fifths,
        share: figure.part / figure.whole,
      }))
      .filter(({ share }) => !Number.isNaN(share))
      .sort((a, b) => a.share - b.share);
    const [worst] = shares;
    const differ = worst && worst.share !== shares.at(-1)?.share;
    return lessIsWorse[name] && differ ? [[name, worst.fifths] as const] : [];
  });
  return Object.fromEntries(named);
}
