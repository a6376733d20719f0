import { Worker } from "node:worker_threads";
import type { WorkerEvents, WorkerMethods } from "../src/shared/composeProtocol";
import { connect, type Methods } from "../src/shared/rpc";

const options = {
  temperature: 1,
  topP: 1,
  topK: 0,
  bars: 0,
  maxChars: 1,
  keepMeter: true,
  sectionStrength: 0,
  seed: 1,
  candidates: 1,
};

/** Milliseconds from starting the model's thread to the first character it composes with the model in a folder. */
export async function start(worker: string, model: string): Promise<{ ms: number }> {
  const began = performance.now();
  const thread = new Worker(worker);
  let first = Number.NaN;
  const events = {
    placed() {},
    streamed() {
      first ||= performance.now() - began;
    },
    log() {},
  } satisfies { [Name in keyof WorkerEvents]: (...args: never[]) => unknown };
  const { remote } = connect<WorkerMethods>(
    {
      post: (message, transfer) => thread.postMessage(message, transfer),
      listen: (receive) => void thread.on("message", receive),
    },
    events as unknown as Methods,
  );
  const broken = new Promise<never>((_, reject) => void thread.on("error", reject));
  const source = "X:1\nT:The Start\nM:6/8\nL:1/8\nK:D\n";
  const task = { kind: "continue", source, offset: source.length } as const;
  await Promise.race([remote.compose(1, model, task, options), broken]);
  await thread.terminate();
  if (Number.isNaN(first)) throw new Error("The worker composed nothing.");
  return { ms: first };
}
