import { commands, type Disposable, type LogOutputChannel, window } from "vscode";

const showLog = "Show Log";

/** Registers the command that shows the log. */
export function registerShowLog(log: LogOutputChannel): Disposable {
  return commands.registerCommand("tunesmith.showLog", () => log.show());
}

/** Shows an error with a button that shows the log. */
export async function showError(log: LogOutputChannel, sentence: string): Promise<void> {
  if ((await window.showErrorMessage(sentence, showLog)) === showLog) log.show();
}
