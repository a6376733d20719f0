import { MessageChannel, type MessagePort } from "node:worker_threads";
import { afterEach, describe, expect, test } from "vitest";
import { UserError } from "../../../src/shared/composeProtocol";
import { type Connection, connect, type Methods, Transferred } from "../../../src/shared/rpc";

type Near = { double(n: number): number; shout(text: string): string };
type Far = {
  add(a: number, b: number): number;
  slow(): Promise<string>;
  fail(kind: string): never;
  never(): Promise<never>;
  viaNear(n: number): Promise<number>;
  bytes(length: number): Uint8Array;
  uncloneable(): unknown;
  nothing(): void;
};

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

/** Two ends that talk over a real channel. */
function pair(): { near: Connection<Far>; far: Connection<Near>; sent: ArrayBuffer[] } {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const over = (port: MessagePort) => ({
    post: (message: unknown, transfer?: readonly ArrayBuffer[]) =>
      port.postMessage(message, transfer),
    listen: (receive: (message: unknown) => void) => void port.on("message", receive),
  });
  const sent: ArrayBuffer[] = [];
  const farMethods = {
    add: (a: number, b: number) => a + b,
    slow: () => new Promise<string>((resolve) => setImmediate(() => resolve("late"))),
    fail(kind: string): never {
      if (kind === "user") throw new UserError("Do this.");
      if (kind === "type") throw new TypeError("Broken.");
      throw kind;
    },
    never: () => new Promise<never>(() => {}),
    viaNear: async (n: number) => (await far.remote.double(n)) + 1,
    bytes(length: number) {
      const bytes = new Uint8Array(length).fill(7);
      sent.push(bytes.buffer);
      return new Transferred(bytes, [bytes.buffer]);
    },
    uncloneable: () => () => {},
    nothing() {},
  };
  const nearMethods = { double: (n: number) => 2 * n, shout: (text: string) => `${text}!` };
  const far = connect<Near>(over(port2), farMethods as unknown as Methods);
  const near = connect<Far>(over(port1), nearMethods as unknown as Methods);
  return { near, far, sent };
}

describe("a channel", () => {
  test("carries calls and values in both directions", async () => {
    const { near, far } = pair();
    expect(await near.remote.add(2, 3)).toBe(5);
    expect(await far.remote.shout("hey")).toBe("hey!");
    expect(await near.remote.viaNear(20)).toBe(41);
    expect(await near.remote.nothing()).toBeUndefined();
  });

  test("gives each call its own answer, in whatever order they come", async () => {
    const { near } = pair();
    const late = near.remote.slow();
    const sums = Array.from({ length: 20 }, (_, n) => near.remote.add(n, n));
    expect(await Promise.all(sums)).toEqual(Array.from({ length: 20 }, (_, n) => 2 * n));
    expect(await late).toBe("late");
  });

  test("carries errors with name, message and stack", async () => {
    const { near } = pair();
    const user = await near.remote.fail("user").catch((error: Error) => error);
    expect(user).toBeInstanceOf(Error);
    expect(user).toMatchObject({ name: "UserError", message: "Do this." });
    const type = await near.remote.fail("type").catch((error: Error) => error);
    expect(type).toMatchObject({ name: "TypeError", message: "Broken." });
    expect((type as Error).stack).toContain("rpc.test.ts");
    await expect(near.remote.fail("a text")).rejects.toThrow("a text");
    expect(await near.remote.add(1, 1)).toBe(2);
  });

  test("refuses methods that are not there, inherited ones too", async () => {
    const { near } = pair();
    const remote = near.remote as unknown as Record<string, () => Promise<unknown>>;
    for (const name of ["missing", "toString", "constructor", "__proto__"]) {
      await expect(remote[name]?.()).rejects.toThrow(`There is no method "${name}".`);
    }
  });

  test("is not taken for a promise", async () => {
    const { near } = pair();
    expect(await Promise.resolve(near.remote)).toBe(near.remote);
    expect((near.remote as unknown as { then?: unknown }).then).toBeUndefined();
  });

  test("refuses what cannot be sent and goes on", async () => {
    const { near } = pair();
    const remote = near.remote as unknown as { add(a: unknown, b: unknown): Promise<unknown> };
    await expect(remote.add(() => {}, 1)).rejects.toThrow(/could not be cloned/);
    await expect(near.remote.uncloneable()).rejects.toThrow(/could not be cloned/);
    expect(await near.remote.add(1, 2)).toBe(3);
  });

  test("hands buffers over instead of copying them", async () => {
    const { near, sent } = pair();
    const bytes = await near.remote.bytes(1000);
    expect(bytes).toEqual(new Uint8Array(1000).fill(7));
    expect(sent[0]?.byteLength).toBe(0);
  });
});

describe("a closed channel", () => {
  test("rejects the calls that wait and those that come later, with the first reason", async () => {
    const { near } = pair();
    const waiting = [near.remote.never(), near.remote.slow()];
    near.close(new Error("The thread stopped."));
    near.close(new Error("Another reason."));
    for (const call of waiting) await expect(call).rejects.toThrow("The thread stopped.");
    await expect(near.remote.add(1, 1)).rejects.toThrow("The thread stopped.");
  });

  test("takes no notice of answers and calls that come too late", async () => {
    const { near, far } = pair();
    const late = near.remote.slow();
    near.close(new Error("Closed."));
    await expect(late).rejects.toThrow("Closed.");
    let answered = false;
    void far.remote.double(2).then(() => {
      answered = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(answered).toBe(false);
  });
});
