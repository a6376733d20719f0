import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { prepareWasmForTraining } from "../src/model/wasmTraining";
import { expectedLogits } from "./oracle";
import { parsing } from "./parsing";
import { serveAbsence, serveComposer, serveTrainer } from "./peer";
import { onnxruntime } from "./peers/onnxruntime";
import { ourComposer, ourTrainer } from "./peers/ours";
import { coreOps } from "./peers/tfjsCore";
import { layersComposer, layersTrainer } from "./peers/tfjsLayers";
import { start } from "./start";
import { suggesting } from "./suggesting";
import { readBatches, readWork, writeWork } from "./work";

// One piece of work a process, named on the command line, so that none warms up or patches another's backend.
const [kind = "", ...args] = process.argv.slice(2);

const kinds: Record<string, (...args: string[]) => unknown> = {
  parsing,
  start,
  suggesting,
  work: writeWork,
  expected: (folder = "", size = "", lanes = "") =>
    expectedLogits(readWork(folder, size), Number(lanes)),
  /** main.cjs composing PEER FOLDER SIZE LANES WHERE: what the peer needs is in the folder WHERE. */
  async composing(peer = "", folder = "", size = "", lanes = "", where = "") {
    const count = Number(lanes);
    const work = readWork(folder, size);
    const [ours, rung = "", precision = ""] = peer.split(":");
    if (ours === "ours") {
      const composer = await ourComposer(rung, precision, where, work, count);
      return composer
        ? serveComposer(composer, count)
        : serveAbsence(`The rung ${rung} has no ${precision} here.`);
    }
    const [runtime, model = ""] = peer.split("/");
    if (runtime === "onnxruntime") {
      const file = `${folder}/${size}.${model}.onnx`;
      return serveComposer(await onnxruntime(where, file, size, count), count);
    }
    await startWasm(where);
    if (peer === "wasm-layers")
      return serveComposer(layersComposer(tf, layers, work, count), count);
    if (peer === "wasm-core") return serveComposer(coreOps(tf, work, count), count);
    throw new Error(`There is no peer ${peer}.`);
  },
  /** main.cjs training PEER FOLDER SIZE THREADS WHERE */
  async training(peer = "", folder = "", size = "", threads = "", where = "") {
    const work = readWork(folder, size);
    const batches = readBatches(folder);
    const [ours, rung = ""] = peer.split(":");
    if (ours === "ours") {
      const trainer = await ourTrainer(rung, Number(threads), where, work);
      return trainer
        ? serveTrainer(trainer, batches)
        : serveAbsence(`The rung ${rung} does not load.`);
    }
    await startWasm(where);
    const fixed = peer === "wasm-fixed";
    if (fixed) prepareWasmForTraining();
    return serveTrainer(layersTrainer(tf, layers, work, !fixed), batches);
  },
};

async function startWasm(folder: string): Promise<void> {
  setWasmPaths(folder);
  await tf.setBackend("wasm");
}

async function main(): Promise<void> {
  const run = kinds[kind];
  if (!run) throw new Error(`There is nothing called ${kind} to do.`);
  const result = await run(...args);
  if (result !== undefined) process.stdout.write(`${JSON.stringify(result)}\n`);
}

void main();
