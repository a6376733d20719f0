import type {
  Composed,
  ComposeOptions,
  ComposeTask,
  ModelInfo,
  WorkerEvents,
  WorkerMethods,
} from "../shared/composeProtocol";
import { connect, type Methods, type Port } from "../shared/rpc";
import { chooseRung } from "./backend";
import { compose } from "./composeEngine";
import { describeModel, type LoadedModel, loadModel, modelStamp } from "./loadedModel";
import { composingPrecision, type Rung } from "./rung";

/** Serves `WorkerMethods` over a port: one model in memory, requests one after the other, each can be cancelled. */
export function serve(port: Port, distFolder: string): void {
  const cancels = new Map<number, AbortController>();
  let rung: Promise<Rung> | undefined;
  let loaded: LoadedModel | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const queued = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const result = queue.then(work);
    queue = result.catch(() => {});
    return result;
  };
  const log = (line: string): void => void remote.log("info", line).catch(() => {});
  const startedRung = (): Promise<Rung> => {
    rung ??= chooseRung({ distFolder }, log).catch((error: unknown) => {
      // The next request may try again.
      rung = undefined;
      throw error;
    });
    return rung;
  };
  const modelIn = async (directory: string): Promise<LoadedModel> => {
    const on = await startedRung();
    const stamp = modelStamp(directory);
    if (loaded?.info.directory === directory && loaded.stamp === stamp) return loaded;
    const next = await loadModel(directory, on, composingPrecision);
    loaded?.network.dispose();
    loaded = next;
    log(describeModel(next));
    return next;
  };

  const methods = {
    load: (directory: string): Promise<ModelInfo> =>
      queued(async () => (await modelIn(directory)).info),
    compose(
      id: number,
      directory: string,
      task: ComposeTask,
      options: ComposeOptions,
    ): Promise<Composed> {
      const controller = new AbortController();
      cancels.set(id, controller);
      const listener = {
        placed: (insertAt: number, after: string) =>
          void remote.placed(id, insertAt, after).catch(() => {}),
        streamed: (candidate: number, text: string) =>
          void remote.streamed(id, candidate, text).catch(() => {}),
      };
      return queued(async () => {
        try {
          const model = await modelIn(directory);
          return await compose(model, task, options, listener, controller.signal);
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
