import { Worker } from "node:worker_threads";
import type { WorkerEvents, WorkerMethods } from "../src/shared/composeProtocol";
import { connect, type Methods, type Remote } from "../src/shared/rpc";

/** The model's own thread, as the editor starts it. */
export interface ModelThread {
  readonly remote: Remote<WorkerMethods>;
  /** What a call gives, or why the thread broke. */
  orBroken<Result>(call: Promise<Result>): Promise<Result>;
  end(): Promise<void>;
}

/** Starts the bundled worker; `streamed` is told when some of a text comes. */
export function startModelThread(worker: string, streamed: () => void = () => {}): ModelThread {
  const thread = new Worker(worker);
  const events = { placed() {}, streamed, log() {} } satisfies {
    [Name in keyof WorkerEvents]: (...args: never[]) => unknown;
  };
  const { remote } = connect<WorkerMethods>(
    {
      post: (message, transfer) => thread.postMessage(message, transfer),
      listen: (receive) => void thread.on("message", receive),
    },
    events as unknown as Methods,
  );
  const broken = new Promise<never>((_, reject) => void thread.on("error", reject));
  return {
    remote,
    orBroken: (call) => Promise.race([call, broken]),
    async end() {
      await thread.terminate();
    },
  };
}
