import type { TuneText } from "../composing/tuneText";
import { type Random, seededRandom, shuffle } from "../model/random";
import type { Sequence } from "../model/training/batches";
import type { Vocabulary } from "../model/vocabulary";
import { offsetInTransposed, type Transposed } from "../music/transpose/edits";
import { TransposableTune } from "../music/transpose/transposable";
import type { EncodedTune } from "./encode";

/** Signatures that training tunes are written with, in sharps or, below 0, flats: each pitch class is a tonic once. */
const signatures = Array.from({ length: 12 }, (_, index) => index - 5);

/** The signatures that models are measured in, in sharps or, below 0, flats. */
export const measuredSignatures: readonly number[] = Array.from(
  { length: 13 },
  (_, index) => index - 6,
);

/** Characters that tunes in other keys may have and those in their own need not. */
export const charactersOfKeys = "ABCDEFGabcdefg#^_=,'";

/** A text with a signature, in the octave that suits it. */
export function withSignature(tune: TransposableTune, signature: number): Transposed | undefined {
  return tune.to(signature, tune.octavesTo(signature));
}

/** The measured signatures that a text cannot be written with, or not without more characters that a model does not know. */
export function lackingSignatures(text: string, vocabulary: Vocabulary): number[] {
  const tune = TransposableTune.of(text);
  const unknown = (text: string): number => vocabulary.encode(text).unknown.length;
  return measuredSignatures.filter((signature) => {
    const there = tune && withSignature(tune, signature);
    return !there || unknown(there.text) > unknown(text);
  });
}

/** A tune as a model reads it, in another key. */
export function tuneInKey(tune: TuneText, there: Transposed): TuneText {
  return {
    ...tune,
    text: there.text,
    offsets: there.offsets.slice(0, -1).map((at) => tune.offsets[at] as number),
    bodyStart: offsetInTransposed(there, tune.bodyStart),
  };
}

/** How many of the tunes can be written in other keys. */
export function countTransposable(tunes: readonly TuneText[]): number {
  return tunes.filter(({ text }) => TransposableTune.of(text)).length;
}

/**
 * What an epoch of training reads: each tune as it is or, by the chance `share`, in a key drawn anew. The same seed and
 * epoch give the same. A tune that cannot be transposed, or to no text the model can read, stays as it is.
 */
export function sequencesInKeys(
  tunes: readonly TuneText[],
  encoded: readonly EncodedTune[],
  encode: (tune: TuneText) => EncodedTune,
  share: number,
  seed: number,
): (epoch: number) => readonly Sequence[] {
  const own = encoded.map(({ sequence }) => sequence);
  if (share === 0) return () => own;
  return (epoch) => {
    // The last streams: dropout draws from more and more of those from 16 up.
    const random = seededRandom(seed, -epoch);
    return tunes.map((tune, index) => {
      const before = encoded[index] as EncodedTune;
      if (random() >= share) return before.sequence;
      const drawn = drawKey(tune, random);
      const there = drawn && encode(drawn);
      return there && there.dropped <= before.dropped ? there.sequence : before.sequence;
    });
  };
}

/** The tune with a signature drawn evenly from those it can have; undefined when that is its own, or there is none. */
function drawKey(tune: TuneText, random: Random): TuneText | undefined {
  const drawn = shuffle([...signatures], random);
  const transposable = TransposableTune.of(tune.text);
  for (const signature of transposable ? drawn : []) {
    if (signature === transposable?.key.fifths) return undefined;
    const there = transposable && withSignature(transposable, signature);
    if (there) return tuneInKey(tune, there);
  }
  return undefined;
}
