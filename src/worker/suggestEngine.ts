import { type Suggested, type SuggestRequest, UserError } from "../shared/composeProtocol";
import { compose } from "./composeEngine";
import type { LoadedModel } from "./loadedModel";

/** The most characters of what is offered, for each bar of it. */
const longestBar = 64;

/** Offers how the music at a place may go on; nothing where no music can be. */
export async function suggest(
  loaded: LoadedModel,
  request: SuggestRequest,
  signal: AbortSignal,
): Promise<Suggested> {
  const { source, offset, bars } = request;
  const task = { kind: "continue", source, offset } as const;
  const options = { ...request, maxChars: longestBar * bars };
  const silent = { placed() {}, streamed() {} };
  try {
    const { candidates } = await compose(loaded, task, options, silent, signal);
    const texts = candidates.filter(({ ended }) => ended === "bars").map(({ text }) => text);
    return { texts: signal.aborted ? [] : [...new Set(texts)], charactersRead: offset };
  } catch (error) {
    if (error instanceof UserError) return { texts: [], charactersRead: 0 };
    throw error;
  }
}
