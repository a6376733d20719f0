import type { LogOutputChannel } from "vscode";
import type { Suggested, SuggestRequest } from "../../shared/composeProtocol";
import type { ModelChoice } from "../node/modelChoice";
import type { ModelWorker } from "../node/modelWorker";
import type { SuggestSettings } from "./suggestSettings";
import type { SuggestState } from "./suggestState";

/** Asks the model for suggestions: it is looked for once for the same settings, and troubles open no pop-up. */
export class SuggestModel {
  private readonly worker: ModelWorker;
  private readonly models: ModelChoice;
  private readonly state: SuggestState;
  private readonly log: LogOutputChannel;
  /** What the folder was found for, and the search for it. */
  private foundFor = "";
  private found: Promise<string> | undefined;
  /** What is wrong with the model that the settings name. */
  private problem: string | undefined;

  constructor(
    worker: ModelWorker,
    models: ModelChoice,
    state: SuggestState,
    log: LogOutputChannel,
  ) {
    this.worker = worker;
    this.models = models;
    this.state = state;
    this.log = log;
  }

  /** What may follow; `undefined` when `signal` aborts or the model fails, which the state then tells. */
  async ask(
    request: SuggestRequest,
    settings: SuggestSettings,
    signal: AbortSignal,
  ): Promise<readonly string[] | undefined> {
    const begun = performance.now();
    this.state.begin();
    try {
      const directory = await this.directory(settings);
      if (signal.aborted) return undefined;
      const suggested = await this.worker.suggest(directory, request, settings.computing, signal);
      if (signal.aborted) return undefined;
      this.tell(suggested, performance.now() - begun);
      return suggested.texts;
    } catch (error) {
      // The thread or the folder may be gone: the next request looks for both afresh.
      this.found = undefined;
      if (!signal.aborted) {
        this.state.setTrouble(
          `Suggesting failed: ${error instanceof Error ? error.message : error}`,
        );
      }
      return undefined;
    } finally {
      this.state.end();
    }
  }

  private directory({ modelFolder, computing }: SuggestSettings): Promise<string> {
    const wanted = JSON.stringify([modelFolder, computing]);
    if (!this.found || wanted !== this.foundFor) {
      this.foundFor = wanted;
      this.found = this.models.find(modelFolder, computing).then(({ directory, problem }) => {
        this.problem = problem;
        return directory;
      });
    }
    return this.found;
  }

  private tell({ texts, charactersRead }: Suggested, milliseconds: number): void {
    this.state.setTrouble(this.problem);
    this.state.answered(milliseconds);
    this.log.trace(
      `Suggested ${texts.length} in ${Math.round(milliseconds)} ms, ${charactersRead} characters read.`,
    );
  }
}
