import { commands, type Disposable, type TextEditor } from "vscode";
import { UserError } from "../../shared/composeProtocol";
import { usualVariations } from "../../shared/usual";
import { composeAll } from "./composeBest";
import type { ComposeRun, Written } from "./composeRun";
import { DocumentWriter } from "./documentWriter";
import { LastMusic } from "./lastMusic";
import { variationsOf } from "./variation";

const hasVariationsKey = "tunesmith.hasVariations";

/** What Next Variation has done: `number` counts the variation that stands there now, from 1. */
export interface Varied extends Written {
  readonly number: number;
}

/** Keeps the music that was composed last, and puts its variations in one after the other. */
export class Variations implements Disposable {
  private readonly freshSeed: () => number;
  private last: LastMusic | undefined;

  constructor(freshSeed: () => number) {
    this.freshSeed = freshSeed;
  }

  dispose(): void {
    this.last?.dispose();
  }

  /** Keeps what a run has put in by `writer`, in place of what was kept before. */
  keep(
    { document }: TextEditor,
    run: ComposeRun,
    { text, variations }: Written,
    { insertion, range }: DocumentWriter,
  ): void {
    if (text === "") return;
    this.last?.dispose();
    this.last =
      insertion && range && variations.length > 0
        ? new LastMusic(document, run, variations, insertion, range)
        : undefined;
    void commands.executeCommand("setContext", hasVariationsKey, this.last !== undefined);
  }

  /**
   * Puts the next variation in place of the one that stands in the document, the first behind the last. Where there is
   * only one, others are composed first.
   */
  async next(editor: TextEditor, controller: AbortController): Promise<Varied> {
    const { last } = this;
    if (last?.document !== editor.document) {
      throw new UserError(
        "Nothing was composed here that could be varied: run Continue Tune first.",
      );
    }
    const writer = new DocumentWriter(editor, controller);
    try {
      const { index, insertion } = last.find();
      const { run, variations } = last;
      if (variations.length === 1) await composeMore(last, this.freshSeed(), controller);
      const next = (index + 1) % variations.length;
      const variation = variations[next];
      if (variation && next !== index) {
        writer.place(insertion);
        await writer.append(variation.text);
        await writer.close();
        if (run.job.task.kind === "rewrite") writer.select();
      }
      return {
        text: writer.text,
        bars: variation?.bars ?? 0,
        stopped: writer.interruption ?? (controller.signal.aborted ? "cancelled" : "end"),
        variations,
        number: next + 1,
        ...(variation && { composed: variation.composed }),
      };
    } finally {
      writer.dispose();
    }
  }
}

async function composeMore(
  { run, variations }: LastMusic,
  seed: number,
  controller: AbortController,
): Promise<void> {
  const options = { ...run.options, seed, candidates: usualVariations - 1 };
  const composed = await composeAll({ ...run, options }, controller);
  if (!composed || controller.signal.aborted) return;
  const known = new Set(variations.map(({ text }) => text));
  variations.push(...variationsOf(composed, run.job).filter(({ text }) => !known.has(text)));
}
