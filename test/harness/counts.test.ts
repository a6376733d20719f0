import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { grammarCounts, settle, vitestCounts } from "../../scripts/suites/counts.mjs";
import { runSuite } from "../../scripts/suites/runSuite.mjs";

test.each([
  ["all passed", { passed: 3, failed: 0 }, true, { passed: 3, failed: 0 }],
  ["one failed", { passed: 2, failed: 1 }, false, { passed: 2, failed: 1 }],
  ["all passed, but the process failed", { passed: 3, failed: 0 }, false, { passed: 3, failed: 1 }],
  ["nothing ran", { passed: 0, failed: 0 }, true, { passed: 0, failed: 1 }],
  ["nothing was counted", undefined, true, { passed: 0, failed: 1 }],
  ["it could not start", undefined, false, { passed: 0, failed: 1 }],
])("A suite of which %s", (_what, counted, succeeded, settled) => {
  expect(settle(counted, succeeded, false)).toEqual(settled);
});

test("The grammar's report is counted by files", () => {
  const output = "✓ a.abc run successfuly.\n✖ b.abc failed\n✓ c.abc run successfuly.\n";
  expect(grammarCounts("", output)).toEqual({ passed: 2, failed: 1 });
  const coloured = output.replace(/^./gm, "\u001b[32m$&\u001b[39m");
  expect(grammarCounts("", coloured)).toEqual({ passed: 2, failed: 1 });
});

test("A process that ends by itself without results is a failure", async () => {
  const outcome = await runSuite(() => ({
    name: "deliberate",
    node: ["--eval", "process.exit(0)"],
    count: vitestCounts,
  }));
  expect(outcome).toMatchObject({ passed: 0, failed: 1 });
});

test("Results are read from the file that the suite wrote", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "hc-"));
  const file = path.join(folder, "results.json");
  writeFileSync(file, JSON.stringify({ numPassedTests: 5, numFailedTests: 2 }));
  expect(vitestCounts(file, "")).toEqual({ passed: 5, failed: 2 });
  rmSync(folder, { recursive: true });
});
