import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { hasServer, root } from "../../scripts/setup/root.mjs";

test("A suite that passes succeeds", async () => {
  const { code, counts } = await runHost("passing");
  expect({ code, ...counts }).toEqual({ code: 0, passed: 1, failed: 0 });
});

test("A failing test inside VS Code fails the run and is counted", async () => {
  const { code, counts, output } = await runHost("failing");
  expect({ code, ...counts }).toEqual({ code: 1, passed: 1, failed: 1 });
  expect(output).toContain("1) Deliberately failing");
});

test.runIf(hasServer)("An extension host that dies fails the run", async () => {
  const { code, counts, output } = await runHost("killing");
  expect({ code, ...counts }).toEqual({ code: 1, passed: 0, failed: 1 });
  expect(output).toContain("The extension host ended before its tests.");
});

test.runIf(hasServer)("A suite that never ends fails the run", async () => {
  const { code, counts, output } = await runHost("hanging", "--limit", "9000");
  expect({ code, ...counts }).toEqual({ code: 1, passed: 0, failed: 1 });
  expect(output).toContain("The tests did not end within 9000 ms.");
});

/** Runs one of the deliberate suites in VS Code, as the host tests are run. */
async function runHost(suite: string, ...args: string[]) {
  const scratch = mkdtempSync(path.join(tmpdir(), "hr-"));
  const results = path.join(scratch, "results.json");
  const tests = path.join(root, `test/host/deliberate/${suite}.test.ts`);
  const runner = path.join(root, "test/harness/runHost.mjs");
  const all = [runner, "newest", "--results", results, ...args, tests];
  const { code, output } = await new Promise<{ code: number; output: string }>((resolve) => {
    execFile(process.execPath, all, { cwd: root }, (error, stdout, stderr) => {
      resolve({ code: error ? 1 : 0, output: stdout + stderr });
    });
  });
  const counts: { passed: number; failed: number } = JSON.parse(readFileSync(results, "utf8"));
  rmSync(scratch, { recursive: true });
  return { code, output, counts };
}
