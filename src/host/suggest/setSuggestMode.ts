import { ConfigurationTarget, type Uri, workspace } from "vscode";
import type { SuggestMode } from "../config";

const setting = "suggestions.mode";

/** Sets the mode of suggestions in tune books, in this workspace or everywhere, so that it holds for the one at `uri`. */
export async function setSuggestMode(
  mode: SuggestMode,
  inWorkspace: boolean,
  uri: Uri | undefined,
): Promise<void> {
  const { Global, Workspace, WorkspaceFolder } = ConfigurationTarget;
  const scope = { languageId: "abc", ...(uri && { uri }) };
  const configuration = workspace.getConfiguration("tunesmith", scope);
  const { workspaceFolderLanguageValue, workspaceLanguageValue } =
    configuration.inspect(setting) ?? {};
  // What is set for a language wins over what is not, wherever it is; among those, the narrower place.
  await configuration.update(setting, mode, inWorkspace ? Workspace : Global, true);
  if (workspaceFolderLanguageValue !== undefined && uri) {
    await configuration.update(setting, undefined, WorkspaceFolder, true);
  }
  if (workspaceLanguageValue !== undefined && !inWorkspace) {
    await configuration.update(setting, undefined, Workspace, true);
  }
}
