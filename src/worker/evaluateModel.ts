import type { TuneText } from "../composing/tuneText";
import type { Checkpoint } from "../model/checkpoint";
import { sequenceLosses } from "../model/evaluate";
import { UserError } from "../shared/composeProtocol";
import { encodeTune } from "./encode";
import { evaluateKeys, type KeysEvaluation } from "./evaluateKeys";
import type { ComputePrecision, Networks } from "./rung";
import { encoderFor } from "./structureEncoder";
import { readTuneSources, tuneTexts } from "./tuneFiles";

/** How well a model predicts tunes; body means what stands after the K: line, the end of the tune included. */
export interface Evaluation {
  tunes: number;
  /** Tunes without music. */
  skipped: number;
  /** Targets predicted. */
  chars: number;
  /** Characters of the tunes that the model does not see: lines it leaves out and characters it does not know. */
  dropped: number;
  droppedBody: number;
  /** Mean loss in nats, dropout off, state carried from each tune's start. */
  nllPerChar: number;
  bodyNllPerChar: number;
  bodyNllPerTune: number;
  /** The same by key, where that is asked for. */
  keys?: KeysEvaluation;
}

/** How to evaluate. */
export interface EvaluationOptions {
  /** What the weights are to be; float32 unless told otherwise, so that figures compare. */
  readonly precision?: ComputePrecision;
  /** Whether to evaluate on the tunes in every key besides. */
  readonly keys?: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Evaluates a checkpoint on files and folders of tunes. Throws a UserError when they hold no tune or the backend has no
 * such precision, an AbortError when aborted.
 */
export async function evaluateModel(
  networks: Networks,
  checkpoint: Checkpoint,
  paths: readonly string[],
  { precision = "float32", keys = false, signal }: EvaluationOptions = {},
): Promise<Evaluation> {
  const { vocabulary, metadata } = checkpoint;
  const { tunes, skipped } = tuneTexts(readTuneSources(paths), metadata.preprocessing.fields);
  if (tunes.length === 0) throw new UserError("There is no tune to evaluate.");
  const { architecture, weights } = checkpoint;
  const start = encoderFor(architecture.inputs, vocabulary);
  const encode = (tune: TuneText) => encodeTune(tune, vocabulary, start);
  const encoded = tunes.map(encode);
  const network = await networks.network(architecture, weights, precision);
  try {
    if (network.precision !== precision) {
      const { name } = networks;
      throw new UserError(`The backend ${name} has no ${precision}, only ${network.precision}.`);
    }
    const losses = await sequenceLosses(
      network,
      encoded.map(({ sequence }) => sequence),
      signal ? { signal } : {},
    );
    const sums = { all: 0, chars: 0, body: 0, bodyChars: 0, dropped: 0, droppedBody: 0 };
    for (const [index, { bodyTarget, dropped, droppedBody }] of encoded.entries()) {
      const tune = losses[index] as Float32Array;
      for (const [target, loss] of tune.entries()) {
        sums.all += loss;
        if (target >= bodyTarget) sums.body += loss;
      }
      sums.chars += tune.length;
      sums.bodyChars += tune.length - bodyTarget;
      sums.dropped += dropped;
      sums.droppedBody += droppedBody;
    }
    return {
      tunes: tunes.length,
      skipped,
      chars: sums.chars,
      dropped: sums.dropped,
      droppedBody: sums.droppedBody,
      nllPerChar: sums.all / sums.chars,
      bodyNllPerChar: sums.body / sums.bodyChars,
      bodyNllPerTune: sums.body / tunes.length,
      ...(keys && { keys: await evaluateKeys(network, vocabulary, tunes, encode, signal) }),
    };
  } finally {
    network.dispose();
  }
}
