import { type Disposable, Range, type TextDocument, workspace } from "vscode";
import { UserError } from "../../shared/composeProtocol";
import type { ComposeRun } from "./composeRun";
import type { Insertion } from "./insertion";
import { type TextRange, trackedRange } from "./trackedRange";
import type { Variation } from "./variation";

/** The music that went into a document last, followed through edits, and what else was composed for its place. */
export class LastMusic implements Disposable {
  readonly document: TextDocument;
  readonly run: ComposeRun;
  readonly variations: Variation[];
  private readonly insertion: Insertion;
  private range: TextRange | undefined;
  private readonly watching: Disposable;

  /** One of `variations` stands at `range` as `insertion` has put it there. */
  constructor(
    document: TextDocument,
    run: ComposeRun,
    variations: readonly Variation[],
    insertion: Insertion,
    range: TextRange,
  ) {
    this.document = document;
    this.run = run;
    this.variations = [...variations];
    this.insertion = insertion;
    this.range = range;
    this.watching = workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (document === this.document) this.range &&= trackedRange(this.range, contentChanges);
    });
  }

  /** Which of the variations stands in the document, and the insertion that replaces it; a UserError when none does. */
  find(): { index: number; insertion: Insertion } {
    const { document, range, insertion } = this;
    if (range && !document.isClosed) {
      const { start, end } = range;
      const place = new Range(document.positionAt(start), document.positionAt(end));
      const found = document.getText(place).replace(/\r\n|\r/g, "\n");
      const { prefix, suffix } = insertion;
      const index = this.variations.findIndex(({ text }) => prefix + text + suffix === found);
      if (index >= 0) return { index, insertion: { ...insertion, at: start, to: end } };
    }
    throw new UserError(
      "The music that was composed last is no longer there as it was, so it is left alone.",
    );
  }

  dispose(): void {
    this.watching.dispose();
  }
}
