import type { AbortSignalLike } from "./abort";
import { EndGuard } from "./endGuard";
import { type Network, repeatState } from "./network";
import { nextTurn } from "./nextTurn";
import { PrimeReader } from "./primeReader";
import { seededRandom } from "./random";
import { Sampler, type SamplingOptions } from "./sampling";
import type { StepEncoder } from "./stepEncoder";
import type { Vocabulary } from "./vocabulary";

/** How to generate. */
export interface GenerateOptions extends Omit<SamplingOptions, "forbidden"> {
  /** The most characters to sample. */
  readonly maxChars: number;
  readonly seed: number;
  /** How many texts, each from its own stream of the seed, computed as one batch. */
  readonly candidates: number;
  /** Makes a candidate's rule of what may come next. */
  readonly rule?: () => CharacterRule;
  /** The text that the prime stands for; what begins in its last line, as an empty line may, can end the text. */
  readonly before?: string;
  /** Beginnings of lines that end the text, as an empty line does. */
  readonly endingLineStarts?: readonly string[];
  /** Reads the prime with the network, and may remember it; a new one does unless it is given. */
  readonly reader?: PrimeReader;
  readonly signal?: AbortSignalLike;
}

/** Says, as a text grows, which characters may come next and where it stops. */
export interface CharacterRule {
  allows(character: string): boolean;
  /** Whether this character may come where none that `allows` says yes to can. */
  allowsAtNeed(character: string): boolean;
  /** Whether this character may be the last one: what it begins, such as a bar line, must not need another. */
  allowsLast(character: string): boolean;
  /** ln of what the odds of this character are multiplied by; "" is the end of the text. */
  bias(character: string): number;
  /** Whether the text stops before this character, one that may come. */
  stopsBefore(character: string): boolean;
  /** Reads the character that came. */
  read(character: string): void;
  /** Whether the text may end here. */
  readonly mayEnd: boolean;
  /** What has to come next, whatever the network says, or "". */
  readonly forced: string;
}

/**
 * Why a text ended: the tune did (by its symbol or as `EndGuard` finds), the stop rule said so, it got too long, the rule
 * left nothing that may come next, or it was cancelled.
 */
export type EndReason = "end" | "stopped" | "length" | "stuck" | "cancelled";

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
  const reader = options.reader ?? new PrimeReader(network);
  const read = await reader.read(prime, options.signal);
  const candidates = Array.from({ length: options.candidates }, (_, candidate) => candidate);
  if (!read) {
    for (const candidate of candidates) {
      yield { kind: "end", candidate, reason: "cancelled", logProb: 0 };
    }
    return;
  }
  const lanes = candidates.map(
    (candidate) => new Lane(candidate, options, vocabulary, read.encoder.copy()),
  );
  const state = repeatState(network.architecture, read.state, lanes.length);
  const { outputs } = network.architecture;
  const inputs = Array.from({ length: read.encoder.width }, () => new Int32Array(lanes.length));
  let rows = lanes.map(() => read.logits);
  for (let step = 1; ; step++) {
    if (options.signal?.aborted) {
      for (const lane of lanes) if (!lane.ended) yield lane.end("cancelled");
      return;
    }
    let left = 0;
    for (let index = 0; index < lanes.length; index++) {
      const lane = lanes[index] as Lane;
      if (lane.ended) continue;
      yield* lane.take(rows[index] as Float32Array);
      if (lane.ended) continue;
      lane.encoder.write(inputs, index);
      left++;
    }
    if (left === 0) return;
    const answer = network.step(inputs, state);
    const logits = answer instanceof Promise ? await answer : answer;
    rows = rowsOf(logits, lanes.length, outputs);
    // Lets messages in, such as the one that cancels.
    if (step % stepsPerTurn === 0) await nextTurn();
  }
}

function rowsOf(logits: Float32Array, lanes: number, outputs: number): Float32Array[] {
  if (lanes === 1) return [logits];
  return Array.from({ length: lanes }, (_, lane) =>
    logits.subarray(lane * outputs, (lane + 1) * outputs),
  );
}

/** Steps between turns of the event loop: about a millisecond. */
const stepsPerTurn = 8;

/** One candidate on its way. */
class Lane {
  ended = false;
  /** Behind the ids up to the last one. */
  readonly encoder: StepEncoder;
  private readonly candidate: number;
  private readonly options: GenerateOptions;
  private readonly sampling: SamplingOptions;
  private readonly sampler: Sampler;
  private readonly vocabulary: Vocabulary;
  private readonly random: () => number;
  private readonly guard: EndGuard;
  private readonly rule: CharacterRule | undefined;
  private readonly allows: (id: number) => boolean;
  private readonly allowsAtNeed: (id: number) => boolean;
  private readonly bias: ((id: number) => number) | undefined;
  private sampled = 0;
  /** ln p of all that was sampled, and after each character that is still held back. */
  private logProb = 0;
  private shownLogProb = 0;
  private readonly heldLogProbs: number[] = [];

