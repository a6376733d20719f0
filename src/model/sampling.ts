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
  let highest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) if (logit > highest) highest = logit;
  let sum = 0;
  for (const logit of logits) sum += exp(logit - highest);
  return (logits[id] as number) - highest - Math.log(sum);
}

/**
 * Draws a symbol from softmax(logits / temperature), limited to the top k and then to the top p (Holtzman et al. 2020).
 * One number is drawn from `random` each time, whatever the options, so runs stay in step. Computed in doubles by exact
 * rules: the same logits give the same symbol on every machine.
 */
export function sample(logits: Float32Array, options: SamplingOptions, random: Random): number {
  const drawn = random();
  const weights = new Float64Array(logits.length);
  const forbidden = new Set(options.forbidden);
  let highest = Number.NEGATIVE_INFINITY;
  for (const [id, logit] of logits.entries()) {
    if (!forbidden.has(id) && logit > highest) highest = logit;
  }
  for (const [id, logit] of logits.entries()) {
    weights[id] = forbidden.has(id) ? 0 : exp((logit - highest) / options.temperature);
  }
  keepTop(weights, options);
  let left = drawn * weights.reduce((sum, weight) => sum + weight, 0);
  let last = 0;
  for (const [id, weight] of weights.entries()) {
    if (weight === 0) continue;
    last = id;
    left -= weight;
    if (left < 0) return id;
  }
  return last;
}

function keepTop(weights: Float64Array, { topK, topP }: SamplingOptions): void {
  if (topK <= 0 && topP >= 1) return;
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
}
