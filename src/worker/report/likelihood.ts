import { parseTuneBook } from "../../abc/tuneBook";
import { tuneText } from "../../composing/tuneText";
import { sequenceLosses } from "../../model/evaluate";
import { sequenceOf } from "../../model/training/batches";
import type { LoadedModel } from "../loadedModel";
import type { Share } from "./share";
import type { Written } from "./written";

/**
 * For each text, ln p of the characters written, its end included, where it has ended by itself, over how many there are:
 * under the model at temperature 1, whatever was allowed when they were composed.
 */
export async function logProbabilities(
  { checkpoint, network, encoder }: LoadedModel,
  texts: readonly Pick<Written, "text" | "start" | "ended">[],
  signal: AbortSignal,
): Promise<Share[]> {
  const { vocabulary, metadata } = checkpoint;
  const read = texts.map(({ text, start, ended }) => {
    const book = parseTuneBook(ended === "end" && !text.endsWith("\n") ? `${text}\n` : text);
    const [tune] = book.tunes;
    if (!tune) return { ids: [], from: 0, to: 0 };
    const { fields } = metadata.preprocessing;
    const extent = ended === "end" ? {} : { upTo: text.length };
    const whole = tuneText(book, tune, fields, extent).text;
    const given = vocabulary.encodePrime(tuneText(book, tune, fields, { upTo: start }).text).ids;
    // A text that was cut has no end to predict.
    const { ids } = ended === "end" ? vocabulary.encodeTune(whole) : vocabulary.encodePrime(whole);
    // Target t is id t + 1.
    return { ids, from: given.length - 1, to: ids.length - 1 };
  });
  const sequences = read.map(({ ids }) => sequenceOf(ids, encoder));
  const losses = await sequenceLosses(network, sequences, { signal });
  return read.map(({ from, to }, index) => {
    const written = Array.from(losses[index] ?? []).slice(from, to);
    return { part: -written.reduce((sum, loss) => sum + loss, 0), whole: written.length };
  });
}
