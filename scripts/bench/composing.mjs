import path from "node:path";
import { root } from "../setup/root.mjs";
import { bytesRead, operationsOf, shapeOf, sizeName } from "./network.mjs";
import { needing } from "./peer.mjs";
import { measureInTurn } from "./rounds.mjs";
import { prepareSize } from "./setup.mjs";
import { beside, table, time } from "./table.mjs";

/** @typedef {import("./bench.mjs").Bench} Bench */
/** @typedef {import("./peer.mjs").PeerPlan} PeerPlan */
/** @typedef {import("./rounds.mjs").Measured} Measured */

const sizes = ["1x150", "1x250", "1x512", "2x512", "3x512"];
const dist = path.join(root, "dist/");
const int8Title = "onnxruntime-node int8";

/**
 * The tables of composing: a character at batch 1, and eight candidates at once.
 * @param {Bench} bench
 */
export async function composing(bench) {
  const parts = [];
  for (const lanes of [1, 8]) {
    /** @type {string[][]} */
    const rows = [];
    /** @type {string[][]} */
    const smallRows = [];
    /** @type {string[]} */
    let titles = [];
    for (const size of bench.sizes ?? sizes) {
      const [ours, ourInt8, ortInt8, ...peers] = await measureSize(bench, size, lanes);
      titles = peers.map(({ title }) => title);
      const cells = peers.map(({ measured }) => beside(measured, ours.measured));
      rows.push([sizeName(size), ...ourCells(ours.measured, size, lanes, 4), ...cells]);
      const theirs = beside(ortInt8.measured, ourInt8.measured);
      const small = ourCells(ourInt8.measured, size, lanes, 1);
      smallRows.push([sizeName(size), ...small, theirs, beside(ours.measured, ourInt8.measured)]);
    }
    const what = lanes === 1 ? "one character, batch 1" : `${lanes} candidates, batch ${lanes}`;
    const own = ["GFLOP/s", "read a step"];
    parts.push(
      `### Composing ${what}: ms a step`,
      table(["size", `ours (${bench.rung})`, ...own, ...titles], rows),
      `With int8 weights:`,
      table(["size", `ours (${bench.rung})`, ...own, int8Title, "ours float32"], smallRows),
    );
  }
  return parts;
}

/**
 * @param {Bench} bench
 * @param {string} size
 * @param {number} lanes
 * @returns {Promise<[Row, Row, Row, ...Row[]]>} ours, ours int8, onnxruntime's int8, and the float32 peers
 * @typedef {PeerPlan & {measured: Measured}} Row
 */
async function measureSize(bench, size, lanes) {
  const { work, onnx } = await prepareSize(size, bench.programs);
  const plans = composers(bench, size, lanes, work, onnx);
  const expected = await bench.programs.answer("expected", work, size, String(lanes));
  const greatest = Math.max(...expected.map(Math.abs));
  const measured = await measureInTurn(plans, {
    rounds: bench.rounds,
    length: 40,
    warmUp: 500,
    expected,
    tolerance: (title) => (title.endsWith("int8") ? 0.05 * greatest : 1e-3),
  });
  bench.report(size, plans, measured);
  const rows = plans.map((plan, index) => ({ ...plan, measured: measured[index] ?? "failed" }));
  return /** @type {[Row, Row, Row, ...Row[]]} */ (rows);
}

/**
 * @param {Bench} bench
 * @param {string} size
 * @param {number} lanes
 * @param {string} work
 * @param {boolean} onnx
 * @returns {PeerPlan[]}
 */
function composers({ programs, peers, rung, symbols }, size, lanes, work, onnx) {
  const { layers, hidden } = shapeOf(size);
  const own = [work, size, String(lanes)];
  const main = [process.execPath, programs.main, "composing"];
  const native = [process.execPath, programs.tfjsNode, root];
  const runtime = onnx ? peers.onnxruntime : undefined;
  const script = path.join(root, "bench/peers/torch_composing.py");
  const counts = [layers, hidden, symbols, lanes].map(String);
  const one = { OMP_NUM_THREADS: "1" };
  return [
    { title: "ours", command: [...main, `ours:${rung}:float32`, ...own, dist] },
    { title: "ours int8", command: [...main, `ours:${rung}:int8`, ...own, dist] },
    {
      title: int8Title,
      command: needing(runtime, (place) => [...main, "onnxruntime-int8", ...own, place]),
    },
    {
      title: "onnxruntime-node",
      command: needing(runtime, (place) => [...main, "onnxruntime", ...own, place]),
    },
    {
      title: "PyTorch LSTMCell",
      command: needing(peers.torch, (python) => [python, script, ...own]),
      env: one,
    },
    {
      title: "tfjs-node core ops",
      command: needing(peers.tfjsNode, () => [...native, "core", ...own]),
      env: tensorFlow(1),
    },
    {
      title: "tfjs-node LSTMBlockCell",
      command: needing(peers.tfjsNode, () => [...native, "block-cell", ...own]),
      env: tensorFlow(1),
    },
    { title: "tfjs wasm layers", command: [...main, "wasm-layers", ...own, dist] },
    { title: "tfjs wasm core ops", command: [...main, "wasm-core", ...own, dist] },
    {
      title: "C -O3",
      command: needing(peers.reference, (program) => [
        program,
        path.join(work, `${size}.bin`),
        ...counts,
      ]),
    },
  ];
}

/**
 * What makes TensorFlow quiet and sets its threads; without oneDNN single steps are faster.
 * @param {number} threads
 */
export function tensorFlow(threads) {
  return {
    TF_CPP_MIN_LOG_LEVEL: "2",
    TF_ENABLE_ONEDNN_OPTS: "0",
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: "1",
    OMP_NUM_THREADS: String(threads),
  };
}

/**
 * @param {Measured} measured
 * @param {string} size
 * @param {number} lanes
 * @param {number} bytes
 */
function ourCells(measured, size, lanes, bytes) {
  if (typeof measured === "string") return [measured, "", ""];
  const speed = (operationsOf(size) * lanes) / measured.ms / 1e6;
  const read = bytesRead(size, lanes, bytes) / 1e6;
  return [time(measured.ms), speed.toPrecision(3), `${read.toPrecision(3)} MB`];
}
