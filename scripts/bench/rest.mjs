import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { hasServer, root } from "../setup/root.mjs";
import { run } from "../setup/run.mjs";
import { table, thousands } from "./table.mjs";

/**
 * What has a budget besides: parsing, sizes, activation.
 * @param {import("./bench.mjs").Bench} bench
 */
export async function rest({ programs, scratch }) {
  const { tunes, warm, cold } = await programs.answer("parsing");
  const result = path.join(scratch, "activation.json");
  await run(process.execPath, ["test/harness/runHost.mjs", "newest", "bench/activation.test.ts"], {
    cwd: root,
    env: { BENCH_RESULT: result },
    quiet: true,
  });
  const { loading, activation } = JSON.parse(readFileSync(result, "utf8"));
  const where = hasServer ? "VS Code 1.139.1, server" : "VS Code 1.139";
  return [
    "### What else has a budget",
    table(
      ["what", "measured", "budget"],
      [
        [
          `parsing a 10 MB tune book of ${tunes} tunes`,
          `${Math.round(warm)} ms warm, ${Math.round(cold)} ms cold`,
          "300 ms",
        ],
        ["host bundle", `${kilobytes("dist/host.js")} KB`, "200 KB"],
        ["worker bundle", `${kilobytes("dist/worker.js")} KB`, ""],
        ["bundled model", `${kilobytes("models/folk/weights.bin")} KB`, "3,000 KB"],
        [
          `activate, loading its bundle included (${where})`,
          `${(loading + activation).toFixed(1)} ms`,
          "30 ms",
        ],
      ],
    ),
  ];
}

/** @param {string} file */
function kilobytes(file) {
  return thousands(statSync(path.join(root, file)).size / 1000);
}
