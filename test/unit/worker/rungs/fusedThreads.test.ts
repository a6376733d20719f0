import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Worker } from "node:worker_threads";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { startState, type Trainee } from "../../../../src/model/network";
import { Ladder } from "../../../../src/worker/backend";
import { BackendLostError } from "../../../../src/worker/rung";
import { loadFused } from "../../../../src/worker/rungs/fused";
import { kernelFolder } from "../../model/kernelBuilds";
import { bundledThread } from "../../model/kernelTrainees";
import { freshFolder, written } from "../folders";
import { chunkOf } from "./fusedChunks";

const folder = freshFolder();
const { shape, weights, recipe, chunk, step } = chunkOf();
let script = "";
beforeAll(async () => {
  const file = path.join(folder, "kernelThread.js");
  await bundledThread(file);
  script = readFileSync(file, "utf8");
});

const threads: Worker[] = [];
const started = (message: unknown): void => {
  threads.push((message as { worker: Worker }).worker);
};
beforeEach(() => subscribe("worker_threads", started));
afterEach(() => {
  unsubscribe("worker_threads", started);
  threads.length = 0;
});

/** A folder of the kernels whose threads first run `before`. */
function dist(name: string, before: string): string {
  const into = path.join(folder, name);
  mkdirSync(into);
  for (const build of ["simd", "simd-shared", "relaxed", "relaxed-shared"]) {
    copyFileSync(
      path.join(kernelFolder, `kernels-${build}.wasm`),
      path.join(into, `kernels-${build}.wasm`),
    );
  }
  written(into, "kernelThread.js", `${before}\n${script}`);
  return into;
}

async function traineeIn(distFolder: string): Promise<Trainee> {
  const rung = await loadFused({ distFolder, threads: 3 });
  return rung.trainee(shape, weights, recipe);
}

function trainOn(trainee: Trainee) {
  return trainee.train(chunk, startState(shape, chunk.batch), step);
}

/** Trains until that is refused; gives why. */
async function trainToTheEnd(trainee: Trainee): Promise<unknown> {
  for (let i = 0; i < 1000; i++) {
    try {
      await trainOn(trainee);
    } catch (error) {
      return error;
    }
  }
  return undefined;
}

/** What a thread runs so that the order of this number, from 0, is its last: `end` instead of it, in thread 2. */
const atOrder = (number: number, end: string): string => `
  { let orders = 0;
    const { wait } = Atomics;
    Atomics.wait = (...given) => {
      const result = wait(...given);
      if (require("node:worker_threads").workerData.thread === 2 && orders++ === ${number}) { ${end} }
      return result;
    }; }`;

test.each([
  ["leaves", "process.exit(7);", /^A thread of the training stopped: exit code 7/],
  ["throws", 'throw new Error("out of luck");', /^A thread of the training stopped: out of luck/],
])(
  "a thread that %s in the middle of an order is told, at once and from then on",
  async (name, end, why) => {
    const trainee = await traineeIn(dist(name, atOrder(9, end)));
    const error = await trainToTheEnd(trainee);
    expect(error).toBeInstanceOf(BackendLostError);
    expect((error as Error).message).toMatch(why);
    await expect(trainOn(trainee)).rejects.toBeInstanceOf(BackendLostError);
    trainee.dispose();
  },
);

test("a thread that is ended from outside is told", async () => {
  const trainee = await traineeIn(dist("ended", ""));
  expect(threads).toHaveLength(2);
  await trainOn(trainee);
  const training = trainToTheEnd(trainee);
  const end = threads[0]?.terminate();
  const error = await training;
  expect(error).toBeInstanceOf(BackendLostError);
  await end;
  // Also to whoever asks when it is long gone.
  await expect(trainOn(trainee)).rejects.toBeInstanceOf(BackendLostError);
  await expect(
    (async () => trainee.losses(chunk, startState(shape, chunk.batch)))(),
  ).rejects.toBeInstanceOf(BackendLostError);
  trainee.dispose();
});

test("a share that fails fails its step", async () => {
  // The kernels of the third thread refuse to read embeddings, once.
  const failing = `
  { const { Instance } = WebAssembly;
    WebAssembly.Instance = function (...given) {
      const exports = { ...new Instance(...given).exports };
      const { gatherSum } = exports;
      let calls = 0;
      exports.gatherSum = (...sizes) => {
        if (calls++ === 1 && require("node:worker_threads").workerData.thread === 2) throw new Error("no table");
        return gatherSum(...sizes);
      };
      return { exports };
    }; }`;
  const trainee = await traineeIn(dist("failing", failing));
  await trainOn(trainee);
  await expect(trainOn(trainee)).rejects.toThrow("no table");
  trainee.dispose();
});

test.each([
  ["whose program is not there", undefined],
  ["that do not begin", 'throw new Error("no beginning");'],
  ["that end at once", "process.exit(0);"],
])("threads %s: training goes to the next rung", async (name, before) => {
  const distFolder = dist(name, before ?? "");
  if (before === undefined) rmSync(path.join(distFolder, "kernelThread.js"));
  const log: string[] = [];
  const ladder = new Ladder({ distFolder, threads: 3 }, (line) => log.push(line), ["fused", "cpu"]);
  const { rung, made } = await ladder.make((on) => on.trainee(shape, weights, recipe));
  expect(rung.name).toBe("cpu");
  expect(log[1]).toMatch(/^The backend fused failed: A thread of the training stopped: /);
  made.dispose();
  await ladder.dispose();
});

test("threads end with their training", async () => {
  const trainee = await traineeIn(dist("whole", ""));
  await trainOn(trainee);
  const ended = threads.map((thread) => new Promise((resolve) => thread.on("exit", resolve)));
  expect(ended).toHaveLength(2);
  trainee.dispose();
  await Promise.all(ended);
});

test.each([1, 3])("pieces of work on %i threads wait for each other", async (count) => {
  const distFolder = dist(`turns-${count}`, "");
  const [alone, together] = await Promise.all([
    loadFused({ distFolder, threads: count }).then((rung) => rung.trainee(shape, weights, recipe)),
    loadFused({ distFolder, threads: count }).then((rung) => rung.trainee(shape, weights, recipe)),
  ]);
  const inTurn: unknown[] = [];
  for (let i = 0; i < 4; i++) inTurn.push(await trainOn(alone));
  expect(await Promise.all([1, 2, 3, 4].map(() => trainOn(together)))).toEqual(inTurn);
  for (const trainee of [alone, together]) trainee.dispose();
});

test.each([1, 3])(
  "work on %i threads that is under way or comes later is refused once it is over",
  async (count) => {
    const rung = await loadFused({ distFolder: dist(`over-${count}`, ""), threads: count });
    const trainee = await rung.trainee(shape, weights, recipe);
    const underWay = Array.from({ length: 50 }, () => trainOn(trainee));
    trainee.dispose();
    const outcomes = await Promise.allSettled([...underWay, trainOn(trainee)]);
    expect(outcomes.at(-1)).toMatchObject({
      status: "rejected",
      reason: { message: "The training was ended." },
    });
  },
);
