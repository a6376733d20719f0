import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { Written } from "../../src/host/compose/composeRun";
import type { TunesmithApi } from "../../src/host/extension";
import type { Notice } from "../../src/host/notices";

/** A tune whose continuation takes a while: the cursor behind two of its bars. */
export const reel = "X:1\nT:A Reel\nR:reel\nM:4/4\nL:1/8\nK:G\n|:G2BG dGBG|c2ec d2BG|║";

/** The extension's own interface for tests, once it is active. */
export async function tunesmith(): Promise<TunesmithApi> {
  const extension = vscode.extensions.getExtension<TunesmithApi>("tunesmith.tunesmith");
  assert.ok(extension, "VS Code does not know the extension.");
  const api = await extension.activate();
  assert.ok(api, "The extension could not start.");
  return api;
}

/** Opens a file of its own with its cursors at each ║; nothing of it is reused by VS Code. */
export async function open(marked: string): Promise<vscode.TextEditor> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  assert.ok(folder, "The tests need a folder to write to.");
  const uri = vscode.Uri.joinPath(folder, `${randomUUID()}.abc`);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(marked.replaceAll("║", "")));
  const editor = await vscode.window.showTextDocument(uri);
  setCursors(editor, marked);
  return editor;
}

/** Puts the cursors where ║ stands in `marked`, the first one being the primary. */
function setCursors(editor: vscode.TextEditor, marked: string): void {
  const cursors = marked.split("║").slice(0, -1);
  let offset = 0;
  const places = cursors.map((part) => {
    offset += part.length;
    return editor.document.positionAt(offset);
  });
  if (places.length > 0) editor.selections = places.map((at) => new vscode.Selection(at, at));
}

/** What a command did, and every sentence that the user was told meanwhile. */
export interface Ran {
  readonly written: Written | undefined;
  readonly told: readonly Notice[];
  /** The sentences in one string. */
  readonly said: string;
}

/** Runs a command of ours to its end. */
export async function run(command: string): Promise<Ran> {
  const told: Notice[] = [];
  const listening = (await tunesmith()).onDidTell((notice) => told.push(notice));
  try {
    const written = await vscode.commands.executeCommand<Written | undefined>(
      `tunesmith.${command}`,
    );
    return { written, told, said: told.map(({ sentence }) => sentence).join("\n") };
  } finally {
    listening.dispose();
  }
}

/** Runs a command, and `meddle` once when the first bars have come into the document. */
export async function runAndMeddle(
  command: string,
  document: vscode.TextDocument,
  meddle: () => unknown,
): Promise<Ran> {
  const meddled = new Promise<void>((resolve, reject) => {
    const watching = vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document !== document || event.contentChanges.length === 0) return;
      watching.dispose();
      Promise.resolve(meddle()).then(() => resolve(), reject);
    });
  });
  const ran = await run(command);
  await meddled;
  return ran;
}

/** Sets settings of ours; undefined puts one back to its default. */
export async function set(settings: Record<string, unknown>): Promise<void> {
  const configuration = vscode.workspace.getConfiguration("tunesmith");
  for (const [name, value] of Object.entries(settings)) {
    await configuration.update(name, value, vscode.ConfigurationTarget.Global);
  }
}

/** Sets settings of ours for as long as `during` runs. */
export async function withSettings<T>(
  settings: Record<string, unknown>,
  during: () => Promise<T>,
): Promise<T> {
  try {
    await set(settings);
    return await during();
  } finally {
    await set(Object.fromEntries(Object.keys(settings).map((name) => [name, undefined])));
  }
}

/** Undoes in the active editor. */
export async function undo(): Promise<void> {
  await vscode.commands.executeCommand("undo");
}

/** Types into the active editor as a person does. */
export async function type(text: string): Promise<void> {
  await vscode.commands.executeCommand("type", { text });
}

/** Closes every editor without asking. */
export async function closeAll(): Promise<void> {
  while (vscode.window.activeTextEditor) {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  }
}
