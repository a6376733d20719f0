/** What was offered at one place of a tune; texts have "\n" as line end. */
export interface Offer {
  /** The tune up to the place. */
  readonly before: string;
  /** The tune from the place on. */
  readonly after: string;
  readonly texts: readonly string[];
  /** Whether the user had asked for it. */
  readonly asked: boolean;
  /** What became of it, as far as can be seen. */
  outcome?: "part" | "whole";
}

/** An earlier offer as it looks from a place. */
export interface Remembered {
  readonly offer: Offer;
  /** What is left of its texts that begin with what was typed since. */
  readonly rest: readonly string[];
  /** Whether nothing was typed since. */
  readonly isSamePlace: boolean;
}

/** How many offers are kept. */
const most = 16;

/** The latest offers in one document, so that none flickers while someone types along it or takes a step back. */
export class OfferMemory {
  private offers: Offer[] = [];

  /** Keeps an offer, in place of an earlier one at the same place. */
  remember(offer: Offer): void {
    const others = this.offers.filter(
      ({ before, after }) => before !== offer.before || after !== offer.after,
    );
    this.offers = [offer, ...others].slice(0, most);
  }

  /** The latest offer that still fits between `before` and `after`: made here, or begun by what was typed since. */
  at(before: string, after: string): Remembered | undefined {
    for (const offer of this.offers) {
      if (offer.after !== after || !before.startsWith(offer.before)) continue;
      const typed = before.slice(offer.before.length);
      if (typed === "") return { offer, rest: offer.texts, isSamePlace: true };
      const rest = offer.texts
        .filter((text) => text.startsWith(typed) && text.length > typed.length)
        .map((text) => text.slice(typed.length));
      if (rest.length > 0) return { offer, rest, isSamePlace: false };
    }
    return undefined;
  }
}
