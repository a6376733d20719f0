import { commands, env, type TextEditor, window } from "vscode";
import type { Notices } from "../notices";
import type { Written } from "./composeInto";

const undo = "Undo";
const tryAgain = "Try Again";
const copySeed = "Copy Seed";

/** What a finished run leaves to be said and done. */
export interface Afterwards {
  readonly notices: Notices;
  readonly editor: TextEditor;
  readonly written: Written;
  readonly sentence: string;
  /** Composes anew at the same place, from a fresh seed. */
  readonly again: (editor: TextEditor) => Promise<unknown>;
}

/** Says what was done and offers to take it back, to try again and to keep the seed. */
export async function offerAfterwards(run: Afterwards): Promise<void> {
  const { notices, editor, written, sentence, again } = run;
  const { version } = editor.document;
  const chosen = await notices.info(sentence, ...actions(written));
  if (chosen === copySeed) {
    await env.clipboard.writeText(written.composed?.seedToken ?? "");
  } else if (chosen === tryAgain && written.text === "") {
    await again(editor);
  } else if (chosen) {
    const restored = await takeBack(editor, version, notices);
    if (restored && chosen === tryAgain) await again(restored);
  }
}

/** Undoes the last step of a document that is still at `version`; gives the editor that shows it. */
async function takeBack(
  { document, viewColumn }: TextEditor,
  version: number,
  notices: Notices,
): Promise<TextEditor | undefined> {
  if (document.isClosed || document.version !== version) {
    void notices.warn(
      "The text has changed since, so it is left as it is: Undo in the editor still works.",
    );
    return undefined;
  }
  const editor = await window.showTextDocument(document, viewColumn);
  await commands.executeCommand("undo");
  return editor;
}

function actions({ stopped, text, composed }: Written): string[] {
  if (stopped === "edited" || stopped === "undone" || stopped === "hidden") return [];
  if (!composed || stopped === "readOnly") return [];
  return text === "" ? [tryAgain] : [undo, tryAgain, copySeed];
}
