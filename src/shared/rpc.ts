/** What one side of a channel can be asked to do: method name to signature. */
export type Methods = Record<string, (...args: never[]) => unknown>;

/** The far side's methods as promises. */
export type Remote<M extends Methods> = {
  [K in keyof M]: (...args: Parameters<M[K]>) => Promise<Awaited<ReturnType<M[K]>>>;
};

/** A transport that both a worker thread and a webview can be reduced to. */
export interface Port {
  /** Sends a message; `transfer` names buffers to hand over instead of copying. */
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Calls `receive` with each message of the far side. */
  listen(receive: (message: unknown) => void): void;
}

/** One end of a channel. */
export interface Connection<Far extends Methods> {
  /** The far side's methods. */
  readonly remote: Remote<Far>;
  /** Rejects every pending call with `reason`, and every later one. */
  close(reason: Error): void;
}

/** A result whose buffers are handed over instead of copied. */
export class Transferred<T> {
  readonly value: T;
  readonly buffers: readonly ArrayBuffer[];
  constructor(value: T, buffers: readonly ArrayBuffer[]) {
    this.value = value;
    this.buffers = buffers;
  }
}

type Call = { kind: "call"; id: number; method: string; args: unknown[] };
type Value = { kind: "value"; id: number; value: unknown };
type Failure = { kind: "failure"; id: number; name: string; message: string; stack: string };

/** Serves `local` to the far side and offers the far side's methods; a thrown error crosses with name, message and stack. */
export function connect<Far extends Methods>(
  port: Port,
  local: Methods,
  onBroken: (error: unknown) => void = () => {},
): Connection<Far> {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let nextId = 0;
  let closed: Error | undefined;

  const serve = async ({ id, method, args }: Call): Promise<void> => {
    try {
      if (!Object.hasOwn(local, method)) throw new Error(`There is no method "${method}".`);
      const result = await local[method]?.(...(args as never[]));
      if (result instanceof Transferred) {
        port.post({ kind: "value", id, value: result.value } satisfies Value, result.buffers);
      } else {
        port.post({ kind: "value", id, value: result } satisfies Value);
      }
    } catch (error) {
      const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
      port.post({ kind: "failure", id, name, message, stack: stack ?? "" } satisfies Failure);
    }
  };

  port.listen((raw) => {
    const message = raw as Call | Value | Failure;
    if (message.kind === "call") {
      if (!closed) serve(message).catch(onBroken);
      return;
    }
    const waiter = pending.get(message.id);
    pending.delete(message.id);
    if (message.kind === "value") waiter?.resolve(message.value);
    else waiter?.reject(revive(message));
  });

  const call = (method: string, args: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (closed) {
        reject(closed);
        return;
      }
      const id = nextId++;
      pending.set(id, { resolve, reject });
      try {
        port.post({ kind: "call", id, method, args } satisfies Call);
      } catch (error) {
        pending.delete(id);
        reject(error);
      }
    });

  return {
    remote: new Proxy({} as Remote<Far>, {
      // A Proxy that answered "then" would be taken for a promise when awaited.
      get: (_, method) =>
        typeof method === "string" && method !== "then"
          ? (...args: unknown[]) => call(method, args)
          : undefined,
    }),
    close(reason) {
      closed ??= reason;
      for (const { reject } of pending.values()) reject(closed);
      pending.clear();
    },
  };
}

function revive({ name, message, stack }: Failure): Error {
  const error = new Error(message);
  error.name = name;
  error.stack = stack;
  return error;
}
