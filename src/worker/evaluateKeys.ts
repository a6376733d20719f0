import type { TuneText } from "../composing/tuneText";
import type { Network } from "../model/network";
import type { Vocabulary } from "../model/vocabulary";
import { keyOf, TransposableTune } from "../music/transpose/transposable";
import { UserError } from "../shared/composeProtocol";
import { bodyLosses } from "./bodyLosses";
import type { EncodedTune } from "./encode";
import { lackingSignatures, measuredSignatures, tuneInKey, withSignature } from "./keysOfTunes";

/** The modes told apart; those that few tunes have are one. */
export const keyModes = ["major", "minor", "dorian", "mixolydian", "other"] as const;

/** Figures of some modes only: those that there are tunes in. */
export type OfModes = { [mode in (typeof keyModes)[number]]?: number };

/** How well a model predicts the same tunes with each signature. */
export interface KeysEvaluation {
  /** Tunes that can be written with every signature and read by the model: every loss is of these. */
  tunes: number;
  /** How many of these are in each mode. */
  modes: OfModes;
  /** Mean loss of a body in nats, the tunes as they are. */
  asWritten: number;
  signatures: SignatureEvaluation[];
  /** The signature with the greatest loss, in sharps or, below 0, flats. */
  worst: number;
}

/** How well a model predicts tunes with one signature. */
export interface SignatureEvaluation {
  /** Its sharps, or below 0 its flats. */
  fifths: number;
  /** Tunes that are in it as they are. */
  written: number;
  /** Tunes that cannot be written with it, or not with the characters that the model knows. */
  impossible: number;
  /** Mean loss of a body in nats, over all the tunes and over those of each mode. */
  bodyNllPerTune: number;
  modes: OfModes;
}

/**
 * Evaluates a network on tunes transposed to each signature from 6 flats to 6 sharps. Throws a UserError when no tune can
 * have all of them, an AbortError when aborted.
 */
export async function evaluateKeys(
  network: Network,
  vocabulary: Vocabulary,
  tunes: readonly TuneText[],
  encode: (tune: TuneText) => EncodedTune,
  signal?: AbortSignal,
): Promise<KeysEvaluation> {
  const impossible = new Map(measuredSignatures.map((signature) => [signature, 0]));
  const written = countsOf(tunes.map(({ text }) => keyOf(text)?.fifths));
  const common = tunes.filter(({ text }) => {
    const lacking = lackingSignatures(text, vocabulary);
    for (const signature of lacking) impossible.set(signature, countOf(impossible, signature) + 1);
    return lacking.length === 0;
  });
  if (common.length === 0) {
    throw new UserError(
      "No tune can be written with each signature from 6 flats to 6 sharps in characters that the model knows.",
    );
  }
  const losses = (texts: readonly TuneText[]) => bodyLosses(network, texts.map(encode), signal);
  const modes = common.map(modeOf);
  const evaluated: SignatureEvaluation[] = [];
  for (const fifths of measuredSignatures) {
    // One signature after the other: all at once would fill the memory.
    const moved = common.map((tune) => {
      const transposable = TransposableTune.of(tune.text);
      return (transposable && inKey(transposable, tune, fifths)) ?? tune;
    });
    const each = await losses(moved);
    evaluated.push({
      fifths,
      written: countOf(written, fifths),
      impossible: countOf(impossible, fifths),
      bodyNllPerTune: mean(each),
      modes: ofModes(modes, (mode) => mean(each.filter((_, index) => modes[index] === mode))),
    });
  }
  return {
    tunes: common.length,
    modes: ofModes(modes, (mode) => modes.filter((one) => one === mode).length),
    asWritten: mean(await losses(common)),
    signatures: evaluated,
    worst: evaluated.reduce((worst, one) =>
      one.bodyNllPerTune > worst.bodyNllPerTune ? one : worst,
    ).fifths,
  };
}

function inKey(
  transposable: TransposableTune,
  tune: TuneText,
  signature: number,
): TuneText | undefined {
  const there = withSignature(transposable, signature);
  return there && tuneInKey(tune, there);
}

function modeOf({ text }: TuneText): (typeof keyModes)[number] {
  const mode = keyOf(text)?.mode;
  return keyModes.find((known) => known === mode) ?? "other";
}

function ofModes(
  modes: readonly string[],
  figure: (mode: (typeof keyModes)[number]) => number,
): OfModes {
  const found = keyModes.filter((mode) => modes.includes(mode));
  return Object.fromEntries(found.map((mode) => [mode, figure(mode)]));
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

function countsOf(values: readonly (number | undefined)[]): Map<number | undefined, number> {
  const counts = new Map<number | undefined, number>();
  for (const value of values) counts.set(value, countOf(counts, value) + 1);
  return counts;
}

function countOf<Key>(counts: ReadonlyMap<Key, number>, key: Key): number {
  return counts.get(key) ?? 0;
}
