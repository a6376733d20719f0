import path from "node:path";
import { root } from "../setup/root.mjs";
import { table, thousands, time } from "./table.mjs";

/**
 * How long ghost text takes in a long tune book, with the bundled model.
 * @param {import("./bench.mjs").Bench} bench
 */
export async function suggesting({ programs }) {
  const files = [path.join(root, "dist/worker.js"), path.join(root, "models/folk")];
  const { characters, rows, excerpt } = await programs.answer("suggesting", ...files);
  const cells = [
    ["finding the tune in the book", "", ...row(excerpt), ""],
    ...rows.flatMap((/** @type {any} */ { candidates, coldModel, coldTune, typing }) => [
      ["the model's thread not started yet", `${candidates}`, ...row(coldModel), ""],
      ["a tune not read yet", `${candidates}`, ...row(coldTune), "50 ms"],
      ["typing 200 characters, at each", `${candidates}`, ...row(typing), "50 ms"],
    ]),
  ];
  return [
    "### Ghost text",
    `One bar in a made-up tune book of 1,000 tunes, ${thousands(characters / 1000)} KB, with the bundled model: ` +
      "milliseconds from asking the model's thread, on the tune's text, to what is offered.",
    table(
      ["where", "candidates", "p50", "p95", "requests", "of them with an offer", "budget of p95"],
      cells,
    ),
  ];
}

/** @param {{ms: readonly number[], offered: number}} times in order */
function row({ ms, offered }) {
  const part = (/** @type {number} */ share) =>
    time(ms[Math.floor(ms.length * share)] ?? Number.NaN);
  return [part(0.5), part(0.95), `${ms.length}`, `${offered}`];
}
