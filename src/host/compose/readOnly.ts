import { FilePermission, type TextDocument, workspace } from "vscode";

/** What to say about a document that cannot be written. */
export const readOnlySentence =
  "This document is read-only: save it under another name to compose in it.";

/** Whether the file behind `document` can never be written. */
export async function isReadOnly({ uri, isUntitled }: TextDocument): Promise<boolean> {
  if (isUntitled) return false;
  if (workspace.fs.isWritableFileSystem(uri.scheme) === false) return true;
  try {
    const { permissions = 0 } = await workspace.fs.stat(uri);
    return (permissions & FilePermission.Readonly) !== 0;
  } catch {
    // A file that was deleted, or a document without a file: its editor tells.
    return false;
  }
}
