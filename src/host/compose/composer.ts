import { commands, type Disposable, ProgressLocation, type TextEditor, window } from "vscode";
import { type ComposeOptions, UserError } from "../../shared/composeProtocol";
import type { GivenSeed } from "../../shared/seed";
import { abortOnCancel } from "../cancellation";
import { type Config, isReadAloud } from "../config";
import type { ModelChoice } from "../node/modelChoice";
import type { ModelWorker } from "../node/modelWorker";
import type { Notices } from "../notices";
import { offerAfterwards } from "./afterwards";
import { barMessages } from "./barMessages";
import { composeInto, type Written } from "./composeInto";
import type { ComposeJob } from "./composeJob";
import { DocumentWriter } from "./documentWriter";
import { isReadOnly, readOnlySentence } from "./readOnly";
import { report } from "./report";

const composingKey = "tunesmith.composing";

/** What composing needs of the rest. */
export interface ComposerNeeds {
  readonly worker: ModelWorker;
  readonly models: ModelChoice;
  readonly notices: Notices;
  readonly config: (editor: TextEditor) => Config;
  readonly freshSeed: () => number;
}

/** Runs one composition at a time in this window. */
export class Composer implements Disposable {
  private readonly needs: ComposerNeeds;
  private running: AbortController | undefined;

  constructor(needs: ComposerNeeds) {
    this.needs = needs;
  }

  /** Stops the composition that is under way; its whole bars stay. */
  stop(): void {
    this.running?.abort();
  }

  dispose(): void {
    this.stop();
  }

  /** Whether a composition is under way; then the user is told so and can cancel it. */
  isBusy(): boolean {
    if (this.running) void this.offerStop();
    return this.running !== undefined;
  }

  /**
   * Composes what `plan` makes of the document's text as it is now; gives what was written, or nothing when it was
   * refused.
   */
  async compose(
    editor: TextEditor,
    plan: (source: string) => ComposeJob,
    seed?: GivenSeed,
  ): Promise<Written | undefined> {
    if (this.isBusy()) return undefined;
    const controller = new AbortController();
    this.running = controller;
    void commands.executeCommand("setContext", composingKey, true);
    try {
      return await this.run(editor, plan, seed, controller);
    } catch (error) {
      this.needs.notices.fail(error, "Composing failed");
      return undefined;
    } finally {
      this.running = undefined;
      void commands.executeCommand("setContext", composingKey, false);
    }
  }

  private async run(
    editor: TextEditor,
    plan: (source: string) => ComposeJob,
    given: GivenSeed | undefined,
    controller: AbortController,
  ): Promise<Written> {
    const { notices, freshSeed } = this.needs;
    const config = this.needs.config(editor);
    const seed = given ?? config.seed ?? { seed: freshSeed(), madeOn: "" };
    const { document } = editor;
    // From here on a change of the document stops the run, so the offsets that the plan knows keep fitting.
    const writer = new DocumentWriter(editor, controller);
    try {
      const source = document.getText();
      if (await isReadOnly(document)) throw new UserError(readOnlySentence);
      const job = plan(source);
      const written = await this.write(writer, job, seed.seed, config, controller);
      const sentence = report(written, job, seed.madeOn);
      if (written.stopped === "failed") {
        notices.fail(written.error, sentence);
      } else {
        const again = async (shown: TextEditor): Promise<boolean> => {
          if (shown.document.getText() !== source) return false;
          await this.compose(shown, plan, { seed: freshSeed(), madeOn: "" });
          return true;
        };
        void offerAfterwards({ notices, editor, written, sentence, again });
      }
      return written;
    } finally {
      writer.dispose();
    }
  }

  private async write(
    writer: DocumentWriter,
    job: ComposeJob,
    seed: number,
    config: Config,
    controller: AbortController,
  ): Promise<Written> {
    const { worker, models } = this.needs;
    const options: ComposeOptions = {
      temperature: config.temperature,
      topP: config.topP,
      topK: config.topK,
      bars: config.bars,
      maxChars: config.maxCharacters,
      keepMeter: config.keepMeter,
      sectionStrength: config.sectionStrength,
      seed,
      candidates: 1,
    };
    const { computing, modelFolder } = config;
    const where = {
      location: ProgressLocation.Notification,
      title: "Composing",
      cancellable: true,
    };
    return await window.withProgress(where, async (progress, token) => {
      const cancelling = abortOnCancel(token, controller);
      // A screen reader reads each message aloud, so there it stays at the title.
      const say = (message: string): void => {
        if (!isReadAloud()) progress.report({ message });
      };
      try {
        return await composeInto({
          worker,
          model: () => models.usable(modelFolder, computing),
          options,
          computing,
          job,
          writer,
          signal: controller.signal,
          reached: barMessages(() => performance.now(), say),
        });
      } finally {
        cancelling.dispose();
      }
    });
  }

  private async offerStop(): Promise<void> {
    const chosen = await this.needs.notices.warn(
      "Composing is under way in this window.",
      "Cancel It",
    );
    if (chosen === "Cancel It") this.stop();
  }
}
