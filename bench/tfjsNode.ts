import { createRequire } from "node:module";
import path from "node:path";
import type * as Layers from "@tensorflow/tfjs-layers";
import { serveComposer, serveTrainer } from "./peer";
import { coreOps, type Tf } from "./peers/tfjsCore";
import { layersTrainer } from "./peers/tfjsLayers";
import { blockCell, blockTrainer, type Int64 } from "./peers/tfjsNodeOps";
import { readBatches, readWork } from "./work";

// The peers that need tfjs-node, in a program of their own: a second tfjs beside its own would register all twice.
// tfjsNode.cjs ROOT PEER FOLDER SIZE LANES
const [root = "", peer = "", folder = "", size = "", lanes = "1"] = process.argv.slice(2);
const load = createRequire(path.join(root, "package.json"));
// Node 23 has dropped what tfjs-node still calls.
const util = load("node:util") as { isNullOrUndefined?: (value: unknown) => boolean };
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
const tf = load("@tensorflow/tfjs-node") as Tf & typeof Layers;
const work = readWork(folder, size);

async function main(): Promise<void> {
  await tf.ready();
  if (tf.getBackend() !== "tensorflow") throw new Error("tfjs-node did not load its library.");
  switch (peer) {
    case "core":
      return serveComposer(coreOps(tf, work, Number(lanes)), Number(lanes));
    case "block-cell":
      return serveComposer(blockCell(tf, work, Number(lanes)), Number(lanes));
    case "layers":
      return serveTrainer(layersTrainer(tf, tf, work, false), readBatches(folder));
    case "block": {
      const name = "@tensorflow/tfjs-node/dist/int64_tensors";
      const { Int64Scalar } = load(name) as { Int64Scalar: Int64 };
      return serveTrainer(blockTrainer(tf, Int64Scalar, work), readBatches(folder));
    }
  }
  throw new Error(`There is no peer ${peer}.`);
}

void main();
