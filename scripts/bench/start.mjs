import path from "node:path";
import { root } from "../setup/root.mjs";
import { median } from "./rounds.mjs";

/**
 * How long the first character takes with the bundled model, from the start of the model's thread.
 * @param {import("./bench.mjs").Bench} bench
 */
export async function start({ programs }) {
  const times = [];
  for (let run = 0; run < 10; run++) {
    const files = [path.join(root, "dist/worker.js"), path.join(root, "models/folk")];
    times.push((await programs.answer("start", ...files)).ms);
  }
  return [
    "### Start",
    "From starting the model's thread to the first character of the bundled model, each time in a new process: " +
      `${Math.round(median(times))} ms (${times.map(Math.round).join(", ")}).`,
  ];
}
