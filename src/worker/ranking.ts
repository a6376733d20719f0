import { shareOfRepeatedBars } from "../composing/repetition";
import { worthOfEnd } from "../composing/worthOfEnd";
import { followingLikelihood } from "../model/followingLikelihood";
import type { Candidate } from "../shared/composeProtocol";
import type { Composition } from "./composition";
import type { LoadedModel } from "./loadedModel";

/** As much of what follows is read as tells which text leads into it. */
const followingCharacters = 64;
/** What is most likely repeats most: likelihood counts for less than a good end. */
const likelihoodWeight = 0.3;
/** The share of bars that people repeat, and what more of it costs, in nats per character. */
const usualRepetition = 0.3;
const tooMuch = 0.8;

/**
 * The indices of candidates, the best first: by ln p per character, what their ends are worth, how likely what follows
 * has become, and how much of them is repeated. Empty ones come last; equal ones keep their order.
 */
export async function bestFirst(
  loaded: LoadedModel,
  composition: Composition,
  candidates: readonly Pick<Candidate, "text" | "ended" | "logProb">[],
  signal: AbortSignal,
): Promise<number[]> {
  const indices = [...candidates.keys()];
  if (indices.length < 2) return indices;
  const following = await likelihoods(loaded, composition, candidates, signal);
  const scores = candidates.map(({ text, ended, logProb }, index) => {
    if (text === "") return Number.NEGATIVE_INFINITY;
    const own = (likelihoodWeight * logProb) / Math.max(1, text.length);
    const { reader, plan, motifStrength } = composition;
    const end = ended === "end" ? worthOfEnd(reader, text.slice(plan.before.length)) : 0;
    const repeated = shareOfRepeatedBars(plan.prime, text.slice(plan.before.length));
    return (
      own +
      end -
      tooMuch * Math.max(0, repeated - usualRepetition * motifStrength) +
      (following?.[index] ?? 0)
    );
  });
  return indices.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
}

/** How likely what follows is behind each candidate, in nats per character; nothing where nothing follows. */
async function likelihoods(
  { checkpoint, network, reader }: LoadedModel,
  { plan, ids }: Composition,
  candidates: readonly Pick<Candidate, "text">[],
  signal: AbortSignal,
): Promise<number[] | undefined> {
  const { vocabulary } = checkpoint;
  const follows = vocabulary.encode(plan.follows.slice(0, followingCharacters)).ids;
  if (plan.follows.trim() === "" || follows.length === 0) return undefined;
  const start = await reader.read(ids, signal);
  if (!start) return undefined;
  const own = candidates.map(({ text }) => vocabulary.encode(text.slice(plan.before.length)).ids);
  const texts = own.map((text) => [...text, ...follows]);
  const from = own.map(({ length }) => length);
  const sums = await followingLikelihood(network, start, texts, from, signal);
  return sums?.map((sum) => sum / follows.length);
}
