import {
  Disposable,
  EndOfLine,
  Position,
  Range,
  Selection,
  type TextDocumentChangeEvent,
  TextDocumentChangeReason,
  type TextEditor,
  TextEditorRevealType,
  window,
  workspace,
} from "vscode";
import { GhostText } from "./ghostText";
import type { Insertion } from "./insertion";
import type { TextRange } from "./trackedRange";

/** Why a document can no longer be written to: it was changed, an undo took the text back, or its editor is gone. */
export type Interruption = "edited" | "undone" | "hidden" | "readOnly";

/**
 * Writes growing text into an editor as one undo step. It touches nothing once the document has been changed by anyone
 * else or the editor has gone; then it aborts what composes, and says why.
 */
export class DocumentWriter implements Disposable {
  /** The text that is in the document. */
  text = "";
  /** What stopped the writing, if anything did. */
  interruption: Interruption | undefined;
  /** Where the text goes, once that is known. */
  insertion: Insertion | undefined;
  private readonly editor: TextEditor;
  private readonly composing: AbortController;
  private readonly eol: string;
  private readonly ghost: GhostText;
  private readonly watching: Disposable;
  /** Where the next text goes. */
  private end = 0;
  /** The edit that is under way, as its change event will show it. */
  private expected: { at: number; to: number; text: string } | undefined;

  constructor(editor: TextEditor, composing: AbortController) {
    this.editor = editor;
    this.composing = composing;
    this.eol = editor.document.eol === EndOfLine.CRLF ? "\r\n" : "\n";
    this.ghost = new GhostText(editor);
    this.watching = Disposable.from(
      workspace.onDidChangeTextDocument((event) => this.changed(event)),
      window.onDidChangeVisibleTextEditors((editors) => {
        if (!editors.includes(editor)) this.stop("hidden");
      }),
    );
  }

  /** Says where the text goes. */
  place(insertion: Insertion): void {
    this.insertion = insertion;
    this.end = insertion.at;
  }

  /** Appends text; the first time behind the insertion's prefix and before its suffix, in place of what it replaces. */
  async append(text: string): Promise<void> {
    if (text === "" || this.interruption || !this.insertion) return;
    // What goes in now must not be shown behind itself.
    this.preview("");
    const first = this.text === "";
    const { to, prefix, suffix } = this.insertion;
    const grown = this.toDocument((first ? prefix : "") + text);
    const inserted = grown + (first ? this.toDocument(suffix) : "");
    if (!(await this.replace(first ? to : this.end, inserted, first, false))) return;
    this.text += text;
    this.end += grown.length;
    this.follow(first);
  }

  /** Shows `text` where the next text will go, without writing it. */
  preview(text: string): void {
    if (!this.interruption) this.ghost.show(this.editor.document.positionAt(this.end), text);
  }

  /** Brings the place where the next text goes into the middle of the view. */
  center(): void {
    const at = this.editor.document.positionAt(this.end);
    this.editor.revealRange(new Range(at, at), TextEditorRevealType.InCenter);
  }

  /** Where the text stands with what surrounds it. */
  get range(): TextRange | undefined {
    if (!this.insertion || this.text === "" || this.interruption) return undefined;
    const { at, suffix } = this.insertion;
    return { start: at, end: this.end + this.toDocument(suffix).length };
  }

  /** Selects what has been written. */
  select(): void {
    const { document } = this.editor;
    if (this.text === "" || this.interruption) return;
    const start = document.positionAt(this.end - this.toDocument(this.text).length);
    this.editor.selection = new Selection(start, document.positionAt(this.end));
  }

  /** Ends the undo step, so that what is typed next is another one. */
  async close(): Promise<void> {
    this.ghost.dispose();
    if (this.text !== "" && !this.interruption) await this.replace(this.end, "", false, true);
    this.watching.dispose();
  }

  dispose(): void {
    this.ghost.dispose();
    this.watching.dispose();
  }

  /** Puts `text` between the end of what has been written and `to`. */
  private async replace(to: number, text: string, first: boolean, last: boolean): Promise<boolean> {
    const { document } = this.editor;
    const range = new Range(document.positionAt(this.end), document.positionAt(to));
    this.expected = text === "" ? undefined : { at: this.end, to, text };
    let accepted = false;
    try {
      accepted = await this.editor.edit((edit) => edit.replace(range, text), {
        undoStopBefore: first,
        undoStopAfter: last,
      });
    } catch {
      // The editor closed between the decision and the edit.
      this.stop("hidden");
    }
    // An accepted edit that changed nothing was refused by a read-only editor.
    const done = accepted && this.expected === undefined;
    if (!done && !this.interruption) this.stop("readOnly");
    this.expected = undefined;
    return done;
  }

  private changed({ document, contentChanges, reason }: TextDocumentChangeEvent): void {
    if (document !== this.editor.document || contentChanges.length === 0) return;
    const [change] = contentChanges;
    const { expected } = this;
    if (
      expected &&
      contentChanges.length === 1 &&
      change?.rangeOffset === expected.at &&
      change.rangeLength === expected.to - expected.at &&
      change.text === expected.text
    ) {
      this.expected = undefined;
      return;
    }
    const undone = reason === TextDocumentChangeReason.Undo && this.text !== "";
    this.stop(undone ? "undone" : "edited");
  }

  private stop(why: Interruption): void {
    if (this.interruption) return;
    this.interruption = why;
    if (why === "undone") this.text = "";
    this.ghost.dispose();
    this.composing.abort();
  }

  /** Keeps the cursor behind the text as long as the user leaves it there. */
  private follow(first: boolean): void {
    const { editor } = this;
    const end = editor.document.positionAt(this.end);
    if (first && !editor.selection.active.isEqual(end)) editor.selection = new Selection(end, end);
    if (first || editor.selection.active.isEqual(end)) {
      editor.revealRange(
        new Selection(new Position(end.line, 0), end),
        first ? TextEditorRevealType.InCenterIfOutsideViewport : TextEditorRevealType.Default,
      );
    }
  }

  private toDocument(text: string): string {
    return text.replace(/\r\n|\r|\n/g, this.eol);
  }
}
