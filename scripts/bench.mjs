// Measures what the budgets of the design are about and prints one table; --write keeps it in docs/benchmarks.md.
// Each row is measured in a process of its own; ratios compare with the peer named, measured in the same run.
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { build } from "./setup/build.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { program } from "./setup/program.mjs";
import { hasServer, root } from "./setup/root.mjs";
import { run } from "./setup/run.mjs";

await ensureDependencies(root);
await build();
const scratch = mkdtempSync(path.join(tmpdir(), "tunesmith-bench-"));
const measured = await program("bench/main.ts", scratch);

/** @type {string[][]} */
const rows = [];
const stock = "tfjs-layers 4.22";

/** @param {string[]} args */
const measure = (...args) => measured(...args, path.join(root, "dist/"));

for (const hidden of ["150", "256", "512"]) {
  const speed = async (/** @type {string} */ subject) =>
    (await measure("generation", subject, "wasm", hidden)).charactersPerSecond;
  const [ours, theirs] = [await speed("tunesmith"), await speed("stock")];
  rows.push([
    `composing, batch 1, 1 × ${hidden}, wasm`,
    `${thousands(ours)} chars/s`,
    `${thousands(theirs)} chars/s (${stock}, stateful predict)`,
    `${(ours / theirs).toFixed(1)} ×`,
  ]);
}
for (const hidden of ["150", "256"]) {
  const speed = async (/** @type {string} */ subject) =>
    (await measure("training", subject, "wasm", hidden)).charactersPerSecond;
  const [ours, theirs] = [await speed("tunesmith"), await speed("stock")];
  rows.push([
    `training, batch 32 × 64 steps, Adam, 1 × ${hidden}, wasm`,
    `${thousands(ours)} chars/s`,
    `${thousands(theirs)} chars/s (${stock}, trainOnBatch, one-hot)`,
    `${(ours / theirs).toFixed(1)} ×`,
  ]);
}
const parsed = await measure("parsing", "", "", "");
rows.push([
  `parsing a 10 MB tune book of ${parsed.tunes} tunes`,
  `${Math.round(parsed.warm)} ms warm, ${Math.round(parsed.cold)} ms cold`,
  "budget 300 ms",
  "",
]);
rows.push(["host bundle", `${kilobytes("dist/host.js")} KB`, "budget 200 KB", ""]);
rows.push(["worker bundle", `${kilobytes("dist/worker.js")} KB`, "", ""]);
rows.push(["bundled model", `${kilobytes("models/folk/weights.bin")} KB`, "budget 3,000 KB", ""]);
const result = path.join(scratch, "activation.json");
await run(process.execPath, ["test/harness/runHost.mjs", "newest", "bench/activation.test.ts"], {
  cwd: root,
  env: { BENCH_RESULT: result },
  quiet: true,
});
const { loading, activation } = JSON.parse(readFileSync(result, "utf8"));
const where = hasServer ? "VS Code 1.139.1, server" : "VS Code 1.139";
rows.push([
  `activate, loading its bundle included (${where})`,
  `${(loading + activation).toFixed(1)} ms`,
  "budget 30 ms",
  "",
]);
rmSync(scratch, { recursive: true, force: true });

const table = [
  ["what", "measured", "beside it", "ratio"],
  ["---", "---", "---", "---"],
  ...rows,
].map((row) => `| ${row.join(" | ")} |`);
const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`;
const text = [
  "# Benchmarks",
  "",
  "`npm run bench` measures and prints this table, `npm run bench -- --write` keeps it here. Ratios count, not absolute",
  "figures: they are against the peer named, in the same run, one thread each.",
  "",
  `Machine: ${machine}.`,
  "",
  ...table,
  "",
].join("\n");
console.log(text);
if (process.argv.includes("--write")) writeFileSync(path.join(root, "docs/benchmarks.md"), text);

/** @param {number} value */
function thousands(value) {
  return Math.round(value).toLocaleString("en");
}

/** @param {string} file */
function kilobytes(file) {
  return thousands(statSync(path.join(root, file)).size / 1000);
}
