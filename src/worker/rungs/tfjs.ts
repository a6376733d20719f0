import "@tensorflow/tfjs-backend-cpu";
import path from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { CharModel } from "../../model/charModel";
import { TfjsNetwork } from "../../model/tfjsNetwork";
import { prepareWasmForTraining } from "../../model/wasmTraining";
import type { Rung, RungPlaces } from "../rung";

/**
 * Loads a backend of tfjs and puts it to use; there is one in use in a process, for all networks. Throws when it does not
 * load. It always computes in float32.
 */
export async function loadTfjs(name: "wasm" | "cpu", { distFolder }: RungPlaces): Promise<Rung> {
  // Else the cpu backend advertises another package on standard error.
  tf.enableProdMode();
  if (name === "wasm") setWasmPaths(path.join(distFolder, path.sep));
  if (!(await tf.setBackend(name))) throw new Error("TensorFlow.js could not start it.");
  if (name === "wasm") prepareWasmForTraining();
  return {
    name,
    description: `tfjs ${tf.version_core}`,
    network: async (architecture, weights) => new TfjsNetwork(new CharModel(architecture, weights)),
    async trainee(architecture, weights, recipe) {
      // The gradients are many modules, and composing needs none of them.
      const { TfjsTrainee } = await import("../../model/training/tfjsTrainee");
      return new TfjsTrainee(new CharModel(architecture, weights), recipe);
    },
    training: () => ({ threads: 1 }),
    dispose() {},
  };
}
