import { type Disposable, EventEmitter, type LogOutputChannel, window } from "vscode";
import { userErrorName } from "../shared/composeProtocol";
import { showError } from "./showLog";

/** One sentence that was shown to the user. */
export interface Notice {
  readonly level: "info" | "warning" | "error";
  readonly sentence: string;
}

/** Says things to the user, one sentence at a time, and keeps them in the log. */
export class Notices implements Disposable {
  private readonly log: LogOutputChannel;
  private readonly told = new EventEmitter<Notice>();
  /** Fires with each sentence as it is shown. */
  readonly onDidTell = this.told.event;

  constructor(log: LogOutputChannel) {
    this.log = log;
  }

  /** Says what was done; gives the action that the user chose. */
  info<A extends string>(sentence: string, ...actions: A[]): Promise<A | undefined> {
    this.log.info(sentence);
    this.told.fire({ level: "info", sentence });
    return Promise.resolve(window.showInformationMessage(sentence, ...actions));
  }

  /** Says what the user can change; gives the action that the user chose. */
  warn<A extends string>(sentence: string, ...actions: A[]): Promise<A | undefined> {
    this.log.warn(sentence);
    this.told.fire({ level: "warning", sentence });
    return Promise.resolve(window.showWarningMessage(sentence, ...actions));
  }

  /** Tells of a failure: a user's error as a plain sentence, any other with its trace in the log and "Show Log". */
  fail(error: unknown, doing: string): string {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    if (name === userErrorName) {
      void this.warn(message);
      return message;
    }
    const sentence = `${doing}: ${message}`;
    this.log.error(`${doing}: ${stack ?? message}`);
    this.told.fire({ level: "error", sentence });
    void showError(this.log, sentence);
    return sentence;
  }

  dispose(): void {
    this.told.dispose();
  }
}
