import { commands, env, type TextEditor, window } from "vscode";
import type { Notices } from "../notices";
import type { Written } from "./composeRun";

const undo = "Undo";
const tryAgain = "Try Again";
const nextVariation = "Next Variation";
const copySeed = "Copy Seed";

const undoYourself =
  "The text has changed since, so it is left as it is: Undo in the editor still works.";
const runAgain = "The text has changed since: run the command again where the music is to go on.";

/** What a finished run leaves to be said and done. */
export interface Afterwards {
  readonly notices: Pick<Notices, "info" | "warn">;
  readonly editor: TextEditor;
  readonly written: Written;
  readonly sentence: string;
  /** Composes anew at the same place, from a fresh seed; false when the text is no longer the one before the run. */
  readonly again: ((editor: TextEditor) => Promise<boolean>) | undefined;
  /** Puts in the next variation. */
  readonly next: (editor: TextEditor) => Promise<unknown>;
}

/** Says what was done and offers to take it back, to hear something else and to keep the seed. */
export async function offerAfterwards(run: Afterwards): Promise<void> {
  const { notices, editor, written, sentence, again, next } = run;
  const { version } = editor.document;
  const chosen = await notices.info(sentence, ...actions(run));
  if (chosen === copySeed) {
    await env.clipboard.writeText(written.composed?.seedToken ?? "");
  } else if (chosen) {
    const shown = await showUnchanged(editor, version);
    if (shown && chosen === nextVariation) {
      await next(shown);
      return;
    }
    if (shown && written.text !== "") await commands.executeCommand("undo");
    const done = shown && (chosen === undo || (await again?.(shown)));
    if (!done) void notices.warn(written.text === "" ? runAgain : undoYourself);
  }
}

/** Shows a document that is still at `version`. */
async function showUnchanged(
  { document, viewColumn }: TextEditor,
  version: number,
): Promise<TextEditor | undefined> {
  const isChanged = (): boolean => document.isClosed || document.version !== version;
  if (isChanged()) return undefined;
  const editor = await window.showTextDocument(document, viewColumn);
  return isChanged() ? undefined : editor;
}

function actions({ written, again }: Afterwards): string[] {
  const { stopped, text, composed, variations } = written;
  if (stopped === "edited" || stopped === "undone" || stopped === "hidden") return [];
  if (!composed || stopped === "readOnly") return [];
  const other = variations.length > 1 ? [nextVariation] : again ? [tryAgain] : [];
  return text === "" ? other : [undo, ...other, copySeed];
}
