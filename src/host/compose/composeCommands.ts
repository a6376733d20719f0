import {
  commands,
  Disposable,
  type Memento,
  type TextDocument,
  type TextEditor,
  window,
  workspace,
} from "vscode";
import { UserError } from "../../shared/composeProtocol";
import type { Config } from "../config";
import type { Notices } from "../notices";
import { bookEndJob, continueJob, rewriteJob, selectionJob } from "./composeJob";
import type { Written } from "./composeRun";
import type { Composer } from "./composer";
import { continueWithOptions } from "./continueWithOptions";

/** What the commands that compose need of the rest. */
export interface CommandNeeds {
  readonly composer: Composer;
  readonly notices: Notices;
  readonly config: (document: TextDocument) => Config;
  /** Keeps what was answered last. */
  readonly memory: Memento;
}

/** Registers the commands that compose, and the one that stops. */
export function registerComposeCommands(needs: CommandNeeds): Disposable {
  const { composer, notices, config, memory } = needs;
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
    command("tunesmith.continueWithOptions", async () => {
      const editor = abcEditor();
      return await continueWithOptions(composer, editor, config(editor.document), memory);
    }),
    command("tunesmith.continueFromSelection", async () => {
      const editor = abcEditor();
      const [start, end] = selected(editor);
      return await composer.compose(editor, (source) => selectionJob(source, start, end));
    }),
    command("tunesmith.rewriteSelection", async () => {
      const editor = abcEditor();
      const [start, end] = selected(editor);
      return await composer.compose(editor, (source) => rewriteJob(source, start, end));
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

/** Where the primary selection starts and ends. */
function selected({ document, selection }: TextEditor): [number, number] {
  return [document.offsetAt(selection.start), document.offsetAt(selection.end)];
}

async function newBook(): Promise<TextEditor> {
  return await window.showTextDocument(await workspace.openTextDocument({ language: "abc" }));
}
