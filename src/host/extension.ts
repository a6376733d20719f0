import {
  type Event,
  type ExtensionContext,
  type LogOutputChannel,
  type TextDocument,
  Uri,
  window,
} from "vscode";
import { registerComposeCommands } from "./compose/composeCommands";
import { Composer } from "./compose/composer";
import { Config } from "./config";
import { ModelChoice } from "./node/modelChoice";
import { ModelWorker } from "./node/modelWorker";
import { type Notice, Notices } from "./notices";
import { registerShowLog, showError } from "./showLog";
import { registerSuggestions, type Suggestions } from "./suggest/registerSuggestions";

/** What the extension offers to its tests. */
export interface TunesmithApi {
  /** Milliseconds that `activate` took. */
  readonly activation: number;
  /** Fires with each sentence that the user is told. */
  readonly onDidTell: Event<Notice>;
  /** What gives the text that is shown behind the cursor: VS Code itself has no command to ask for it. */
  readonly suggestions: Suggestions;
  /** Ends the model's thread, as a crash would. */
  terminateWorker(): Promise<void>;
}

/** Registers what there is; nothing is loaded before its first use. */
export function activate(context: ExtensionContext): TunesmithApi | undefined {
  const begun = performance.now();
  const log = window.createOutputChannel("Tunesmith", { log: true });
  context.subscriptions.push(log, registerShowLog(log));
  try {
    return register(context, log, begun);
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    void showError(
      log,
      `Tunesmith could not start: ${error instanceof Error ? error.message : error}`,
    );
    return undefined;
  }
}

function register(
  { extensionUri, globalState, subscriptions, workspaceState }: ExtensionContext,
  log: LogOutputChannel,
  begun: number,
): TunesmithApi {
  const path = (...parts: string[]): string => Uri.joinPath(extensionUri, ...parts).fsPath;
  const notices = new Notices(log);
  const worker = new ModelWorker(path("dist", "worker.js"), log);
  const models = new ModelChoice(worker, path("models", "folk"), notices, log);
  const config = (document: TextDocument): Config => new Config(log, document);
  const composer = new Composer({
    worker,
    models,
    notices,
    config,
    freshSeed: () => Math.floor(Math.random() * 1_000_000),
  });
  const suggestions = registerSuggestions({
    worker,
    models,
    notices,
    log,
    kept: globalState,
    config,
    isWritingTo: (document) => composer.isWritingTo(document),
  });
  subscriptions.push(
    notices,
    worker,
    composer,
    registerComposeCommands({ composer, notices, config, memory: workspaceState }),
    suggestions,
  );
  return {
    activation: performance.now() - begun,
    onDidTell: notices.onDidTell,
    suggestions,
    terminateWorker: () => worker.terminate(),
  };
}
