import { cpus } from "node:os";
import path from "node:path";
import { root } from "../setup/root.mjs";
import { tensorFlow } from "./composers.mjs";
import { operationsOf, sizeName } from "./network.mjs";
import { needing } from "./peer.mjs";
import { measureInTurn } from "./rounds.mjs";
import { prepareSize } from "./setup.mjs";
import { ratio, table, thousands } from "./table.mjs";

/** @typedef {import("./bench.mjs").Bench} Bench */
/** @typedef {import("./peer.mjs").PeerPlan} PeerPlan */
/** @typedef {import("./rounds.mjs").Measured} Measured */

/** Characters of a batch: 32 lanes, 64 steps. */
const characters = 32 * 64;
const dist = path.join(root, "dist/");
/** Whether this engine has relaxed SIMD by itself, as the Electron of VS Code does; Node 20 needs to be asked. */
const hasRelaxed = Number.parseInt(process.versions.node, 10) >= 22;

/**
 * The table of training, Adam, on one thread and on all cores.
 * @param {Bench} bench
 */
export async function training(bench) {
  const all = cpus().length;
  const works = [
    ...["1x150", "1x250", "1x512", "2x512"].map((size) => ({ size, threads: 1 })),
    ...["1x256", "1x512"].map((size) => ({ size, threads: all })),
  ].filter(({ size }) => bench.sizes?.includes(size) ?? true);
  /** @type {string[][]} */
  const rows = [];
  /** @type {string[]} */
  let titles = [];
  for (const { size, threads } of works) {
    const { work } = await prepareSize(size, bench);
    const plans = trainers(bench, size, threads, work);
    const measured = await measureInTurn(plans, {
      rounds: Math.ceil(bench.rounds / 2),
      length: 300,
      warmUp: 600,
      tolerance: () => 1e-3,
    });
    bench.report(`${size}, ${threads} threads`, plans, measured);
    const [ours = "failed", ...others] = measured;
    titles = plans.slice(1).map(({ title }) => title);
    const operations = 3 * operationsOf(size) * characters;
    const reached = typeof ours === "string" ? "" : (operations / ours.ms / 1e6).toPrecision(3);
    const cells = others.map((theirs) => speedBeside(theirs, ours));
    rows.push([sizeName(size), String(threads), speedBeside(ours), reached, ...cells]);
  }
  return [
    "### Training, batch 32, 64 steps, Adam: characters a second",
    "GFLOP/s count the least there is to do: three times the products of composing. Stock tfjs reads one-hot characters " +
      "in wasm, where it cannot learn a look-up; with its transposed products fixed it learns that, too.",
    table(["size", "threads", "ours", "GFLOP/s", ...titles], rows),
  ];
}

/**
 * @param {Bench} bench
 * @param {string} size
 * @param {number} threads
 * @param {string} work
 * @returns {PeerPlan[]}
 */
function trainers({ programs, peers, rung }, size, threads, work) {
  const own = [work, size];
  const main = [process.execPath, programs.main, "training"];
  const relaxed = [process.execPath, "--experimental-wasm-relaxed-simd", ...main.slice(1)];
  const native = [process.execPath, programs.tfjsNode, root];
  const script = path.join(root, "bench/peers/torch_training.py");
  const env = tensorFlow(threads, true);
  /** @param {string} title @param {string} name */
  const wasm = (title, name) => ({
    title: `tfjs wasm layers, ${title}`,
    command: threads === 1 ? [...main, name, ...own, "1", dist] : undefined,
    absence: "one thread only",
  });
  return [
    { title: "ours", command: [...main, `ours:${rung}`, ...own, String(threads), dist] },
    {
      title: "ours, relaxed SIMD",
      command: hasRelaxed ? undefined : [...relaxed, `ours:${rung}`, ...own, String(threads), dist],
      absence: "ours has it",
    },
    {
      title: "PyTorch nn.LSTM",
      command: needing(peers.torch, (python) => [python, script, ...own, String(threads)]),
      env: { OMP_NUM_THREADS: String(threads) },
    },
    {
      title: "tfjs-node BlockLSTMV2",
      command: needing(peers.tfjsNode, () => [...native, "block", ...own]),
      env,
    },
    {
      title: "tfjs-node layers",
      command: needing(peers.tfjsNode, () => [...native, "layers", ...own]),
      env,
    },
    wasm("products fixed", "wasm-fixed"),
    wasm("stock", "wasm-stock"),
  ];
}

/**
 * Characters a second, and how many times faster ours is.
 * @param {Measured} theirs
 * @param {Measured} [ours]
 */
function speedBeside(theirs, ours) {
  if (typeof theirs === "string") return theirs;
  const speed = thousands((characters / theirs.ms) * 1000);
  return ours === undefined || typeof ours === "string"
    ? speed
    : `${speed} (${ratio(theirs, ours)})`;
}
