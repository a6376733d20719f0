import { StructureReader } from "../music/structure/structureReader";
import type { Composed, ComposeOptions, ComposeTask } from "../shared/composeProtocol";
import { composeCandidates } from "./candidates";
import { checkOptions } from "./checkOptions";
import { prepare } from "./composition";
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
  const { plan, unknown } = composition;
  const { network, info } = loaded;
  const { backend } = info;
  listener.placed(plan.insertAt, plan.after);

  const candidates = await composeCandidates(loaded, composition, options, signal, (index, text) =>
    listener.streamed(index, text),
  );
  const start = StructureReader.behind(plan.prime);
  for (const candidate of candidates) candidate.drawnFrom = composition.drawnFrom(start, candidate);
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
