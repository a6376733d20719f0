import type { Offer } from "./offerMemory";

/** What a change of the text does to an offer that is shown: takes some of it at once, goes along it, or leaves it. */
export type Step = "part" | "along" | "away";

/** An offer as it stands behind the cursor, followed while the text changes. */
export class ShownOffer {
  readonly offer: Offer;
  private at: number;
  private texts: readonly string[];

  /** `at` counts UTF-16 units of the document; `texts` have its line ends. */
  constructor(offer: Offer, at: number, texts: readonly string[]) {
    this.offer = offer;
    this.at = at;
    this.texts = texts;
  }

  /**
   * Follows a change that puts `text` in place of `replaced` units at `at`; one character may as well have been typed. What
   * was taken before may come in again with the last of it.
   */
  follow(at: number, replaced: number, text: string): Step {
    const taken = text.slice(replaced);
    const begun = this.texts.filter((shown) => shown.startsWith(taken));
    if (at + replaced !== this.at || taken === "" || begun.length === 0) return "away";
    this.at += taken.length;
    this.texts = begun.map((shown) => shown.slice(taken.length));
    return taken.length > 1 && !this.texts.includes("") ? "part" : "along";
  }
}
