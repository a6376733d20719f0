import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tfjsNodeFolder } from "../../../../scripts/setup/tfjsNode.mjs";
import { startState } from "../../../../src/model/network";
import { seededRandom } from "../../../../src/model/random";
import { type Chunk, chunks } from "../../../../src/model/training/batches";
import type { RungPlaces } from "../../../../src/worker/rung";
import { loadTfjsNode } from "../../../../src/worker/rungs/tfjsNode";
import { architecture, liveWeights, randomSequence } from "../../model/network";
import { bundled } from "../bundle";
import {
  buildTimeout,
  bundledChild,
  hasTfjsNode,
  starting,
  tfjsNodePlaces,
} from "../tfjsNodeChild";

const shape = architecture({ hidden: 96 });
const random = seededRandom(1);
const [chunk] = [
  ...chunks(
    Array.from({ length: 16 }, () => randomSequence(shape, 200, random)),
    200,
  ),
] as [Chunk];

/** Makes the true tfjs-node add one to every product. */
const wrongProduct = `
const tf = require(${JSON.stringify(tfjsNodeFolder)});
const { kernelFunc } = tf.getKernel("BatchMatMul", "tensorflow");
tf.unregisterKernel("BatchMatMul", "tensorflow");
tf.registerKernel({
  kernelName: "BatchMatMul",
  backendName: "tensorflow",
  kernelFunc: (given) => tf.add(kernelFunc(given), 1),
});`;

const still = { rate: 0.01, dropout: { share: 0, seed: 1, stream: 16 } };

describe.runIf(await hasTfjsNode())("the process of tfjs-node", () => {
  let places: RungPlaces;
  beforeAll(async () => {
    places = await tfjsNodePlaces();
  }, buildTimeout);
  afterAll(() => rmSync(places.distFolder, { recursive: true }));

  test("killed in the middle of training, rejects what is pending and every later call", async () => {
    const { result, child } = starting(() => loadTfjsNode(places));
    const rung = await result;
    const recipe = { optimizer: "adam", weightDecay: 0, clip: 1 } as const;
    const trainee = await rung.trainee(shape, liveWeights(shape), recipe);
    const state = startState(shape, chunk.batch);
    const first = await trainee.train(chunk, state, still);
    expect(first.lossSum).toBeGreaterThan(0);
    const pending = [1, 2, 3].map(() => trainee.train(chunk, state, still));
    const outcomes = Promise.allSettled(pending);
    child.kill("SIGKILL");
    const lost = { name: "BackendLostError", message: expect.stringContaining("SIGKILL") };
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: "rejected", reason: lost });
    }
    await expect(trainee.weights()).rejects.toMatchObject(lost);
    trainee.dispose();
    await rung.dispose();
  });

  test("killed while idle, rejects the next call", async () => {
    const { result, child } = starting(() => loadTfjsNode(places));
    const rung = await result;
    const network = await rung.network(shape, liveWeights(shape), "float32");
    child.kill("SIGKILL");
    const step = (): Promise<Float32Array> | Float32Array =>
      network.step([Int32Array.of(1)], startState(shape, 1));
    await expect(step()).rejects.toMatchObject({ name: "BackendLostError" });
    await rung.dispose();
    await expect(step()).rejects.toMatchObject({ name: "BackendLostError" });
  });

  test.runIf(process.platform !== "win32")("goes on when Ctrl-C reaches it, too", async () => {
    const { result, child } = starting(() => loadTfjsNode(places));
    const rung = await result;
    const network = await rung.network(shape, liveWeights(shape), "float32");
    child.kill("SIGINT");
    const logits = await network.step([Int32Array.of(1)], startState(shape, 1));
    expect(logits).toHaveLength(shape.outputs);
    await rung.dispose();
    expect(child.signalCode).toBe("SIGTERM");
  });

  test("ends when the rung is disposed", async () => {
    const { result, child } = starting(() => loadTfjsNode(places));
    const rung = await result;
    const network = await rung.network(shape, liveWeights(shape), "float32");
    const pending = network.losses(chunk, startState(shape, chunk.batch));
    const outcome = Promise.allSettled([pending]);
    await rung.dispose();
    expect(await outcome).toMatchObject([{ status: "rejected" }]);
    expect(child.exitCode ?? child.signalCode).not.toBeNull();
  });

  test.runIf(process.platform === "linux")("ends when its parent is killed", async () => {
    const script = await bundled("test/unit/worker/tfjsNodeParent.ts", places.distFolder);
    await bundledChild(places.distFolder);
    const parent = spawn(process.execPath, [script, JSON.stringify(places)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = Number(await firstLine(parent));
    expect(isRunning(pid)).toBe(true);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
  });

  test.each([
    ["is no backend", "module.exports = {};", "did not become the backend"],
    [
      "lacks its library",
      "throw new Error('no libtensorflow');",
      "cannot be used: no libtensorflow",
    ],
    ["multiplies wrongly", wrongProduct, "multiplies wrongly: 59,65,140,155"],
    ["breaks down", "process.abort();", "ended (SIGABRT)"],
  ])("is not left over by a package that %s", async (_, code, message) => {
    const folder = fakePackage(places.distFolder, code);
    const { result, child } = starting(() => loadTfjsNode({ ...places, tfjsNodePath: folder }));
    await expect(result).rejects.toThrow(message);
    expect(child.exitCode ?? child.signalCode).not.toBeNull();
  });
});