  constructor(
    candidate: number,
    options: GenerateOptions,
    vocabulary: Vocabulary,
    encoder: StepEncoder,
  ) {
    this.candidate = candidate;
    this.encoder = encoder;
    this.options = options;
    this.vocabulary = vocabulary;
    const { startId } = vocabulary;
    this.sampling = { ...options, forbidden: startId === undefined ? [] : [startId] };
    this.sampler = new Sampler(this.sampling);
    this.random = seededRandom(options.seed, candidate);
    this.guard = new EndGuard(options.before ?? "", {
      spelled: vocabulary.markers === "spelled",
      lineStarts: options.endingLineStarts ?? [],
    });
    const rule = options.rule?.();
    this.rule = rule;
    this.allows = (id) => this.isAllowed(id, rule?.allows.bind(rule));
    this.allowsAtNeed = (id) => this.isAllowed(id, rule?.allowsAtNeed.bind(rule));
    this.bias = rule && ((id) => this.biasOf(id, rule));
  }

  /** Whether the rule lets a symbol come next; what leads to an end may come where the text may end. */
  private isAllowed(id: number, allows: ((character: string) => boolean) | undefined): boolean {
    const { rule, guard, vocabulary } = this;
    if (!rule || !allows) return true;
    if (id === vocabulary.endId) return rule.mayEnd;
    const character = vocabulary.characterOf(id);
    if (guard.inMarker) return guard.continuesMarker(character);
    if (guard.leadsToEnd(character)) return rule.mayEnd;
    const isLast = this.sampled + 1 >= this.options.maxChars;
    return isLast ? rule.allowsLast(character) : allows(character);
  }

  private biasOf(id: number, rule: CharacterRule): number {
    const { guard, vocabulary } = this;
    if (id === vocabulary.endId) return rule.bias("");
    const character = vocabulary.characterOf(id);
    return rule.bias(guard.leadsToEnd(character) ? "" : character);
  }

  /** Takes what has to come, else samples the next symbol; gives what comes of it, nothing while it is held back. */
  take(logits: Float32Array): Generated[] {
    if (this.sampled >= this.options.maxChars) return [this.end("length")];
    const { text, isRead } = this.takeForced();
    const events = [this.shown(text), isRead ? undefined : this.sample(logits)];
    return events.filter((event) => event !== undefined);
  }

  private sample(logits: Float32Array): Generated | undefined {
    const { sampler, rule } = this;
    const id =
      sampler.draw(logits, this.random, this.allows, this.bias) ??
      sampler.draw(logits, this.random, this.allowsAtNeed, this.bias);
    if (id === undefined) {
      return this.end(this.sampled + 1 >= this.options.maxChars ? "length" : "stuck");
    }
    this.sampled++;
    this.encoder.read(id);
    const { logProbability } = sampler;
    if (id === this.vocabulary.endId) {
      this.shownLogProb = this.logProb + logProbability;
      return this.end("end");
    }
    const character = this.vocabulary.characterOf(id);
    if (!this.guard.leadsToEnd(character) && rule?.stopsBefore(character)) {
      return this.end("stopped");
    }
    this.logProb += logProbability;
    const { text, ended } = this.guard.push(character);
    if (!ended && !this.guard.inMarker) rule?.read(character);
    if (ended) {
      this.shownLogProb = this.logProb;
      return this.end("end");
    }
    this.show();
    return this.shown(text);
  }

  private shown(text: string): Generated | undefined {
    return text === "" ? undefined : { kind: "text", candidate: this.candidate, text };
  }

  /** Brings `shownLogProb` up to what the guard holds back no longer. */
  private show(): void {
    const { heldLogProbs, guard } = this;
    if (heldLogProbs.length === 0 && guard.pending === 0) {
      this.shownLogProb = this.logProb;
      return;
    }
    heldLogProbs.push(this.logProb);
    const shown = heldLogProbs.length - guard.pending;
    if (shown > 0) this.shownLogProb = heldLogProbs[shown - 1] as number;
    heldLogProbs.splice(0, Math.max(0, shown));
  }

  /** Takes what has to come, up to the first character that the network can read, if there is one. */
  private takeForced(): { text: string; isRead: boolean } {
    const { rule, guard, vocabulary } = this;
    let text = "";
    if (!rule) return { text, isRead: false };
    for (let character = rule.forced[0]; character !== undefined; character = rule.forced[0]) {
      rule.read(character);
      text += guard.push(character).text;
      this.show();
      const id = vocabulary.idOf(character);
      if (id === undefined) continue;
      this.encoder.read(id);
      this.sampled++;
      return { text, isRead: true };
    }
    return { text, isRead: false };
  }

  end(reason: EndReason): Generated {
    this.ended = true;
    return { kind: "end", candidate: this.candidate, reason, logProb: this.shownLogProb };
  }
}
