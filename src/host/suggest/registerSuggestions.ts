import { Disposable, type LogOutputChannel, languages } from "vscode";
import type { ModelChoice } from "../node/modelChoice";
import type { ModelWorker } from "../node/modelWorker";
import { SuggestModel } from "./suggestModel";
import { type SuggestNeeds, SuggestProvider } from "./suggestProvider";
import { SuggestState } from "./suggestState";

/** What suggesting needs of the rest. */
export interface SuggestionNeeds extends Omit<SuggestNeeds, "model"> {
  readonly worker: ModelWorker;
  readonly models: ModelChoice;
  readonly log: LogOutputChannel;
}

/** Registers what is suggested while someone types; nothing is loaded before the first request. */
export function registerSuggestions(
  needs: SuggestionNeeds,
): Disposable & { readonly provider: SuggestProvider } {
  const { worker, models, log } = needs;
  const state = new SuggestState(log);
  const model = new SuggestModel(worker, models, state, log);
  const provider = new SuggestProvider({ ...needs, model });
  const registered = Disposable.from(
    state,
    provider,
    languages.registerInlineCompletionItemProvider({ language: "abc" }, provider),
  );
  return { provider, dispose: () => registered.dispose() };
}