// A stopped process cannot even be ended, as one that waits for a disk.
test.runIf(process.platform !== "win32")("a process that is stuck holds nobody up", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tunesmith-stuck-"));
  await bundledChild(folder);
  const tfjsNodePath = fakePackage(folder, "");
  const { result, child } = starting(() => loadTfjsNode({ distFolder: folder, tfjsNodePath }, 200));
  child.kill("SIGSTOP");
  await expect(result).rejects.toThrow("it did not start within 0.2 seconds.");
  expect(child.exitCode ?? child.signalCode).toBeNull();
  child.kill("SIGKILL");
  await once(child, "exit");
  rmSync(folder, { recursive: true });
});

test.each(["tfjs-node", "./tfjs-node", "../tfjs-node", "", "~name/tfjs-node"])(
  'the path "%s", which leads elsewhere from every folder, is refused',
  async (tfjsNodePath) => {
    const relative = loadTfjsNode({ distFolder: tmpdir(), tfjsNodePath });
    await expect(relative).rejects.toThrow(
      `tunesmith.tfjsNodePath is an absolute path or begins with ~/, not "${tfjsNodePath}".`,
    );
  },
);

test("A tfjs-node that is not there is named", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "tunesmith-none-"));
  const missing = loadTfjsNode({ distFolder: folder, tfjsNodePath: folder });
  await expect(missing).rejects.toThrow(`There is no tfjs-node in ${folder}`);
  fakePackage(folder, "");
  rmSync(path.join(folder, "tfjs-node/lib"), { recursive: true });
  const bare = path.join(folder, "tfjs-node");
  const noLibrary = loadTfjsNode({ distFolder: folder, tfjsNodePath: bare });
  await expect(noLibrary).rejects.toThrow(`native library of tfjs-node is missing in ${bare}`);
  const unset = loadTfjsNode({ distFolder: path.join(folder, "dist") });
  await expect(unset).rejects.toThrow("tunesmith.tfjsNodePath");
  rmSync(folder, { recursive: true });
});

async function firstLine(child: ChildProcess): Promise<string> {
  let text = "";
  for await (const data of child.stdout ?? []) {
    text += String(data);
    if (text.includes("\n")) break;
  }
  return text.trim();
}

/** Whether a process computes; one that has ended stays known until somebody asks for its exit code. */
function isRunning(pid: number): boolean {
  try {
    const [, state] = /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8")) ?? [];
    return state !== "Z";
  } catch {
    return false;
  }
}

function fakePackage(parent: string, code: string): string {
  const folder = path.join(parent, "tfjs-node");
  const lib = path.join(folder, "lib/napi-v8");
  mkdirSync(lib, { recursive: true });
  writeFileSync(path.join(lib, "tfjs_binding.node"), "");
  writeFileSync(path.join(folder, "index.js"), code);
  writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({ name: "@tensorflow/tfjs-node", version: "0.0.0" }),
  );
  return folder;
}
