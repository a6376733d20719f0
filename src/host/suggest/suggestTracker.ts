import {
  commands,
  Disposable,
  type TextDocument,
  type TextDocumentChangeEvent,
  workspace,
} from "vscode";
import type { Offer } from "./offerMemory";
import { ShownOffer } from "./shownOffer";
import type { SuggestCounts } from "./suggestCounts";

/** What VS Code runs when a suggestion was accepted to its end; it is given the offer. */
export const takenCommand = "tunesmith.suggestionTaken";

/** Sees what becomes of the offers and has it counted. */
export class SuggestTracker implements Disposable {
  private readonly counts: SuggestCounts;
  private readonly watching: Disposable;
  private readonly shown = new WeakMap<TextDocument, ShownOffer>();

  constructor(counts: SuggestCounts) {
    this.counts = counts;
    this.watching = Disposable.from(
      workspace.onDidChangeTextDocument((event) => this.changed(event)),
      commands.registerCommand(takenCommand, (offer: Offer) => this.counts.takenWhole(offer)),
    );
  }

  dispose(): void {
    this.watching.dispose();
  }

  /** `texts` of `offer` have gone to VS Code, to be shown at `at` of `document`. */
  show(document: TextDocument, offer: Offer, at: number, texts: readonly string[]): void {
    this.shown.set(document, new ShownOffer(offer, at, texts));
  }

  /**
   * What was shown in `document` was accepted by a command of ours, a part or the last of it; tells which, or nothing when
   * it was none of ours.
   */
  took(document: TextDocument): Offer["outcome"] {
    const offer = this.shown.get(document)?.offer;
    if (offer) this.counts.takenInPart(offer);
    return offer?.outcome;
  }

  private changed({ document, contentChanges }: TextDocumentChangeEvent): void {
    const shown = this.shown.get(document);
    if (!shown) return;
    for (const { rangeOffset, rangeLength, text } of contentChanges) {
      const step = shown.follow(rangeOffset, rangeLength, text);
      if (step === "part") this.counts.takenInPart(shown.offer);
      if (step === "away") this.shown.delete(document);
    }
  }
}
