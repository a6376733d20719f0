import { type EndReason, generate } from "../model/generate";
import type {
  Candidate,
  Composed,
  ComposeOptions,
  ComposeTask,
  Ended,
} from "../shared/composeProtocol";
import { checkOptions } from "./checkOptions";
import { type Composition, prepare } from "./composition";
import type { LoadedModel } from "./loadedModel";
import { bestFirst } from "./ranking";

/** Who hears of a composition while it is under way. */
export interface ComposeListener {
  /** The text will go to `insertAt`, with `after` behind it; told before the first `streamed`. */
  placed(insertAt: number, after: string): void;
  /** More text of a candidate. */
  streamed(candidate: number, text: string): void;
}

/**
 * Composes a task with a model: plans what the model reads, generates, and streams the candidates; those that have to
 * meet what follows come whole, when they do. Throws a UserError when nothing can be composed there; when aborted, the
 * result is what was written until then.
 */
export async function compose(
  loaded: LoadedModel,
  task: ComposeTask,
  options: ComposeOptions,
  listener: ComposeListener,
  signal: AbortSignal,
): Promise<Composed> {
  checkOptions(options);
  const composition = prepare(loaded, task, options);
  const { plan, unknown, ids, isInBetween } = composition;
  const { network, reader, info } = loaded;
  const { backend } = info;
  listener.placed(plan.insertAt, plan.after);

  const candidates: Candidate[] = Array.from({ length: options.candidates }, () => ({
    text: "",
    logProb: 0,
    ended: "length",
  }));
  const write = (candidate: number, text: string): void => {
    if (text === "") return;
    (candidates[candidate] as Candidate).text += text;
    if (!isInBetween) listener.streamed(candidate, text);
  };
  // What goes in before a continuation goes in with it; a new tune's header stands by itself.
  const begin = (candidate: number): void => {
    if ((candidates[candidate] as Candidate).text === "") write(candidate, plan.before);
  };
  if (composition.isNewTune) for (const candidate of candidates.keys()) begin(candidate);
  const { vocabulary } = loaded.checkpoint;
  const generating = { ...composition.generating(options), reader, signal };
  for await (const event of generate(network, vocabulary, ids, generating)) {
    if (event.kind === "text") {
      begin(event.candidate);
      write(event.candidate, event.text);
      continue;
    }
    const candidate = candidates[event.candidate] as Candidate;
    candidate.logProb = event.logProb;
    candidate.ended = ended(event.reason);
  }
  if (isInBetween) meetWhatFollows(composition, candidates, listener);
  return {
    candidates,
    order: await bestFirst(loaded, composition, candidates, signal),
    insertAt: plan.insertAt,
    replaceTo: composition.replaceTo,
    after: plan.after,
    unseen: [...new Set(unknown)].join(""),
    seedToken: `${options.seed}-${info.backend}-${network.precision === "int8" ? "i8" : "f32"}`,
    model: info.name,
    ...(info.backend !== backend && { lost: backend }),
  };
}

/** Takes back what would break what follows, such as a bar that was cut short. */
function meetWhatFollows(
  composition: Composition,
  candidates: readonly Candidate[],
  listener: ComposeListener,
): void {
  for (const [index, candidate] of candidates.entries()) {
    candidate.text = composition.whatFits(candidate);
    if (candidate.text !== "") listener.streamed(index, candidate.text);
    else if (candidate.ended === "bars") candidate.ended = "stuck";
  }
}

function ended(reason: EndReason): Ended {
  return reason === "stopped" ? "bars" : reason;
}
