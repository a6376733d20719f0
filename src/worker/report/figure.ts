import { intervalOf } from "./interval";
import { type Share, sumOf } from "./share";

/** A share of all texts, and between what it would lie with other tunes, 95 times of 100. */
export interface Figure extends Share {
  readonly low: number;
  readonly high: number;
}

/** Puts the shares of texts together; `tune` says which texts continue the same tune. */
export function figureOf(
  texts: readonly { readonly tune: number; readonly share: Share }[],
): Figure {
  const byTune = new Map<number, Share[]>();
  for (const { tune, share } of texts) byTune.set(tune, [...(byTune.get(tune) ?? []), share]);
  const tunes = [...byTune.values()].map(sumOf);
  return { ...sumOf(tunes), ...intervalOf(tunes) };
}
