import type { Offer } from "./offerMemory";

/** Where counts are kept; VS Code's `Memento` is one. */
export interface KeptValues {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

/** How often suggestions were made and taken. */
export interface Counts {
  readonly offered: number;
  /** Accepted to the end, as VS Code reports. */
  readonly whole: number;
  /** Begun and not accepted to the end, as far as the text shows. */
  readonly part: number;
}

const key = "tunesmith.suggestions.counts";
const none: Counts = { offered: 0, whole: 0, part: 0 };

/** Counts what becomes of suggestions, on this machine only; each offer counts once. */
export class SuggestCounts {
  private readonly kept: KeptValues;

  constructor(kept: KeptValues) {
    this.kept = kept;
  }

  get now(): Counts {
    const kept = this.kept.get(key);
    return typeof kept === "object" ? { ...none, ...kept } : none;
  }

  /** An offer was handed to VS Code, which may have shown it. */
  offered(): void {
    this.add({ offered: 1 });
  }

  /** VS Code has told that `offer` was accepted to its end. */
  takenWhole(offer: Offer): void {
    if (offer.outcome === "whole") return;
    this.add({ whole: 1, part: offer.outcome === "part" ? -1 : 0 });
    offer.outcome = "whole";
  }

  /** The beginning of `offer` has come into the text at once. */
  takenInPart(offer: Offer): void {
    if (offer.outcome) return;
    this.add({ part: 1 });
    offer.outcome = "part";
  }

  reset(): void {
    void this.kept.update(key, undefined);
  }

  private add(more: Partial<Counts>): void {
    const { offered, whole, part } = this.now;
    void this.kept.update(key, {
      offered: offered + (more.offered ?? 0),
      whole: whole + (more.whole ?? 0),
      part: part + (more.part ?? 0),
    });
  }
}

/** The counts in words. */
export function countsInWords({ offered, whole, part }: Counts): string {
  return `${offered} offered, ${whole} accepted whole, ${part} taken in part (seen from the text)`;
}
