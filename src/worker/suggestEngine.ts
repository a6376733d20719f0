import {
  isInSettledBar,
  missingTime,
  type Passage,
  passageTo,
  settled,
  splitsToken,
} from "../composing/passage";
import type { Plan } from "../composing/plan";
import { planSuggestion } from "../composing/planSuggestion";
import { MusicReader } from "../music/reading/musicReader";
import type { Suggested, SuggestRequest } from "../shared/composeProtocol";
import { composeCandidates } from "./candidates";
import { checkOptions } from "./checkOptions";
import { Composition } from "./composition";
import type { LoadedModel } from "./loadedModel";
import { bestFirst } from "./ranking";

/** The most characters of what is offered, for each bar of it. */
const longestBar = 64;
/** Texts composed where what follows decides between them, and how many more than wanted, as some are alike. */
const choices = 3;
const spare = 2;

/** Offers how the music at a place may go on: the rest of its bar, or the next bars; nothing where no music fits. */
export async function suggest(
  loaded: LoadedModel,
  request: SuggestRequest,
  signal: AbortSignal,
): Promise<Suggested> {
  const { source, offset, bars } = request;
  checkOptions({ ...request, maxChars: longestBar });
  const plan = planSuggestion(source, offset, loaded.checkpoint.metadata.preprocessing.fields);
  const nothing = { texts: [], charactersRead: 0 };
  if (!plan) return nothing;
  const reader = MusicReader.behind(plan.prime);
  const passage = passageFor(reader, plan, request);
  if (!passage) return nothing;

  const composition = new Composition(loaded, plan, request, {
    reader,
    passage,
    // What ends a tune is no music to offer; who asks gets a bar.
    barsAtLeast: request.asked ? 1 : 0,
  });
  const reading = await loaded.reader.read(composition.ids, signal);
  if (!reading) return nothing;
  const maxChars = longestBar * (bars + 1);
  const count = composition.isInBetween ? choices : request.candidates;
  const candidates = count > 1 ? Math.max(count, request.candidates) + spare : 1;
  const sampling = { ...request, maxChars, candidates };
  const found = await composeCandidates(loaded, composition, sampling, signal);
  if (signal.aborted) return nothing;
  const order = composition.isInBetween
    ? await bestFirst(loaded, composition, found, signal)
    : [...found.keys()];
  const texts = order.flatMap((index) => {
    const { text = "", ended } = found[index] ?? {};
    // What was cut short is no whole bar, unless it meets what follows.
    const isWhole = composition.isInBetween || ended === "bars" || ended === "end";
    return isWhole && text !== "" ? [text] : [];
  });
  return {
    texts: [...new Set(texts)].slice(0, request.candidates),
    charactersRead: reading.idsRead,
  };
}

/** How much to offer; undefined where music should not be. */
function passageFor(
  reader: MusicReader,
  { follows }: Plan,
  { bars, asked, keepMeter }: SuggestRequest,
): Passage | undefined {
  const { bar } = settled(reader).state;
  if (follows.trim() === "") {
    // Where nothing but the bar line is missing, it alone is not worth while.
    const isFull = bar.hasNotes && bar.left?.n === 0;
    return { bars: isFull ? bars + 1 : bars, frames: [] };
  }
  if (splitsToken(reader, follows) || isInSettledBar(reader, follows)) return undefined;
  const onSameLine = follows.slice(0, follows.search(/\n|$/)).trim() !== "";
  const missing = missingTime(reader, follows);
  if (onSameLine && !missing && !asked) return undefined;
  if (!keepMeter) return { bars, frames: [] };
  return passageTo(reader, follows, missing && !asked ? 1 : bars);
}
