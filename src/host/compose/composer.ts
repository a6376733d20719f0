import type { Disposable, TextDocument, TextEditor } from "vscode";
import { UserError } from "../../shared/composeProtocol";
import type { GivenSeed } from "../../shared/seed";
import type { Config } from "../config";
import type { ModelChoice } from "../node/modelChoice";
import type { ModelWorker } from "../node/modelWorker";
import type { Notices } from "../notices";
import { type Afterwards, offerAfterwards } from "./afterwards";
import { composeBest } from "./composeBest";
import { composeInto } from "./composeInto";
import type { ComposeJob } from "./composeJob";
import type { ComposeRun, Written } from "./composeRun";
import { DocumentWriter } from "./documentWriter";
import { OneRun } from "./oneRun";
import { isReadOnly, readOnlySentence } from "./readOnly";
import { report, variationReport } from "./report";
import { Variations, type Varied } from "./variations";
import { composeOptions, type Wishes } from "./wishes";

/** What composing needs of the rest. */
export interface ComposerNeeds {
  readonly worker: ModelWorker;
  readonly models: ModelChoice;
  readonly notices: Notices;
  readonly config: (document: TextDocument) => Config;
  readonly freshSeed: () => number;
}

/** Composes into editors, one composition at a time. */
export class Composer implements Disposable {
  private readonly needs: ComposerNeeds;
  private readonly oneRun: OneRun;
  private readonly variations: Variations;

  constructor(needs: ComposerNeeds) {
    this.needs = needs;
    this.oneRun = new OneRun(needs.notices);
    this.variations = new Variations(needs.freshSeed);
  }

  /** Stops the composition that is under way; its whole bars stay. */
  stop(): void {
    this.oneRun.stop();
  }

  dispose(): void {
    this.oneRun.dispose();
    this.variations.dispose();
  }

  /** Whether a composition is under way; then the user is told so and can cancel it. */
  isBusy(): boolean {
    return this.oneRun.isBusy();
  }

  /** Whether a composition into `document` is under way. */
  isWritingTo(document: TextDocument): boolean {
    return this.oneRun.isIn(document);
  }

  /**
   * Composes what `plan` makes of the document's text as it is now; gives what was written, or nothing when it was
   * refused.
   */
  compose(
    editor: TextEditor,
    plan: (source: string) => ComposeJob,
    wishes: Wishes = {},
  ): Promise<Written | undefined> {
    const { document } = editor;
    return this.oneRun.start(document, (controller) => this.run(editor, plan, wishes, controller));
  }

  /** Puts the next variation in place of the music that went into `editor` last. */
  nextVariation(editor: TextEditor): Promise<Varied | undefined> {
    const { document } = editor;
    return this.oneRun.start(document, (controller) => this.vary(editor, controller));
  }

  private async run(
    editor: TextEditor,
    plan: (source: string) => ComposeJob,
    wishes: Wishes,
    controller: AbortController,
  ): Promise<Written> {
    const { notices } = this.needs;
    const { document } = editor;
    const config = this.needs.config(document);
    const seed = this.seed(wishes, config);
    // From here on a change of the document stops the run, so the offsets that the plan knows keep fitting.
    const writer = new DocumentWriter(editor, controller);
    try {
      const source = document.getText();
      if (await isReadOnly(document)) throw new UserError(readOnlySentence);
      const job = plan(source);
      const run = this.prepare(job, config, wishes, seed.seed);
      const isRewrite = job.task.kind === "rewrite";
      const streams = run.options.candidates === 1 && !isRewrite;
      const written = streams
        ? await composeInto(run, writer, controller)
        : await composeBest(run, writer, controller, wishes.choose);
      if (isRewrite) writer.select();
      this.variations.keep(editor, run, written, writer);
      const sentence = report(written, job, seed.madeOn);
      if (written.stopped === "failed") {
        notices.fail(written.error, sentence);
      } else {
        const again = async (shown: TextEditor): Promise<boolean> => {
          if (shown.document.getText() !== source) return false;
          await this.compose(shown, plan, { ...wishes, seed: "fresh" });
          return true;
        };
        this.offer(editor, written, sentence, again);
      }
      return written;
    } finally {
      writer.dispose();
    }
  }

  private async vary(editor: TextEditor, controller: AbortController): Promise<Varied> {
    const varied = await this.variations.next(editor, controller);
    this.offer(editor, varied, variationReport(varied));
    return varied;
  }

  private offer(
    editor: TextEditor,
    written: Written,
    sentence: string,
    again?: Afterwards["again"],
  ): void {
    const { notices } = this.needs;
    const next = (shown: TextEditor): Promise<unknown> => this.nextVariation(shown);
    void offerAfterwards({ notices, editor, written, sentence, again, next });
  }

  private seed(wishes: Wishes, config: Config): GivenSeed {
    const given = wishes.seed ?? config.seed ?? "fresh";
    return given === "fresh" ? { seed: this.needs.freshSeed(), madeOn: "" } : given;
  }

  private prepare(job: ComposeJob, config: Config, wishes: Wishes, seed: number): ComposeRun {
    const { worker, models } = this.needs;
    const { computing, modelFolder } = config;
    const options = composeOptions(config, wishes, seed);
    return { worker, model: () => models.usable(modelFolder, computing), options, computing, job };
  }
}
