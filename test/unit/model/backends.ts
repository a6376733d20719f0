import path from "node:path";
import { Ladder, rungsFrom } from "../../../src/worker/backend";
import type { Rung } from "../../../src/worker/rung";
import { kernelFolder } from "./kernelBuilds";

/** Where the wasm backend's .wasm files are. */
export const wasmFolder = path.resolve("node_modules/@tensorflow/tfjs-backend-wasm/dist");

/** Loads a rung; tfjs, where it is one of its own, computes on it from here on. */
export async function use(name: "fused" | "wasm" | "cpu"): Promise<Rung> {
  const lines: string[] = [];
  const distFolder = name === "fused" ? kernelFolder : wasmFolder;
  const log = (line: string): void => void lines.push(line);
  const rung = await new Ladder({ distFolder }, log, rungsFrom(name)).rung();
  if (rung.name !== name) throw new Error(lines.join("\n"));
  return rung;
}
