import type { TuneText } from "../composing/tuneText";
import { characterSequence, type Sequence } from "../model/training/batches";
import type { Vocabulary } from "../model/vocabulary";

/** A tune as a network reads it, with what the network does not see of it. */
export interface EncodedTune {
  readonly sequence: Sequence;
  /** The first target of the body. */
  readonly bodyTarget: number;
  readonly dropped: number;
  readonly droppedBody: number;
}

/** Encodes a tune for a model; characters outside the vocabulary count as dropped. */
export function encodeTune(tune: TuneText, vocabulary: Vocabulary): EncodedTune {
  const { ids, unknown } = vocabulary.encodeTune(tune.text);
  const header = vocabulary.encodePrime(tune.text.slice(0, tune.bodyStart));
  const unknownBody = unknown.length - header.unknown.length;
  return {
    sequence: characterSequence(ids),
    // Target t is id t + 1, so the character after the header's ids is predicted at their last one.
    bodyTarget: header.ids.length - 1,
    dropped: tune.dropped + unknown.length,
    droppedBody: tune.droppedBody + unknownBody,
  };
}
