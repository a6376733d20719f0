import { rmSync } from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type {
  ComposeOptions,
  ComposeTask,
  WorkerEvents,
  WorkerMethods,
} from "../../../src/shared/composeProtocol";
import { type Computing, usualComputing } from "../../../src/shared/computing";
import { type Connection, connect, type Methods } from "../../../src/shared/rpc";
import { compose } from "../../../src/worker/composeEngine";
import { loadModel } from "../../../src/worker/loadedModel";
import { writeModelFolder } from "../../../src/worker/modelFolder";
import { use } from "../model/backends";
import { bundled } from "./bundle";
import { book, freshFolder, musicModel, written } from "./folders";

const folder = freshFolder();
const modelFolder = path.join(folder, "model");
const task: ComposeTask = { kind: "continue", source: book, offset: book.length };
const options: ComposeOptions = {
  temperature: 1,
  topP: 1,
  topK: 0,
  bars: 0,
  maxChars: 60,
  keepMeter: true,
  sectionStrength: 0,
  motifStrength: 1,
  seed: 3,
  candidates: 2,
};
const endless = { ...options, maxChars: 1_000_000, candidates: 1 };

let script = "";
beforeAll(async () => {
  script = await bundled("src/worker/main.ts", folder);
  writeModelFolder(modelFolder, musicModel({ endless: true }), "float32");
});

interface Started extends Connection<WorkerMethods> {
  readonly thread: Worker;
  readonly log: string[];
  /** What was streamed, by request and candidate. */
  readonly streamed: Map<string, string>;
  /** Waits until something was streamed of a request. */
  streaming(id: number): Promise<void>;
}

const threads: Worker[] = [];
afterEach(async () => {
  for (const thread of threads.splice(0)) await thread.terminate();
});

/** The real thread behind the channel, as the editor starts it. */
function start(): Started {
  const thread = new Worker(script, { stdout: true, stderr: true });
  threads.push(thread);
  const log: string[] = [];
  const streamed = new Map<string, string>();
  const waiting = new Map<number, () => void>();
  const events: WorkerEvents = {
    placed: (id, insertAt) => void streamed.set(`${id}`, `${insertAt}`),
    streamed(id, candidate, text) {
      const key = `${id}/${candidate}`;
      streamed.set(key, (streamed.get(key) ?? "") + text);
      waiting.get(id)?.();
    },
    log: (_, line) => void log.push(line),
  };
  const connection = connect<WorkerMethods>(
    {
      post: (message, transfer) => thread.postMessage(message, transfer),
      listen: (receive) => void thread.on("message", receive),
    },
    events as unknown as Methods,
  );
  thread.on("exit", (code) => connection.close(new Error(`The thread stopped (${code}).`)));
  const streaming = (id: number): Promise<void> =>
    new Promise((resolve) => waiting.set(id, resolve));
  return { ...connection, thread, log, streamed, streaming };
}

