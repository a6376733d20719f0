import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runTests } from "@vscode/test-electron";
import { hasServer, root } from "../../scripts/setup/root.mjs";
import { releases } from "../../scripts/vscode/versions.mjs";
import { bundleHostTests } from "./bundleHostTests.mjs";

/** @typedef {{passed: number, failed: number}} Counts */

/**
 * Runs test files inside a release of VS Code. What did not end, or failed without a failing test, counts as
 * one failure.
 * @param {import("../../scripts/vscode/versions.mjs").ReleaseName} release
 * @param {string[]} files
 * @param {number} [limit] milliseconds
 * @returns {Promise<Counts>}
 */
export async function runHostTests(release, files, limit = 240_000) {
  const scratch = mkdtempSync(path.join(tmpdir(), "th-"));
  const workspace = path.join(scratch, "books");
  const results = path.join(scratch, "counts.json");
  const bundles = path.join(root, "out/test/host", path.basename(scratch));
  mkdirSync(workspace);
  let succeeded = false;
  try {
    await runTests({
      version: releases[release].version,
      ...(hasServer && {
        vscodeExecutablePath: fileURLToPath(new URL("codeLauncher.mjs", import.meta.url)),
      }),
      extensionDevelopmentPath: root,
      extensionTestsPath: await bundleHostTests(files, bundles),
      extensionTestsEnv: {
        HOST_TEST_RELEASE: release,
        HOST_TEST_LIMIT_MS: String(limit),
        HOST_TEST_RESULTS: results,
      },
      launchArgs: [workspace, "--disable-extensions"],
    });
    succeeded = true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  /** @type {Counts} */
  const counts = existsSync(results)
    ? JSON.parse(readFileSync(results, "utf8"))
    : { passed: 0, failed: 1 };
  for (const folder of [scratch, bundles]) rmSync(folder, { recursive: true, force: true });
  return succeeded || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}
