import path from "node:path";
import { root } from "../setup/root.mjs";
import { shapeOf } from "./network.mjs";
import { needing } from "./peer.mjs";

/** @typedef {import("./peer.mjs").PeerPlan} PeerPlan */

const dist = path.join(root, "dist/");

/**
 * The peers that compose, one thread each; ours is the first of either list.
 * @param {import("./bench.mjs").Bench} bench
 * @param {string} size
 * @param {number} lanes
 * @param {{work: string, onnx: boolean}} files
 * @returns {{float32: PeerPlan[], int8: PeerPlan[]}}
 */
export function composers({ programs, peers, rung, symbols }, size, lanes, { work, onnx }) {
  const { layers, hidden } = shapeOf(size);
  const own = [work, size, String(lanes)];
  const main = [process.execPath, programs.main, "composing"];
  const native = [process.execPath, programs.tfjsNode, root];
  const script = path.join(root, "bench/peers/torch_composing.py");
  const weights = path.join(work, `${size}.bin`);
  const counts = [layers, hidden, symbols, lanes].map(String);

  /** @param {string} precision */
  const ours = (precision) => ({
    title: `ours, ${precision}`,
    command: [...main, `ours:${rung}:${precision}`, ...own, dist],
  });
  /** @param {string} title @param {string} model */
  const runtime = (title, model) => ({
    title: `onnxruntime-node ${title}`,
    command: needing(onnx ? peers.onnxruntime : undefined, (place) => {
      return [...main, `onnxruntime/${model}`, ...own, place];
    }),
  });
  /** @param {string} title @param {string} peer */
  const tfjsNode = (title, peer) => ({
    title: `tfjs-node ${title}`,
    command: needing(peers.tfjsNode, () => [...native, peer, ...own]),
    env: tensorFlow(1, false),
  });
  return {
    float32: [
      ours("float32"),
      runtime("LSTM", "lstm"),
      runtime("table", "table"),
      {
        title: "PyTorch LSTMCell",
        command: needing(peers.torch, (python) => [python, script, ...own]),
        env: { OMP_NUM_THREADS: "1" },
      },
      tfjsNode("core ops", "core"),
      tfjsNode("LSTMBlockCell", "block-cell"),
      { title: "tfjs wasm layers", command: [...main, "wasm-layers", ...own, dist] },
      { title: "tfjs wasm core ops", command: [...main, "wasm-core", ...own, dist] },
      {
        title: "C -O3",
        command: needing(peers.reference, (program) => [program, weights, ...counts]),
      },
    ],
    int8: [ours("int8"), runtime("LSTM, int8", "lstm.int8"), runtime("table, int8", "table.int8")],
  };
}

/**
 * What makes TensorFlow quiet and sets its threads.
 * @param {number} threads
 * @param {boolean} oneDnn single steps are faster without it, training with it
 */
export function tensorFlow(threads, oneDnn) {
  return {
    TF_CPP_MIN_LOG_LEVEL: "2",
    TF_ENABLE_ONEDNN_OPTS: oneDnn ? "1" : "0",
    TF_NUM_INTRAOP_THREADS: String(threads),
    TF_NUM_INTEROP_THREADS: "1",
    OMP_NUM_THREADS: String(threads),
  };
}
