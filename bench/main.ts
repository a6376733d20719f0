import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { chooseBackend } from "../src/worker/backend";
import { parsing } from "./parsing";
import * as stock from "./stockTfjs";
import * as tunesmith from "./tunesmith";

// One measurement a process, named on the command line, so that none warms up or patches another's backend.
const [kind = "", subject = "", backend = "wasm", size = "0", wasmFolder = ""] =
  process.argv.slice(2);

async function measure(): Promise<object> {
  if (kind === "parsing") return parsing();
  if (subject === "tunesmith") {
    await chooseBackend(wasmFolder, () => {}, backend === "cpu" ? "cpu" : "wasm");
  } else {
    setWasmPaths(wasmFolder);
    await tf.setBackend(backend);
  }
  const measured = subject === "tunesmith" ? tunesmith : stock;
  const run = kind === "generation" ? measured.generation : measured.training;
  return { charactersPerSecond: await run(Number(size)) };
}

void measure().then((result) => process.stdout.write(`${JSON.stringify(result)}\n`));
