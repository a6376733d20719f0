import { TabInputTextDiff, type TextDocument, window, workspace } from "vscode";

/** Whether a suggestion in `document` could be shown and taken: one cursor without a selection, in a text to be written. */
export function isOpenToSuggestions(document: TextDocument): boolean {
  const { scheme } = document.uri;
  if (scheme === "vscode-notebook-cell" || isLeftOfDiff(document)) return false;
  if (scheme !== "untitled" && workspace.fs.isWritableFileSystem(scheme) === false) return false;
  const editor = window.activeTextEditor;
  return (
    editor?.document === document && editor.selections.length === 1 && editor.selection.isEmpty
  );
}

function isLeftOfDiff({ uri }: TextDocument): boolean {
  const input: unknown = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputTextDiff && input.original.toString() === uri.toString();
}
