import {
  type CancellationToken,
  commands,
  type Disposable,
  EndOfLine,
  type InlineCompletionContext,
  InlineCompletionItem,
  type InlineCompletionItemProvider,
  InlineCompletionTriggerKind,
  type Position,
  Range,
  type TextDocument,
  workspace,
} from "vscode";
import { excerptAround } from "../../abc/excerptAround";
import { abortOnCancel, unlessAborted } from "../cancellation";
import type { Config } from "../config";
import { type Offer, OfferMemory, type Remembered } from "./offerMemory";
import { isOpenToSuggestions } from "./openPlace";
import { placeSeed } from "./placeSeed";
import type { SuggestCounts } from "./suggestCounts";
import type { SuggestModel } from "./suggestModel";
import { type SuggestSettings, suggestSettings } from "./suggestSettings";
import { type SuggestTracker, takenCommand } from "./suggestTracker";

/** How many texts there are to choose from when the user asks. */
const candidatesWhenAsked = 3;

/** What suggesting needs of the rest. */
export interface SuggestNeeds {
  readonly model: SuggestModel;
  readonly counts: SuggestCounts;
  readonly tracker: SuggestTracker;
  readonly config: (document: TextDocument) => Config;
  /** Whether a command of ours is writing into a document. */
  readonly isWritingTo: (document: TextDocument) => boolean;
}

interface DocumentState {
  readonly settings: SuggestSettings;
  readonly memory: OfferMemory;
}

/** Offers how the bar at the cursor may go on, while someone types and when asked. */
export class SuggestProvider implements InlineCompletionItemProvider, Disposable {
  private readonly needs: SuggestNeeds;
  private readonly watching: Disposable;
  private states = new WeakMap<TextDocument, DocumentState>();
  private latest: AbortController | undefined;
  /** Where VS Code asks because we have it ask, not the user. */
  private goingOn: TextDocument | undefined;

  constructor(needs: SuggestNeeds) {
    this.needs = needs;
    this.watching = workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("tunesmith")) this.states = new WeakMap();
    });
  }

  dispose(): void {
    this.latest?.abort();
    this.watching.dispose();
  }

  /** Has VS Code ask again, as it does by itself after Tab: all that was shown in `document` is taken. */
  async goOn(document: TextDocument): Promise<void> {
    if (this.stateOf(document).settings.mode !== "automatic") return;
    this.goingOn = document;
    try {
      await commands.executeCommand("editor.action.inlineSuggest.trigger");
    } finally {
      this.goingOn = undefined;
    }
  }

  async provideInlineCompletionItems(
    document: TextDocument,
    position: Position,
    { triggerKind, selectedCompletionInfo }: InlineCompletionContext,
    token: CancellationToken,
  ): Promise<InlineCompletionItem[]> {
    this.latest?.abort();
    const asked = triggerKind === InlineCompletionTriggerKind.Invoke && this.goingOn !== document;
    const state = this.stateOf(document);
    if (state.settings.mode === "off" || selectedCompletionInfo) return [];
    if (!isOpenToSuggestions(document) || this.needs.isWritingTo(document)) return [];
    const controller = new AbortController();
    this.latest = controller;
    const cancelling = abortOnCancel(token, controller);
    try {
      const offer = await this.offer(document, position, state, asked, controller.signal);
      return offer && offer.rest.length > 0 ? this.items(offer, document, position) : [];
    } finally {
      cancelling.dispose();
    }
  }

  private async offer(
    document: TextDocument,
    position: Position,
    { settings, memory }: DocumentState,
    asked: boolean,
    signal: AbortSignal,
  ): Promise<Remembered | undefined> {
    const lines = { count: document.lineCount, text: (line: number) => document.lineAt(line).text };
    const excerpt = excerptAround(lines, position.line, position.character);
    if (!excerpt || signal.aborted) return undefined;
    const { text: source, offset } = excerpt;
    const before = source.slice(0, offset);
    const after = source.slice(offset);
    const known = memory.at(before, after);
    if (settings.mode === "manual" && !asked) {
      // Typing along what was asked for is no reason to take it away.
      return known?.offer.asked && !known.isSamePlace ? known : undefined;
    }
    if (known && (!asked || (known.isSamePlace && known.offer.asked))) return known;
    if (!asked) await pause(settings.debounce, signal);
    if (signal.aborted) return undefined;
    const request = {
      source,
      offset,
      asked,
      bars: asked ? settings.barsWhenAsked : 1,
      candidates: asked ? candidatesWhenAsked : 1,
      seed: placeSeed(before),
      ...settings.sampling,
    };
    const answer = this.needs.model.ask(request, settings, signal);
    const fresh = await unlessAborted(answer, signal);
    if (fresh === undefined || signal.aborted) return undefined;
    // What is shown already stays the first, so that asking for others does not take it away.
    const texts = [...new Set([...(known?.rest ?? []), ...fresh])].slice(0, candidatesWhenAsked);
    const offer: Offer = { before, after, texts, asked };
    memory.remember(offer);
    if (texts.length > 0 && !known?.rest.length) this.needs.counts.offered();
    return { offer, rest: texts, isSamePlace: true };
  }

  private items(
    { offer, rest }: Remembered,
    document: TextDocument,
    position: Position,
  ): InlineCompletionItem[] {
    const isCrlf = document.eol === EndOfLine.CRLF;
    const texts = isCrlf ? rest.map((text) => text.replaceAll("\n", "\r\n")) : rest;
    this.needs.tracker.show(document, offer, document.offsetAt(position), texts);
    const range = new Range(position, position);
    const command = { command: takenCommand, title: "Count It", arguments: [offer] };
    return texts.map((text) => new InlineCompletionItem(text, range, command));
  }

  private stateOf(document: TextDocument): DocumentState {
    const known = this.states.get(document);
    if (known) return known;
    const settings = suggestSettings(this.needs.config(document));
    const state = { settings, memory: new OfferMemory() };
    this.states.set(document, state);
    return state;
  }
}

/** Waits so many milliseconds, or until `signal` aborts. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds === 0) return;
  await unlessAborted(new Promise((resolve) => setTimeout(resolve, milliseconds)), signal);
}
