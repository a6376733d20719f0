import path from "node:path";
import { type BackendName, chooseBackend } from "../../../src/worker/backend";

/** Where the wasm backend's .wasm files are. */
export const wasmFolder = path.resolve("node_modules/@tensorflow/tfjs-backend-wasm/dist");

/** Computes on `name` from here on. */
export async function use(name: BackendName): Promise<void> {
  await chooseBackend(wasmFolder, () => {}, name);
}
