import { type EndReason, generate } from "../model/generate";
import type { Candidate, Ended } from "../shared/composeProtocol";
import type { Composition, Sampling } from "./composition";
import type { LoadedModel } from "./loadedModel";

/**
 * Generates the texts of a composition; `streamed` hears of each piece as it comes. Those that have to meet what follows
 * come whole, when they do: what would break it, such as a bar that was cut short, is taken back.
 */
export async function composeCandidates(
  { network, reader, checkpoint }: LoadedModel,
  composition: Composition,
  sampling: Sampling,
  signal: AbortSignal,
  streamed: (candidate: number, text: string) => void = () => {},
): Promise<Candidate[]> {
  const { plan, ids, isInBetween } = composition;
  const candidates: Candidate[] = Array.from({ length: sampling.candidates }, () => ({
    text: "",
    logProb: 0,
    ended: "length",
  }));
  const write = (candidate: number, text: string): void => {
    if (text === "") return;
    (candidates[candidate] as Candidate).text += text;
    if (!isInBetween) streamed(candidate, text);
  };
  // What goes in before a continuation goes in with it; a new tune's header stands by itself.
  const begin = (candidate: number): void => {
    if ((candidates[candidate] as Candidate).text === "") write(candidate, plan.before);
  };
  if (composition.isNewTune) for (const candidate of candidates.keys()) begin(candidate);
  const generating = { ...composition.generating(sampling), reader, signal };
  for await (const event of generate(network, checkpoint.vocabulary, ids, generating)) {
    if (event.kind === "text") {
      begin(event.candidate);
      write(event.candidate, event.text);
      continue;
    }
    const candidate = candidates[event.candidate] as Candidate;
    candidate.logProb = event.logProb;
    candidate.ended = ended(event.reason);
  }
  if (!isInBetween) return candidates;
  for (const [index, candidate] of candidates.entries()) {
    candidate.text = composition.whatFits(candidate);
    if (candidate.text !== "") streamed(index, candidate.text);
    else if (candidate.ended === "bars") candidate.ended = "stuck";
  }
  return candidates;
}

function ended(reason: EndReason): Ended {
  return reason === "stopped" ? "bars" : reason;
}
