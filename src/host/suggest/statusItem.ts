import { Disposable, StatusBarAlignment, type TextDocument, window, workspace } from "vscode";
import type { Config } from "../config";
import { type StatusFacts, statusLook } from "./statusLook";
import type { SuggestState } from "./suggestState";

/** Milliseconds that a request takes before it shows, so that quick ones do not flicker. */
const patience = 200;

/** Shows how suggesting goes while a tune book is being edited; a click opens `menu`. */
export function registerStatusItem(
  state: SuggestState,
  config: (document: TextDocument) => Config,
  menu: string,
): Disposable {
  const item = window.createStatusBarItem("tunesmith.suggestions", StatusBarAlignment.Right, 100);
  item.name = "Tunesmith Suggestions";
  item.command = menu;
  let thinking: NodeJS.Timeout | undefined;
  let isThinking = false;
  let settings: Pick<StatusFacts, "mode" | "isEnabledInEditor"> | undefined;

  const show = (): void => {
    if (!settings) {
      item.hide();
      return;
    }
    const { latency, trouble } = state;
    const { text, tooltip, label } = statusLook({ ...settings, isThinking, latency, trouble });
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label, role: "button" };
    item.show();
  };
  const read = (): void => {
    const document = window.activeTextEditor?.document;
    settings =
      document?.languageId === "abc"
        ? { mode: config(document).suggestMode, isEnabledInEditor: isEnabledIn(document) }
        : undefined;
    show();
  };
  const think = (): void => {
    isThinking = true;
    show();
  };
  const follow = (): void => {
    if (state.pending > 0) {
      thinking ??= setTimeout(think, patience);
      return;
    }
    clearTimeout(thinking);
    thinking = undefined;
    isThinking = false;
    show();
  };
  read();
  return Disposable.from(
    item,
    new Disposable(() => clearTimeout(thinking)),
    state.onDidChange(follow),
    window.onDidChangeActiveTextEditor(read),
    workspace.onDidChangeConfiguration(read),
    workspace.onDidOpenTextDocument(read),
  );
}

function isEnabledIn(document: TextDocument): boolean {
  return workspace.getConfiguration("editor", document).get("inlineSuggest.enabled") !== false;
}
