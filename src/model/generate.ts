import type { AbortSignalLike } from "./abort";
import { EndGuard } from "./endGuard";
import { type Network, type NetworkState, repeatState, startState } from "./network";
import { nextTurn } from "./nextTurn";
import { seededRandom } from "./random";
import { logProbability, type SamplingOptions, sample } from "./sampling";
import type { Vocabulary } from "./vocabulary";

/** How to generate. */
export interface GenerateOptions extends Omit<SamplingOptions, "forbidden"> {
  /** The most characters to sample. */
  readonly maxChars: number;
  readonly seed: number;
  /** How many texts, each from its own stream of the seed, computed as one batch. */
  readonly candidates: number;
  /** Makes a candidate's stop rule: told each sampled character, it says true to stop before that character. */
  readonly stopBefore?: () => (character: string) => boolean;
  /** Makes a candidate's rule of its first end: told each character, it says true when the text may end behind it. */
  readonly mayEndAfter?: () => (character: string) => boolean;
  /** The text that the prime stands for; what begins in its last line, as an empty line may, can end the text. */
  readonly before?: string;
  /** Beginnings of lines that end the text, as an empty line does. */
  readonly endingLineStarts?: readonly string[];
  readonly signal?: AbortSignalLike;
}

/** Why a text ended: the tune did (by its symbol or as `EndGuard` finds), the stop rule said so, it got too long, or it was cancelled. */
export type EndReason = "end" | "stopped" | "length" | "cancelled";

/** What generation yields: more text of a candidate, or its end with ln p of its text at temperature 1, in nats. */
export type Generated =
  | { readonly kind: "text"; readonly candidate: number; readonly text: string }
  | {
      readonly kind: "end";
      readonly candidate: number;
      readonly reason: EndReason;
      readonly logProb: number;
    };

/**
 * Continues `prime` (ids, the start mark included) and yields the texts as they come; line ends before an end and parts
 * of an end never come. A candidate's text depends on model, prime, options, seed and its number alone, not on the
 * batch. Every candidate ends with an "end".
 */
export async function* generate(
  network: Network,
  vocabulary: Vocabulary,
  prime: readonly number[],
  options: GenerateOptions,
): AsyncGenerator<Generated> {
  const lanes = Array.from(
    { length: options.candidates },
    (_, lane) => new Lane(lane, options, vocabulary),
  );
  const read = await readPrime(network, prime, options.signal);
  if (!read) {
    yield* lanes.map((lane) => lane.end("cancelled"));
    return;
  }
  const state = repeatState(network.architecture, read.state, lanes.length);
  const { outputs } = network.architecture;
  let rows = lanes.map(() => read.logits);
  for (let step = 1; ; step++) {
    if (options.signal?.aborted) {
      for (const lane of lanes) if (!lane.ended) yield lane.end("cancelled");
      return;
    }
    for (const [index, lane] of lanes.entries()) {
      if (!lane.ended) yield* lane.take(rows[index] as Float32Array);
    }
    if (lanes.every((lane) => lane.ended)) return;
    const ids = Int32Array.from(lanes, (lane) => lane.last);
    const logits = await network.step([ids], state);
    rows = lanes.map((_, index) => logits.subarray(index * outputs, (index + 1) * outputs));
    // Lets messages in, such as the one that cancels.
    if (step % stepsPerTurn === 0) await nextTurn();
  }
}

/** Steps between turns of the event loop: about a millisecond. */
const stepsPerTurn = 8;

/** Characters of the prime read at once, between looks at the signal. */
const primeStride = 64;

async function readPrime(
  network: Network,
  prime: readonly number[],
  signal: AbortSignalLike | undefined,
): Promise<{ logits: Float32Array; state: NetworkState } | undefined> {
  const state = startState(network.architecture, 1);
  let logits: Float32Array = new Float32Array(network.architecture.outputs);
  for (let from = 0; from < prime.length; from += primeStride) {
    const ids = Int32Array.from(prime.slice(from, from + primeStride));
    logits = await network.read([ids], ids.length, state);
    if (ids.length < primeStride) break;
    await nextTurn();
    if (signal?.aborted) return undefined;
  }
  return { logits, state };
}

/** One candidate on its way. */
class Lane {
  ended = false;
  last = 0;
  private readonly candidate: number;
  private readonly options: GenerateOptions;
  private readonly sampling: SamplingOptions;
  private readonly vocabulary: Vocabulary;
  private readonly random: () => number;
  private readonly guard: EndGuard;
  private readonly stopBefore: ((character: string) => boolean) | undefined;
  private readonly mayEndAfter: ((character: string) => boolean) | undefined;
  private mayEnd: boolean;
  private sampled = 0;
  /** ln p of all that was sampled, and after each character that is still held back. */
  private logProb = 0;
  private shownLogProb = 0;
  private heldLogProbs: number[] = [];

  constructor(candidate: number, options: GenerateOptions, vocabulary: Vocabulary) {
    this.candidate = candidate;
    this.options = options;
    this.vocabulary = vocabulary;
    const { startId } = vocabulary;
    this.sampling = { ...options, forbidden: startId === undefined ? [] : [startId] };
    this.random = seededRandom(options.seed, candidate);
    this.guard = new EndGuard(options.before ?? "", {
      spelled: vocabulary.markers === "spelled",
      lineStarts: options.endingLineStarts ?? [],
    });
    this.stopBefore = options.stopBefore?.();
    this.mayEndAfter = options.mayEndAfter?.();
    this.mayEnd = this.mayEndAfter === undefined;
  }

  *take(logits: Float32Array): Generator<Generated> {
    if (this.sampled >= this.options.maxChars) {
      yield this.end("length");
      return;
    }
    const id = sample(logits, this.mayEnd ? this.sampling : this.endless(), this.random);
    this.sampled++;
    this.last = id;
    const logProb = logProbability(logits, id);
    if (id === this.vocabulary.endId) {
      this.shownLogProb = this.logProb + logProb;
      yield this.end("end");
      return;
    }
    const character = this.vocabulary.characterOf(id);
    if (this.stopBefore?.(character)) {
      yield this.end("stopped");
      return;
    }
    this.logProb += logProb;
    this.mayEnd ||= this.mayEndAfter?.(character) ?? true;
    const { text, ended } = this.guard.push(character);
    if (ended) {
      this.shownLogProb = this.logProb;
      yield this.end("end");
      return;
    }
    this.heldLogProbs.push(this.logProb);
    const shown = this.heldLogProbs.length - this.guard.pending;
    if (shown > 0) this.shownLogProb = this.heldLogProbs[shown - 1] as number;
    this.heldLogProbs = this.heldLogProbs.slice(shown);
    if (text !== "") yield { kind: "text", candidate: this.candidate, text };
  }

  /** The sampling while the text may not end: without the end symbol and what would end the text. */
  private endless(): SamplingOptions {
    const forbidden = [...this.sampling.forbidden];
    for (let id = 0; id < this.vocabulary.size; id++) {
      const character = this.vocabulary.characterOf(id);
      if (id === this.vocabulary.endId || this.guard.leadsToEnd(character)) forbidden.push(id);
    }
    return { ...this.sampling, forbidden };
  }

  end(reason: EndReason): Generated {
    this.ended = true;
    return { kind: "end", candidate: this.candidate, reason, logProb: this.shownLogProb };
  }
}
