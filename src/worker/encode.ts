import type { TuneText } from "../composing/tuneText";
import type { StepEncoder } from "../model/stepEncoder";
import { type Sequence, sequenceOf } from "../model/training/batches";
import type { Vocabulary } from "../model/vocabulary";

/** A tune as a network reads it, with what the network does not see of it. */
export interface EncodedTune {
  readonly sequence: Sequence;
  /** The first target of the body. */
  readonly bodyTarget: number;
  readonly dropped: number;
  readonly droppedBody: number;
}

/** Encodes a tune for a model, by its encoder at a tune's beginning; characters outside the vocabulary count as dropped. */
export function encodeTune(
  tune: TuneText,
  vocabulary: Vocabulary,
  start: StepEncoder,
): EncodedTune {
  const { ids, unknown } = vocabulary.encodeTune(tune.text);
  const header = vocabulary.encodePrime(tune.text.slice(0, tune.bodyStart));
  const unknownBody = unknown.length - header.unknown.length;
  return {
    sequence: sequenceOf(ids, start),
    // Target t is id t + 1, so the character after the header's ids is predicted at their last one.
    bodyTarget: header.ids.length - 1,
    dropped: tune.dropped + unknown.length,
    droppedBody: tune.droppedBody + unknownBody,
  };
}
