import { Disposable, type LogOutputChannel, languages } from "vscode";
import type { ModelChoice } from "../node/modelChoice";
import type { ModelWorker } from "../node/modelWorker";
import type { Notices } from "../notices";
import { registerAcceptCommands } from "./acceptCommands";
import { registerStatusItem } from "./statusItem";
import { type KeptValues, SuggestCounts } from "./suggestCounts";
import { menuCommand, registerSuggestMenu } from "./suggestMenu";
import { SuggestModel } from "./suggestModel";
import { type SuggestNeeds, SuggestProvider } from "./suggestProvider";
import { SuggestState } from "./suggestState";
import { SuggestTracker } from "./suggestTracker";

/** What suggesting needs of the rest. */
export interface SuggestionNeeds extends Pick<SuggestNeeds, "config" | "isWritingTo"> {
  readonly worker: ModelWorker;
  readonly models: ModelChoice;
  readonly notices: Notices;
  readonly log: LogOutputChannel;
  readonly kept: KeptValues;
}

/** What suggests, and what is known of it. */
export interface Suggestions extends Disposable {
  readonly provider: SuggestProvider;
  readonly counts: SuggestCounts;
  readonly state: SuggestState;
}

/** Registers what is suggested while someone types; nothing is loaded before the first request. */
export function registerSuggestions(needs: SuggestionNeeds): Suggestions {
  const { worker, models, notices, log, kept, config } = needs;
  const state = new SuggestState(log);
  const counts = new SuggestCounts(kept);
  const tracker = new SuggestTracker(counts);
  const model = new SuggestModel(worker, models, state, log);
  const provider = new SuggestProvider({ ...needs, model, counts, tracker });
  const registered = Disposable.from(
    state,
    tracker,
    provider,
    languages.registerInlineCompletionItemProvider({ language: "abc" }, provider),
    registerAcceptCommands((document) => {
      if (tracker.took(document) === "whole") void provider.goOn(document);
    }),
    registerStatusItem(state, config, menuCommand),
    registerSuggestMenu({ counts, notices, config }),
  );
  return { provider, counts, state, dispose: () => registered.dispose() };
}