describe("the model's thread", () => {
  test("loads nothing before it is asked, then once, and says what it chose", async () => {
    const { remote, log } = start();
    await remote.cancel(0);
    expect(log).toEqual([]);
    const info = await remote.load(modelFolder);
    expect(info).toMatchObject({
      name: "small",
      backend: "fused",
      cell: "lstm",
      layers: 1,
      hidden: 16,
    });
    expect(log).toHaveLength(2);
    expect(log[0]).toMatch(/^Backend: fused/);
    expect(log[1]).toMatch(/^Model small from .*1 × 16 LSTM, \d+ parameters in int8/);
    await remote.load(modelFolder);
    await remote.compose(1, modelFolder, task, options);
    expect(log).toHaveLength(2);
  });

  test("streams pieces that join to the texts, the same as without a thread", async () => {
    const { remote, streamed } = start();
    const composed = await remote.compose(5, modelFolder, task, options);
    expect(composed.candidates.map(({ text }) => text)).toEqual([
      streamed.get("5/0"),
      streamed.get("5/1"),
    ]);
    expect(streamed.get("5")).toBe(`${composed.insertAt}`);
    const loaded = await loadModel(modelFolder, await use("fused"), "int8");
    const silent = { placed() {}, streamed() {} };
    const here = await compose(loaded, task, options, silent, new AbortController().signal);
    loaded.network.dispose();
    expect(composed).toEqual(here);
    expect(composed.seedToken).toBe("3-fused-i8");
    expect(composed.candidates[0]?.text.length).toBeGreaterThan(20);
  });

  test("takes requests one after the other, and cancels the one that runs", async () => {
    const { remote, streamed, streaming } = start();
    const order: number[] = [];
    const begun = streaming(1);
    const requests = [endless, options, options].map((wanted, index) =>
      remote.compose(index + 1, modelFolder, task, wanted).then((result) => {
        order.push(index + 1);
        return result;
      }),
    );
    await begun;
    expect(streamed.has("2/0")).toBe(false);
    await remote.cancel(1);
    const [first, second, third] = await Promise.all(requests);
    expect(order).toEqual([1, 2, 3]);
    expect(first?.candidates[0]?.ended).toBe("cancelled");
    expect(first?.candidates[0]?.text).toBe(streamed.get("1/0"));
    expect(second).toEqual(third);
    expect(second?.candidates[0]?.ended).toBe("length");
  });

  test("cancels a request that still waits, and no other", async () => {
    const { remote, streamed, streaming } = start();
    const begun = streaming(1);
    const first = remote.compose(1, modelFolder, task, endless);
    const second = remote.compose(2, modelFolder, task, endless);
    const third = remote.compose(3, modelFolder, task, options);
    await begun;
    await remote.cancel(2);
    await remote.cancel(1);
    expect((await first).candidates[0]?.ended).toBe("cancelled");
    expect((await second).candidates[0]).toMatchObject({ ended: "cancelled", text: "" });
    expect(streamed.has("2/0")).toBe(false);
    expect((await third).candidates[0]?.ended).toBe("length");
  });

  test("computes as it is told from the next request on, and says why not in int8", async () => {
    const { remote, log } = start();
    const compose = (id: number, changes: Partial<Computing>) =>
      remote.compose(id, modelFolder, task, options, { ...usualComputing, ...changes });
    const int8 = await compose(1, {});
    const float32 = await compose(2, { precision: "float32" });
    const wasm = await compose(3, { backend: "wasm" });
    const cpu = await compose(4, { backend: "cpu", precision: "float32" });
    const again = await compose(5, {});
    expect([int8, float32, wasm, cpu].map(({ seedToken }) => seedToken)).toEqual([
      "3-fused-i8",
      "3-fused-f32",
      "3-wasm-f32",
      "3-cpu-f32",
    ]);
    expect(again).toEqual(int8);
    expect(wasm.candidates.map(({ text }) => text)).toEqual(cpu.candidates.map(({ text }) => text));
    expect(log.filter((line) => line.startsWith("Backend: "))).toEqual([
      expect.stringMatching(/^Backend: fused /),
      expect.stringMatching(/^Backend: wasm /),
      expect.stringMatching(/^Backend: cpu /),
      expect.stringMatching(/^Backend: fused /),
    ]);
    const precisions = log.map((line) => /parameters in ([^,]*)/.exec(line)?.[1]).filter(Boolean);
    const without = "float32 (wasm has no int8)";
    expect(precisions).toEqual(["int8", "float32", without, "float32", "int8"]);
  });

  test("falls below a backend that is wanted and not there, and says so", async () => {
    const { remote, log } = start();
    const wanted = { ...usualComputing, backend: "tfjs-node", tfjsNodePath: folder } as const;
    const { backend } = await remote.load(modelFolder, wanted);
    expect(backend).toBe("wasm");
    expect(log[0]).toBe(`The backend tfjs-node did not load: There is no tfjs-node in ${folder}.`);
  });

  test("carries errors with their names and goes on", async () => {
    const { remote } = start();
    const none = path.join(folder, "none");
    await expect(remote.load(none)).rejects.toMatchObject({
      name: "UserError",
      message: `There is no model in ${none}: it has no model.json.`,
    });
    const foreign = freshFolder();
    written(foreign, "model.json", '{"format":"layers-model"}');
    written(foreign, "weights.bin", "");
    await expect(remote.compose(1, foreign, task, options)).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringContaining("not a Tunesmith model"),
    });
    const inHeader: ComposeTask = { kind: "continue", source: book, offset: 2 };
    await expect(remote.compose(2, modelFolder, inHeader, options)).rejects.toMatchObject({
      name: "UserError",
      message: expect.stringContaining("in the header"),
    });
    expect((await remote.compose(3, modelFolder, task, options)).model).toBe("small");
  });

  test("reloads a model that was replaced on disk, and names one that is gone", async () => {
    const changing = path.join(folder, "changing");
    writeModelFolder(changing, musicModel({ seed: 1, name: "first", endless: true }), "float32");
    const { remote } = start();
    const before = await remote.compose(1, changing, task, options);
    writeModelFolder(changing, musicModel({ seed: 2, name: "second!", endless: true }), "float32");
    const after = await remote.compose(2, changing, task, options);
    expect([before.model, after.model]).toEqual(["first", "second!"]);
    expect(after.candidates).not.toEqual(before.candidates);
    rmSync(changing, { recursive: true });
    await expect(remote.load(changing)).rejects.toMatchObject({ name: "UserError" });
  });

  test("that dies rejects what waits; a fresh one gives the same music", async () => {
    const { remote, thread, streaming } = start();
    const begun = streaming(1);
    const running = remote.compose(1, modelFolder, task, endless);
    const queued = remote.compose(2, modelFolder, task, options);
    const rejected = Promise.allSettled([running, queued]);
    await begun;
    await thread.terminate();
    for (const call of await rejected) {
      expect(call).toMatchObject({
        status: "rejected",
        reason: { message: "The thread stopped (1)." },
      });
    }
    await expect(remote.load(modelFolder)).rejects.toThrow("The thread stopped (1).");
    const one = await start().remote.compose(3, modelFolder, task, options);
    const two = await start().remote.compose(4, modelFolder, task, options);
    expect(one).toEqual(two);
  });
});
