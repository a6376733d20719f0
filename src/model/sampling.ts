import { exp } from "./exp";
import type { Random } from "./random";

/** How a distribution is changed before it is sampled. */
export interface SamplingOptions {
  /** Divides the logits: below 1 more careful, above 1 more daring. */
  readonly temperature: number;
  /** Keep only so many of the most probable symbols; 0 keeps all. */
  readonly topK: number;
  /** Keep only the most probable symbols that reach this much probability together; 1 keeps all. */
  readonly topP: number;
  /** Ids that are never sampled. */
  readonly forbidden: readonly number[];
}

/** ln p of one symbol under softmax(logits), in nats. */
export function logProbability(logits: Float32Array, id: number): number {
  const highest = greatest(logits);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += exp((logits[i] as number) - highest);
  return (logits[id] as number) - highest - Math.log(sum);
}

/** Draws symbols from one distribution after the other; nothing is allocated for a draw unless options ask for the top ones. */
export class Sampler {
  /** ln p, in nats, of the symbol drawn last under softmax(logits): at temperature 1, nothing forbidden. */
  logProbability = 0;
  private readonly options: SamplingOptions;
  private weights = new Float64Array(0);

  constructor(options: SamplingOptions) {
    this.options = options;
  }

  /**
   * Draws a symbol from softmax(logits / temperature), limited to the top k and then to the top p (Holtzman et al. 2020).
   * One number is drawn from `random` each time, whatever the options, so runs stay in step. Computed in doubles by exact
   * rules: the same logits give the same symbol on every machine.
   *
   * Whatever `allows` refuses is taken out and another number is drawn, which gives the distribution of the allowed ones,
   * renormalised, and asks about few. Where nothing among the top ones is allowed, the rest is looked at, too; undefined
   * when nothing at all is. `bias` gives ln of what a symbol's odds are multiplied by, whatever the temperature.
   */
  draw(
    logits: Float32Array,
    random: Random,
    allows: (id: number) => boolean = () => true,
    bias?: (id: number) => number,
  ): number | undefined {
    const drawn = random();
    const { temperature, forbidden } = this.options;
    const { length } = logits;
    if (this.weights.length !== length) this.weights = new Float64Array(length);
    const { weights } = this;
    for (let id = 0; id < length; id++) {
      weights[id] = (logits[id] as number) / temperature + (bias?.(id) ?? 0);
    }
    for (const id of forbidden) if (id < length) weights[id] = Number.NEGATIVE_INFINITY;
    // What is biased against may have been the greatest by far: the others are to count all the same.
    const highest = greatest(weights);
    let sum = 0;
    for (let id = 0; id < length; id++) {
      weights[id] = exp((weights[id] as number) - highest);
      sum += weights[id] as number;
    }
    if (keepTop(weights, this.options)) sum = weights.reduce((total, weight) => total + weight, 0);
    const id = this.pickAllowed(drawn * sum, random, allows) ?? this.pickAny(logits, allows);
    if (id === undefined) return undefined;
    this.logProbability = logProbability(logits, id);
    return id;
  }

  /** Picks by the weights until one is allowed; undefined when none is. */
  private pickAllowed(
    left: number,
    random: Random,
    allows: (id: number) => boolean,
  ): number | undefined {
    const { weights } = this;
    for (;;) {
      const id = pick(weights, left);
      if (id === undefined || allows(id)) return id;
      weights[id] = 0;
      let sum = 0;
      for (let i = 0; i < weights.length; i++) sum += weights[i] as number;
      left = random() * sum;
    }
  }

  /** The most probable symbol that is allowed, wherever it stands. */
  private pickAny(logits: Float32Array, allows: (id: number) => boolean): number | undefined {
    const { forbidden } = this.options;
    let best: number | undefined;
    for (let id = 0; id < logits.length; id++) {
      const better = best === undefined || (logits[id] as number) > (logits[best] as number);
      if (better && !forbidden.includes(id) && allows(id)) best = id;
    }
    return best;
  }
}

function greatest(values: Float32Array | Float64Array): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value > highest) highest = value;
  }
  return highest;
}

/** The first symbol at which the weights up to it exceed `left`; the last possible one when rounding leaves none, if there is any. */
function pick(weights: Float64Array, left: number): number | undefined {
  let last: number | undefined;
  for (let id = 0; id < weights.length; id++) {
    const weight = weights[id] as number;
    if (weight === 0) continue;
    last = id;
    left -= weight;
    if (left < 0) return id;
  }
  return last;
}

/** Makes all weights zero but those of the top symbols; false when all are kept. */
function keepTop(weights: Float64Array, { topK, topP }: SamplingOptions): boolean {
  if (topK <= 0 && topP >= 1) return false;
  const order = [...weights.keys()].sort((a, b) => (weights[b] as number) - (weights[a] as number));
  const candidates = topK > 0 ? order.slice(0, topK) : order;
  const total = candidates.reduce((sum, id) => sum + (weights[id] as number), 0);
  const kept = new Set<number>();
  let reached = 0;
  for (const id of candidates) {
    if (reached >= topP * total) break;
    kept.add(id);
    reached += weights[id] as number;
  }
  for (const id of weights.keys()) if (!kept.has(id)) weights[id] = 0;
  return true;
}
