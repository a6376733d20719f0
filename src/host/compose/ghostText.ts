import { type Disposable, type Position, Range, type TextEditor, ThemeColor, window } from "vscode";

/** Text that is shown in an editor but is not in its document. */
export class GhostText implements Disposable {
  private readonly editor: TextEditor;
  private readonly type = window.createTextEditorDecorationType({});

  constructor(editor: TextEditor) {
    this.editor = editor;
  }

  /** Shows `text` at `position` in place of what was shown before; a line end shows as "↵". */
  show(position: Position, text: string): void {
    const after = {
      contentText: text.replaceAll("\n", "↵ "),
      color: new ThemeColor("tunesmith.begunBar"),
      fontStyle: "italic",
    };
    const range = new Range(position, position);
    this.editor.setDecorations(this.type, text === "" ? [] : [{ range, renderOptions: { after } }]);
  }

  dispose(): void {
    this.type.dispose();
  }
}
