import { usualVariations } from "../../shared/usual";
import { composeAll } from "./composeBest";
import type { Written } from "./composeRun";
import type { DocumentWriter } from "./documentWriter";
import type { LastMusic } from "./lastMusic";
import { variationsOf } from "./variation";

/** What Next Variation has done: `number` counts the variation that stands there now, from 1. */
export interface Varied extends Written {
  readonly number: number;
}

/**
 * Puts the next variation in place of the one that stands in the document, the first behind the last. Where there is only
 * one, others are composed first, from `freshSeed`.
 */
export async function nextVariation(
  last: LastMusic,
  freshSeed: () => number,
  writer: DocumentWriter,
  controller: AbortController,
): Promise<Varied> {
  const { index, insertion } = last.find();
  const { variations } = last;
  if (variations.length === 1) await composeMore(last, freshSeed(), controller);
  const next = (index + 1) % variations.length;
  const variation = variations[next];
  if (variation && next !== index) {
    writer.place(insertion);
    await writer.append(variation.text);
    await writer.close();
  }
  return {
    text: writer.text,
    bars: variation?.bars ?? 0,
    stopped: writer.interruption ?? (controller.signal.aborted ? "cancelled" : "end"),
    variations,
    number: next + 1,
    ...(variation && { composed: variation.composed }),
  };
}

async function composeMore(
  last: LastMusic,
  seed: number,
  controller: AbortController,
): Promise<void> {
  const { run, variations } = last;
  const options = { ...run.options, seed, candidates: usualVariations - 1 };
  const composed = await composeAll({ ...run, options }, controller);
  if (!composed || controller.signal.aborted) return;
  const known = new Set(variations.map(({ text }) => text));
  variations.push(...variationsOf(composed, run.job).filter(({ text }) => !known.has(text)));
}
