// Measures what the budgets of the design are about and prints tables; --write keeps them in docs/benchmarks.md.
// --only composing|training|start|suggesting|rest measures a part, --sizes 1x150,2x512 some sizes, --rounds N so many rounds;
// --rung NAME puts another rung of the ladder into the tables.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { composing } from "./bench/composing.mjs";
import { bundlePrograms } from "./bench/programs.mjs";
import { rest } from "./bench/rest.mjs";
import { noPeers, setUpPeers } from "./bench/setup.mjs";
import { start } from "./bench/start.mjs";
import { suggesting } from "./bench/suggesting.mjs";
import { training } from "./bench/training.mjs";
import { build } from "./setup/build.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { root } from "./setup/root.mjs";

const { values } = parseArgs({
  options: {
    write: { type: "boolean", default: false },
    only: { type: "string" },
    sizes: { type: "string" },
    rounds: { type: "string", default: "15" },
    rung: { type: "string", default: "fused" },
  },
});
/** @type {Readonly<Record<string, (bench: import("./bench/bench.mjs").Bench) => Promise<string[]>>>} */
const parts = { composing, training, start, suggesting, rest };
const chosen = values.only ? values.only.split(",") : Object.keys(parts);
const unknown = chosen.find((name) => !(name in parts));
const whole = !values.only && !values.sizes && values.rung === "fused";
if (unknown || (values.write && !whole)) {
  const names = Object.keys(parts).join(", ");
  console.error(
    unknown ? `${unknown} is none of ${names}.` : "Only the whole of the tables is written.",
  );
  process.exit(2);
}

await ensureDependencies(root);
await build();
const scratch = mkdtempSync(path.join(tmpdir(), "tunesmith-bench-"));
// The other parts measure ours alone.
const comparing = chosen.includes("composing") || chosen.includes("training");
let failed = false;
const bench = {
  programs: await bundlePrograms(scratch),
  peers: comparing ? await setUpPeers() : noPeers,
  scratch,
  rung: values.rung,
  rounds: Number(values.rounds),
  sizes: values.sizes?.split(","),
  symbols: 90,
  /** @type {import("./bench/bench.mjs").Report} */
  report(what, plans, measured) {
    failed ||= measured.includes("failed");
    // Without our own there is nothing to keep.
    failed ||= values.write && typeof measured[0] === "string";
    const found = plans.map(({ title }, index) => {
      const one = measured[index];
      if (typeof one !== "object") return `${title} ${one}`;
      const times = `${one.ms.toPrecision(3)}, least ${one.least.toPrecision(3)}`;
      return `${title} ${times}, off by ${one.difference.toPrecision(1)}`;
    });
    console.error([`${what}:`, ...found].join("\n  "));
  },
};
/** @type {string[]} */
const text = [];
try {
  for (const name of chosen) text.push(...((await parts[name]?.(bench)) ?? []));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`;
const page = [
  "# Benchmarks",
  "`npm run bench` measures and prints this page, `npm run bench -- --write` keeps it here. All peers of a row compute " +
    "the same with the same weights, which is checked, and work in turn; times are medians. In brackets: how many times " +
    "faster ours is, so below 1 it is slower. Ratios count, not absolute figures.",
  `Machine: ${machine}. Ours: the rung ${bench.rung} of the ladder of backends.`,
  ...text,
].join("\n\n");
console.log(`${page}\n`);
if (failed) process.exitCode = 1;
else if (values.write) writeFileSync(path.join(root, "docs/benchmarks.md"), `${page}\n`);
