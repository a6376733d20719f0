import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { startState } from "../../../../src/model/network";
import { Ladder } from "../../../../src/worker/backend";
import { loadFused } from "../../../../src/worker/rungs/fused";
import { kernelFolder } from "../../model/kernelBuilds";
import { bundledThread } from "../../model/kernelTrainees";
import { greatestDifference } from "../../model/network";
import { PlainNetwork } from "../../model/plainNetwork";
import { bundled } from "../bundle";
import { freshFolder, written } from "../folders";
import { chunkOf } from "./fusedChunks";
import type { Told } from "./fusedProgram";

const folder = freshFolder();
const builds = ["simd", "simd-shared", "relaxed", "relaxed-shared"].map(
  (name) => `kernels-${name}.wasm`,
);
const { shape, weights, recipe } = chunkOf();
const logits = new PlainNetwork(shape, weights).step([4], new PlainNetwork(shape, weights).start());

let program = "";
let losses: number[];
beforeAll(async () => {
  program = await bundled("test/unit/worker/rungs/fusedProgram.ts", folder);
  await bundledThread(path.join(folder, "kernelThread.js"));
  losses = (await run([], "1", "cpu")).losses as number[];
});

/** Runs the program in a process of its own, by such words before it. */
async function run(words: string[], threads: string, ...rungs: string[]): Promise<Told> {
  const [command = process.execPath, ...before] = words;
  const args = [...before, program, folder, threads, ...rungs];
  const { stdout } = await promisify(execFile)(command, args);
  const told = JSON.parse(stdout) as Told;
  expect(greatestDifference(told.logits, logits)).toBeLessThan(1e-5);
  if (losses) expect(greatestDifference(told.losses, losses)).toBeLessThan(1e-3);
  return told;
}

test("several threads train where memory can be shared, one where it cannot", async () => {
  const several = await run([], "3", "fused");
  expect(several.means).toMatchObject({ threads: 3 });
  const without = written(folder, "without.cjs", "delete globalThis.SharedArrayBuffer;\n");
  const one = await run([process.execPath, "--require", without], "3", "fused");
  expect(one.means).toMatchObject({ threads: 1 });
  expect(one.log).toEqual(["Backend: fused (own WebAssembly SIMD kernels)."]);
});

// On other processors SIMD cannot be switched off.
test.runIf(process.arch === "x64")(
  "an engine without SIMD goes on with the next rung",
  async () => {
    const words = [process.execPath, "--no-enable-sse4-1"];
    const { log, rung } = await run(words, "2", "fused", "wasm", "cpu");
    expect(rung).toBe("wasm");
    expect(log).toEqual([
      expect.stringMatching(/^The backend fused did not load: .*SIMD/),
      expect.stringMatching(/^Backend: wasm/),
    ]);
  },
);

// WebAssembly takes the addresses of all memory it could ever have at once.
test.runIf(process.platform === "linux")(
  "a process that may not have the memory goes on with the rung that needs none",
  async () => {
    const words = ["sh", "-c", 'ulimit -v 4000000 && exec "$0" "$@"', process.execPath];
    const { log, rung } = await run(words, "2", "fused", "wasm", "cpu");
    expect(rung).toBe("cpu");
    expect(log[1]).toMatch(/^The backend fused failed: .* of memory, which cannot be had\.$/);
    expect(log.at(-1)).toMatch(/^Backend: cpu/);
  },
);

describe("kernels that are damaged", () => {
  /** A folder of kernels of which some are something else. */
  function dist(name: string, changes: Record<string, Uint8Array>): string {
    const into = path.join(folder, name);
    mkdirSync(into);
    for (const build of builds)
      copyFileSync(path.join(kernelFolder, build), path.join(into, build));
    for (const [build, bytes] of Object.entries(changes))
      writeFileSync(path.join(into, build), bytes);
    return into;
  }
  const whole = readFileSync(path.join(kernelFolder, "kernels-simd.wasm"));

  test.each([
    ["cut off", whole.subarray(0, 1000), /WebAssembly/],
    ["empty", new Uint8Array(), /WebAssembly/],
    ["of another version", whole.with(4, 9), /WebAssembly.*version/],
    // 0xff in place of the last operation.
    ["not valid", whole.with(whole.length - 2, 0xff), /WebAssembly/],
  ])("%s: the next rung is in use, and the log says why", async (name, bytes, why) => {
    const distFolder = dist(name, { "kernels-simd.wasm": bytes });
    const log: string[] = [];
    const ladder = new Ladder({ distFolder, threads: 1 }, (line) => log.push(line), [
      "fused",
      "cpu",
    ]);
    expect((await ladder.rung()).name).toBe("cpu");
    expect(log[0]).toMatch(/^The backend fused did not load: /);
    expect(log[0]).toMatch(why);
    expect(log[1]).toMatch(/^Backend: cpu/);
    await ladder.dispose();
  });

  test("those for training are not looked for to compose", async () => {
    const distFolder = dist("composing", {});
    for (const name of builds.slice(1)) rmSync(path.join(distFolder, name));
    const rung = await loadFused({ distFolder, threads: 2 });
    const network = await rung.network(shape, weights, "float32");
    const own = await network.step([Int32Array.of(4)], startState(shape, 1));
    expect(greatestDifference(own, logits)).toBeLessThan(1e-5);
    await expect(rung.trainee(shape, weights, recipe)).rejects.toThrow("kernels-relaxed-shared");
  });

  test("those for training alone: composing goes on, training goes to the next rung", async () => {
    const damage = { "kernels-simd-shared.wasm": whole.subarray(0, 1000) };
    const distFolder = dist("shared", {
      ...damage,
      "kernels-relaxed-shared.wasm": new Uint8Array(),
    });
    const log: string[] = [];
    const ladder = new Ladder({ distFolder, threads: 2 }, (line) => log.push(line), [
      "fused",
      "cpu",
    ]);
    const network = await (await ladder.rung()).network(shape, weights, "float32");
    const { rung, made } = await ladder.make((on) => on.trainee(shape, weights, recipe));
    expect(rung.name).toBe("cpu");
    expect(log[1]).toMatch(/^The backend fused failed: WebAssembly/);
    made.dispose();
    const own = await network.step([Int32Array.of(4)], startState(shape, 1));
    expect(greatestDifference(own, logits)).toBeLessThan(1e-5);
    await ladder.dispose();
  });
});
