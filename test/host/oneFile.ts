import * as vscode from "vscode";
import { closeAll } from "./session";

/** What a file system of one file does. */
export interface OneFile {
  readonly scheme: string;
  readonly text: string;
  readonly isReadonly?: boolean;
  /** Holds up every question about the file. */
  readonly ready?: () => Promise<void>;
}

/** Shows a tune book of a file system of its own while `during` runs. */
export async function withOneFile(
  { scheme, text, isReadonly = false, ready }: OneFile,
  during: (editor: vscode.TextEditor) => Promise<void>,
): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  const provider: vscode.FileSystemProvider = {
    onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
    watch: () => new vscode.Disposable(() => {}),
    stat: async () => {
      await ready?.();
      return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytes.length };
    },
    readFile: () => bytes,
    readDirectory: () => [],
    createDirectory: () => {},
    writeFile: () => {},
    delete: () => {},
    rename: () => {},
  };
  const registered = vscode.workspace.registerFileSystemProvider(scheme, provider, { isReadonly });
  try {
    const uri = vscode.Uri.parse(`${scheme}:/book.abc`);
    const editor = await vscode.window.showTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(editor.document, "abc");
    await during(editor);
  } finally {
    await closeAll();
    registered.dispose();
  }
}
