import { Worker } from "node:worker_threads";
import type { Disposable, LogOutputChannel } from "vscode";
import type {
  Composed,
  ComposeOptions,
  ComposeTask,
  ModelInfo,
  Suggested,
  SuggestRequest,
  WorkerEvents,
  WorkerMethods,
} from "../../shared/composeProtocol";
import type { Computing } from "../../shared/computing";
import { type Connection, connect } from "../../shared/rpc";

/** What hears of a request while it runs. */
export interface ComposeListener {
  /** The text will go to `insertAt` of the task's source, with `after` behind it. */
  placed(insertAt: number, after: string): void;
  /** More text of one candidate. */
  streamed(candidate: number, text: string): void;
}

interface Running {
  readonly thread: Worker;
  readonly connection: Connection<WorkerMethods>;
}

/**
 * The model behind its own thread. The thread starts at the first call; when it dies, pending calls are rejected and the
 * next call starts a fresh one.
 */
export class ModelWorker implements Disposable {
  private readonly script: string;
  private readonly log: LogOutputChannel;
  private readonly listeners = new Map<number, ComposeListener>();
  private running: Running | undefined;
  private nextId = 0;

  /** `script` is the path of the worker's bundle. */
  constructor(script: string, log: LogOutputChannel) {
    this.script = script;
    this.log = log;
  }

  /** Loads the model in `directory` to compute as told, or gives it back when it is loaded already. */
  load(directory: string, computing: Computing): Promise<ModelInfo> {
    return this.started().connection.remote.load(directory, computing);
  }

  /** Composes; when `signal` aborts, the result is what was written until then. */
  async compose(
    directory: string,
    task: ComposeTask,
    options: ComposeOptions,
    computing: Computing,
    listener: ComposeListener,
    signal: AbortSignal,
  ): Promise<Composed> {
    const { remote } = this.started().connection;
    const id = this.nextId++;
    this.listeners.set(id, listener);
    try {
      return await this.cancellable(id, signal, () =>
        remote.compose(id, directory, task, options, computing),
      );
    } finally {
      this.listeners.delete(id);
    }
  }

  /** Offers how the music at a place may go on; nothing when `signal` aborts. */
  async suggest(
    directory: string,
    request: SuggestRequest,
    computing: Computing,
    signal: AbortSignal,
  ): Promise<Suggested> {
    const { remote } = this.started().connection;
    const id = this.nextId++;
    return await this.cancellable(id, signal, () =>
      remote.suggest(id, directory, request, computing),
    );
  }

  /** Makes call `id` and cancels it when `signal` aborts. */
  private async cancellable<Result>(
    id: number,
    signal: AbortSignal,
    call: () => Promise<Result>,
  ): Promise<Result> {
    const { remote } = this.started().connection;
    // A thread that has died needs no cancelling: its calls are rejected already.
    const cancel = (): void => void remote.cancel(id).catch(() => {});
    signal.addEventListener("abort", cancel, { once: true });
    try {
      const result = call();
      if (signal.aborted) cancel();
      return await result;
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  }

  /** Ends the thread; pending calls are rejected, the next call starts a fresh one. */
  async terminate(): Promise<void> {
    await this.running?.thread.terminate();
  }

  dispose(): void {
    const { running } = this;
    this.running = undefined;
    running?.connection.close(new Error("Tunesmith is shutting down."));
    void running?.thread.terminate();
  }

  private started(): Running {
    this.running ??= this.start();
    return this.running;
  }

  private start(): Running {
    const thread = new Worker(this.script, {
      name: "tunesmith-model",
      stdout: true,
      stderr: true,
      // Weights live outside the heap; this bounds a runaway, not the model.
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    const connection = connect<WorkerMethods>(
      {
        post: (message, transfer) => thread.postMessage(message, transfer),
        listen: (receive) => void thread.on("message", receive),
      },
      this.events,
      (error) => this.log.error(String(error)),
    );
    const running = { thread, connection };
    const gone = (reason: string): void => {
      if (this.running === running) this.running = undefined;
      connection.close(
        new Error(`The model's thread stopped (${reason}); the next command starts it again.`),
      );
    };
    thread.on("error", (error) => {
      this.log.error(error);
      gone(error.message.split("\n", 1).join(""));
    });
    thread.on("exit", (code) => gone(`exit code ${code}`));
    thread.stdout.on("data", (data) => this.log.info(String(data).trimEnd()));
    thread.stderr.on("data", (data) => this.log.warn(String(data).trimEnd()));
    return running;
  }

  private readonly events: WorkerEvents = {
    placed: (id, insertAt, after) => this.listeners.get(id)?.placed(insertAt, after),
    streamed: (id, candidate, text) => this.listeners.get(id)?.streamed(candidate, text),
    log: (level, line) => this.log[level](line),
  };
}
