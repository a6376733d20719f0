import "@tensorflow/tfjs-backend-cpu";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { prepareWasmForTraining } from "../model/wasmTraining";

/** The rungs of the ladder of backends, best first. */
export const backends = ["wasm", "cpu"] as const;

/** The name of a rung. */
export type BackendName = (typeof backends)[number];

/**
 * Chooses the first backend that loads, or `only` this one; gives its name. `wasmFolder` holds the wasm backend's .wasm
 * files. Each choice and each failure is told to `log`; throws when none loads.
 */
export async function chooseBackend(
  wasmFolder: string,
  log: (line: string) => void,
  only?: BackendName,
): Promise<BackendName> {
  setWasmPaths(wasmFolder.endsWith("/") ? wasmFolder : `${wasmFolder}/`);
  for (const name of only ? [only] : backends) {
    try {
      if (await tf.setBackend(name)) {
        if (name === "wasm") prepareWasmForTraining();
        log(`Backend: ${name} (tfjs ${tf.version_core}, float32).`);
        return name;
      }
      log(`The backend ${name} did not load.`);
    } catch (error) {
      log(`The backend ${name} did not load: ${error instanceof Error ? error.message : error}`);
    }
  }
  throw new Error("No backend of TensorFlow.js could be loaded.");
}
