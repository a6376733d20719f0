import path from "node:path";
import { chooseRung } from "../../../src/worker/backend";
import type { Rung } from "../../../src/worker/rung";

/** Where the wasm backend's .wasm files are. */
export const wasmFolder = path.resolve("node_modules/@tensorflow/tfjs-backend-wasm/dist");

/** Computes with tfjs on `name` from here on. */
export async function use(name: "wasm" | "cpu"): Promise<Rung> {
  const lines: string[] = [];
  const rung = await chooseRung({ distFolder: wasmFolder }, (line) => lines.push(line), name);
  if (rung.name !== name) throw new Error(lines.join("\n"));
  return rung;
}
