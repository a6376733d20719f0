import type {
  Composed,
  ComposeOptions,
  ComposeTask,
  ModelInfo,
  Suggested,
  SuggestRequest,
  WorkerEvents,
  WorkerMethods,
} from "../shared/composeProtocol";
import type { Computing } from "../shared/computing";
import { connect, type Methods, type Port } from "../shared/rpc";
import { compose } from "./composeEngine";
import { ModelHolder } from "./modelHolder";
import { StreamedPieces } from "./streamedPieces";
import { suggest } from "./suggestEngine";

/** Serves `WorkerMethods` over a port: one model in memory, requests one after the other, each can be cancelled. */
export function serve(port: Port, distFolder: string): void {
  const cancels = new Map<number, AbortController>();
  let queue: Promise<unknown> = Promise.resolve();

  const queued = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = queue.then(work);
    queue = result.catch(() => {});
    return result;
  };
  const log = (line: string): void => void remote.log("info", line).catch(() => {});
  const holder = new ModelHolder(distFolder, log);

  const methods = {
    load: (directory: string, computing?: Computing): Promise<ModelInfo> =>
      // Written out, as its backend may change while it is on its way.
      queued(async () => ({ ...(await holder.model(directory, computing)).info })),
    compose(
      id: number,
      directory: string,
      task: ComposeTask,
      options: ComposeOptions,
      computing?: Computing,
    ): Promise<Composed> {
      const controller = new AbortController();
      cancels.set(id, controller);
      const pieces = new StreamedPieces(
        (candidate, text) => void remote.streamed(id, candidate, text).catch(() => {}),
      );
      const listener = {
        placed: (insertAt: number, after: string) =>
          void remote.placed(id, insertAt, after).catch(() => {}),
        streamed: (candidate: number, text: string) => pieces.add(candidate, text),
      };
      return queued(async () => {
        try {
          const model = await holder.model(directory, computing);
          return await compose(model, task, options, listener, controller.signal);
        } finally {
          pieces.flush();
          cancels.delete(id);
        }
      });
    },
    suggest(
      id: number,
      directory: string,
      request: SuggestRequest,
      computing?: Computing,
    ): Promise<Suggested> {
      const controller = new AbortController();
      cancels.set(id, controller);
      return queued(async () => {
        try {
          if (controller.signal.aborted) return { texts: [], charactersRead: 0 };
          return await suggest(
            await holder.model(directory, computing),
            request,
            controller.signal,
          );
        } finally {
          cancels.delete(id);
        }
      });
    },
    cancel(id: number): void {
      cancels.get(id)?.abort();
    },
  } satisfies { [Name in keyof WorkerMethods]: (...args: never[]) => unknown };

  const { remote } = connect<WorkerEvents>(port, methods as unknown as Methods);
}
