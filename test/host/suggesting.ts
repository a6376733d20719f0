import * as vscode from "vscode";
import { tunesmith } from "./session";

/** A tune with a begun bar, the cursor in it. */
export const begun = "X:1\nT:A Reel\nR:reel\nM:4/4\nL:1/8\nK:G\n|:G2BG dGBG|c2ec d2BG|G2BG ║\n";

/** How a suggestion is asked for. */
export interface Asking {
  /** Whether the user asks, rather than types. */
  asked?: boolean;
  selected?: vscode.SelectedCompletionInfo;
  token?: vscode.CancellationToken;
}

/** What is suggested at the cursor of the active editor. */
export async function suggested(asking: Asking = {}): Promise<vscode.InlineCompletionItem[]> {
  const { suggestions } = await tunesmith();
  const editor = vscode.window.activeTextEditor;
  if (!editor) throw new Error("No editor is active.");
  const { Automatic, Invoke } = vscode.InlineCompletionTriggerKind;
  const context = {
    triggerKind: asking.asked ? Invoke : Automatic,
    selectedCompletionInfo: asking.selected,
  };
  const none = new vscode.CancellationTokenSource();
  const items = await suggestions.provider.provideInlineCompletionItems(
    editor.document,
    editor.selection.active,
    context,
    asking.token ?? none.token,
  );
  if (!Array.isArray(items)) throw new Error("No list of items.");
  return items;
}

/** The texts suggested at the cursor of the active editor. */
export async function texts(asking: Asking = {}): Promise<string[]> {
  return (await suggested(asking)).map(({ insertText }) => {
    if (typeof insertText !== "string") throw new Error("No plain string.");
    return insertText;
  });
}

/** Has VS Code itself ask for nothing while a suite runs, so that the suite's own requests are the only ones. */
export function withoutVsCodeAsking(): void {
  const set = async (value: boolean | undefined): Promise<void> => {
    const editor = vscode.workspace.getConfiguration("editor");
    await editor.update("inlineSuggest.enabled", value, vscode.ConfigurationTarget.Global);
  };
  suiteSetup(() => set(false));
  suiteTeardown(() => set(undefined));
}

/** Runs a command until it changes the active editor's document: VS Code tells nobody when a suggestion is shown. */
export async function runUntilChanged(command: string): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const version = document?.version;
  for (let time = 0; time < 100; time++) {
    await vscode.commands.executeCommand(command);
    if (document?.version !== version) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${command} has changed nothing.`);
}
