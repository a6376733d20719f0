import {
  commands,
  type Disposable,
  type QuickPickItem,
  QuickPickItemKind,
  type TextDocument,
  window,
  workspace,
} from "vscode";
import { type Config, type SuggestMode, suggestModes } from "../config";
import type { Notices } from "../notices";
import { setSuggestMode } from "./setSuggestMode";
import { countsInWords, type SuggestCounts } from "./suggestCounts";

/** The command that opens the menu. */
export const menuCommand = "tunesmith.suggestionsMenu";

const snooze = "editor.action.inlineSuggest.snooze";

interface Choice extends QuickPickItem {
  readonly run?: () => unknown;
}

const modeLabels: Record<SuggestMode, string> = {
  automatic: "$(music) Suggest While I Type",
  manual: "$(keyboard) Suggest Only When I Ask",
  off: "$(circle-slash) Do Not Suggest",
};

/** What the menu needs of the rest. */
export interface MenuNeeds {
  readonly counts: SuggestCounts;
  readonly notices: Notices;
  readonly config: (document: TextDocument) => Config;
}

/** Registers the menu of the status bar. */
export function registerSuggestMenu({ counts, notices, config }: MenuNeeds): Disposable {
  return commands.registerCommand(menuCommand, async () => {
    try {
      const document = window.activeTextEditor?.document;
      const modes = document?.languageId === "abc" ? modeChoices(document, config(document)) : [];
      const all = [...modes, ...(await otherChoices(counts))];
      const chosen = await window.showQuickPick(all, { title: "Tunesmith Suggestions" });
      await chosen?.run?.();
    } catch (error) {
      notices.fail(error, "Changing the suggestions failed");
    }
  });
}

function modeChoices({ uri }: TextDocument, { suggestMode }: Config): Choice[] {
  const inScope = (label: string, inWorkspace: boolean): Choice[] => [
    { label, kind: QuickPickItemKind.Separator },
    ...suggestModes
      .filter((mode) => mode !== suggestMode)
      .map((mode) => ({
        label: modeLabels[mode],
        run: async () => {
          await setSuggestMode(mode, inWorkspace, uri);
          await backToEditor();
        },
      })),
  ];
  return [
    ...(workspace.name === undefined ? [] : inScope("in this workspace", true)),
    ...inScope("in every tune book", false),
  ];
}

async function otherChoices(counts: SuggestCounts): Promise<Choice[]> {
  const canSnooze = (await commands.getCommands(true)).includes(snooze);
  const pause: Choice = {
    label: "$(bell-slash) Snooze…",
    description: "Cancel Snooze Inline Suggestions ends it",
    run: async () => {
      await commands.executeCommand(snooze);
      await backToEditor();
    },
  };
  return [
    { label: "", kind: QuickPickItemKind.Separator },
    ...(canSnooze ? [pause] : []),
    {
      label: "$(gear) Settings",
      run: () => commands.executeCommand("workbench.action.openSettings", "tunesmith.suggestions"),
    },
    {
      label: "$(trash) Reset Counts",
      description: countsInWords(counts.now),
      detail: "Counted on this machine and never sent.",
      run: () => counts.reset(),
    },
    { label: "$(output) Show Log", run: () => commands.executeCommand("tunesmith.showLog") },
  ];
}

/** After a click into the status bar the keys would go there. */
async function backToEditor(): Promise<void> {
  await commands.executeCommand("workbench.action.focusActiveEditorGroup");
}
