import { ProgressLocation, window } from "vscode";
import { abortOnCancel } from "../cancellation";
import { isReadAloud } from "../config";
import { barMessages } from "./barMessages";

/** Shows that `work` composes, with a button that aborts; `work` gets what hears which bar is being written. */
export async function withComposeProgress<Result>(
  controller: AbortController,
  work: (reached: (bar: number) => void) => Promise<Result>,
): Promise<Result> {
  const where = { location: ProgressLocation.Notification, title: "Composing", cancellable: true };
  return await window.withProgress(where, async (progress, token) => {
    const cancelling = abortOnCancel(token, controller);
    // A screen reader reads each message aloud, so there it stays at the title.
    const say = (message: string): void => {
      if (!isReadAloud()) progress.report({ message });
    };
    try {
      return await work(barMessages(() => performance.now(), say));
    } finally {
      cancelling.dispose();
    }
  });
}
