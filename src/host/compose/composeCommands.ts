import { commands, Disposable, type TextEditor, window, workspace } from "vscode";
import { UserError } from "../../shared/composeProtocol";
import type { Notices } from "../notices";
import { bookEndJob, continueJob, selectionJob } from "./composeJob";
import type { Written } from "./composeRun";
import type { Composer } from "./composer";

/** Registers the commands that compose, and the one that stops. */
export function registerComposeCommands(composer: Composer, notices: Notices): Disposable {
  const command = (id: string, run: () => Promise<Written | undefined>): Disposable =>
    commands.registerCommand(id, async () => {
      try {
        return await run();
      } catch (error) {
        notices.fail(error, "Composing failed");
        return undefined;
      }
    });
  return Disposable.from(
    command("tunesmith.continueTune", async () => {
      const editor = abcEditor();
      const { document, selection } = editor;
      const offset = document.offsetAt(selection.end);
      return await composer.compose(editor, (source) => continueJob(source, offset));
    }),
    command("tunesmith.continueFromSelection", async () => {
      const editor = abcEditor();
      const { document, selection } = editor;
      const start = document.offsetAt(selection.start);
      const end = document.offsetAt(selection.end);
      return await composer.compose(editor, (source) => selectionJob(source, start, end));
    }),
    command("tunesmith.newTune", async () => {
      if (composer.isBusy()) return undefined;
      return await composer.compose(activeAbcEditor() ?? (await newBook()), bookEndJob);
    }),
    command("tunesmith.nextVariation", () => composer.nextVariation(abcEditor())),
    commands.registerCommand("tunesmith.stopComposing", () => composer.stop()),
  );
}

function activeAbcEditor(): TextEditor | undefined {
  const editor = window.activeTextEditor;
  return editor?.document.languageId === "abc" ? editor : undefined;
}

function abcEditor(): TextEditor {
  const editor = activeAbcEditor();
  if (editor) return editor;
  throw new UserError("Open a tune book (.abc) first and place the cursor in a tune.");
}

async function newBook(): Promise<TextEditor> {
  return await window.showTextDocument(await workspace.openTextDocument({ language: "abc" }));
}
