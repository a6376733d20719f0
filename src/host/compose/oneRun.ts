import { commands, type Disposable, type TextDocument } from "vscode";
import type { Notices } from "../notices";

const composingKey = "tunesmith.composing";

/** Lets one composition run at a time in this window. */
export class OneRun implements Disposable {
  private readonly notices: Notices;
  private running: { document: TextDocument; controller: AbortController } | undefined;

  constructor(notices: Notices) {
    this.notices = notices;
  }

  /** Stops the composition that is under way. */
  stop(): void {
    this.running?.controller.abort();
  }

  dispose(): void {
    this.stop();
  }

  /** Whether a composition is under way; then the user is told so and can cancel it. */
  isBusy(): boolean {
    if (this.running) void this.offerStop();
    return this.running !== undefined;
  }

  /** Whether a composition into `document` is under way. */
  isIn(document: TextDocument): boolean {
    return this.running?.document === document;
  }

  /** Runs `work` on `document`, which its controller stops; nothing when it is refused or fails, and the user is told so. */
  async start<Result>(
    document: TextDocument,
    work: (controller: AbortController) => Promise<Result>,
  ): Promise<Result | undefined> {
    if (this.isBusy()) return undefined;
    const controller = new AbortController();
    this.running = { document, controller };
    void commands.executeCommand("setContext", composingKey, true);
    try {
      return await work(controller);
    } catch (error) {
      this.notices.fail(error, "Composing failed");
      return undefined;
    } finally {
      this.running = undefined;
      void commands.executeCommand("setContext", composingKey, false);
    }
  }

  private async offerStop(): Promise<void> {
    const chosen = await this.notices.warn("Composing is under way in this window.", "Cancel It");
    if (chosen === "Cancel It") this.stop();
  }
}
