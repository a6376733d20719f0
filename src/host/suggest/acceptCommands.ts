import {
  commands,
  Disposable,
  type TextDocument,
  type TextEditor,
  window,
  workspace,
} from "vscode";
import { type Enough, nextBar, nextNote } from "./acceptedWords";

/** More words than any bar has. */
const mostWords = 200;

/** Registers the commands that take the beginning of the suggestion that is shown; `took` hears of each that does. */
export function registerAcceptCommands(took: (document: TextDocument) => void): Disposable {
  const command = (id: string, enough: () => Enough): Disposable =>
    commands.registerCommand(id, async () => {
      const editor = window.activeTextEditor;
      if (editor && (await acceptUntil(editor, enough()))) took(editor.document);
    });
  return Disposable.from(
    command("tunesmith.acceptNextNote", nextNote),
    command("tunesmith.acceptNextBar", nextBar),
  );
}

/** Accepts word after word of whichever suggestion is shown, until one is enough or none is left; false if none was. */
async function acceptUntil(editor: TextEditor, isEnough: Enough): Promise<boolean> {
  let words = 0;
  let word = "";
  const watching = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (document === editor.document) word += contentChanges[0]?.text ?? "";
  });
  try {
    while (words < mostWords) {
      word = "";
      await commands.executeCommand("editor.action.inlineSuggest.acceptNextWord");
      if (word === "") break;
      words++;
      if (isEnough(word) || window.activeTextEditor !== editor) break;
    }
  } finally {
    watching.dispose();
  }
  return words > 0;
}
