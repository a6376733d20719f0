import type { Disposable, TextEditor } from "vscode";
import { UserError } from "../../shared/composeProtocol";
import type { GivenSeed } from "../../shared/seed";
import type { Config } from "../config";
import type { ModelChoice } from "../node/modelChoice";
import type { ModelWorker } from "../node/modelWorker";
import type { Notices } from "../notices";
import { offerAfterwards } from "./afterwards";
import { type Choose, composeBest } from "./composeBest";
import { composeInto } from "./composeInto";
import type { ComposeJob } from "./composeJob";
import type { ComposeRun, Written } from "./composeRun";
import { DocumentWriter } from "./documentWriter";
import { OneRun } from "./oneRun";
import { isReadOnly, readOnlySentence } from "./readOnly";
import { report } from "./report";

/** What composing needs of the rest. */
export interface ComposerNeeds {
  readonly worker: ModelWorker;
  readonly models: ModelChoice;
  readonly notices: Notices;
  readonly config: (editor: TextEditor) => Config;
  readonly freshSeed: () => number;
}

/** What one run is to do other than the settings say. */
export interface Wishes {
  readonly temperature?: number;
  readonly bars?: number;
  readonly variations?: number;
  readonly seed?: GivenSeed | "fresh";
  /** Chooses from several variations; without it the best one is taken. */
  readonly choose?: Choose;
}

/** Composes into editors, one composition at a time. */
export class Composer implements Disposable {
  private readonly needs: ComposerNeeds;
  private readonly oneRun: OneRun;

  constructor(needs: ComposerNeeds) {
    this.needs = needs;
    this.oneRun = new OneRun(needs.notices);
  }

  /** Stops the composition that is under way; its whole bars stay. */
  stop(): void {
    this.oneRun.stop();
  }

  dispose(): void {
    this.oneRun.dispose();
  }

  /** Whether a composition is under way; then the user is told so and can cancel it. */
  isBusy(): boolean {
    return this.oneRun.isBusy();
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
    return this.oneRun.start((controller) => this.run(editor, plan, wishes, controller));
  }

  private async run(
    editor: TextEditor,
    plan: (source: string) => ComposeJob,
    wishes: Wishes,
    controller: AbortController,
  ): Promise<Written> {
    const { notices } = this.needs;
    const config = this.needs.config(editor);
    const seed = this.seed(wishes, config);
    const { document } = editor;
    // From here on a change of the document stops the run, so the offsets that the plan knows keep fitting.
    const writer = new DocumentWriter(editor, controller);
    try {
      const source = document.getText();
      if (await isReadOnly(document)) throw new UserError(readOnlySentence);
      const job = plan(source);
      const run = this.prepare(job, config, wishes, seed.seed);
      const written =
        run.options.candidates === 1
          ? await composeInto(run, writer, controller)
          : await composeBest(run, writer, controller, wishes.choose);
      const sentence = report(written, job, seed.madeOn);
      if (written.stopped === "failed") {
        notices.fail(written.error, sentence);
      } else {
        const again = async (shown: TextEditor): Promise<boolean> => {
          if (shown.document.getText() !== source) return false;
          await this.compose(shown, plan, { ...wishes, seed: "fresh" });
          return true;
        };
        void offerAfterwards({ notices, editor, written, sentence, again });
      }
      return written;
    } finally {
      writer.dispose();
    }
  }

  private seed(wishes: Wishes, config: Config): GivenSeed {
    const given = wishes.seed ?? config.seed ?? "fresh";
    return given === "fresh" ? { seed: this.needs.freshSeed(), madeOn: "" } : given;
  }

  private prepare(job: ComposeJob, config: Config, wishes: Wishes, seed: number): ComposeRun {
    const { worker, models } = this.needs;
    const { computing, modelFolder } = config;
    const options = {
      temperature: wishes.temperature ?? config.temperature,
      topP: config.topP,
      topK: config.topK,
      bars: wishes.bars ?? config.bars,
      maxChars: config.maxCharacters,
      keepMeter: config.keepMeter,
      sectionStrength: config.sectionStrength,
      seed,
      candidates: wishes.variations ?? config.variations,
    };
    return { worker, model: () => models.usable(modelFolder, computing), options, computing, job };
  }
}
