#!/usr/bin/env node
// Stands where @vscode/test-electron expects the executable of VS Code: takes the same arguments, and runs the
// tests in VS Code's own server with its workbench in a browser.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startServer } from "../../scripts/vscode/server.mjs";
import { prepareServer, releaseNamed } from "../../scripts/vscode/versions.mjs";
import { workbenchUrl } from "../../scripts/vscode/workbenchUrl.mjs";
import { openPage } from "./browser.mjs";

/** @typedef {{code: number, reason?: string}} Outcome */

const { HOST_TEST_RELEASE: release = "newest", HOST_TEST_LIMIT_MS: limit = "240000" } = process.env;
const scratch = mkdtempSync(path.join(tmpdir(), "tl-"));
const output = path.join(scratch, "mocha.txt");
/** @type {Promise<Outcome>} */
const stopped = new Promise((resolve) => {
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
    process.once(signal, () => resolve({ code: 1, reason: signal }));
  }
});
const late = sleep(Number(limit), { code: 1, reason: `The tests did not end within ${limit} ms.` });

const { code, reason } = await launch().catch((error) => ({ code: 1, reason: String(error) }));
if (existsSync(output)) process.stdout.write(readFileSync(output, "utf8"));
if (reason) console.error(reason);
rmSync(scratch, { recursive: true, force: true });
process.exit(code);

async function launch() {
  const installation = await prepareServer(releaseNamed(release));
  const server = await startServer(installation, {
    testDriver: true,
    trustAll: true,
    // The extension host is a child of the server and inherits its environment.
    env: { MOCHA_OUT_FILE: output },
  });
  try {
    const { browser, page } = await openPage();
    const died = server.ended.then(() => ({ code: 1, reason: "VS Code's server has ended." }));
    const outcome = await Promise.race([stopped, late, died, runTests(page, server.port)]);
    await browser.close();
    return outcome;
  } finally {
    await server.stop();
  }
}

/**
 * Opens the workbench with the extension and its tests, through the two hooks that VS Code's own integration
 * tests use.
 * @param {import("playwright-core").Page} page
 * @param {number} port
 * @returns {Promise<Outcome>}
 */
async function runTests(page, port) {
  const { values, positionals } = parseArgs({ strict: false, allowPositionals: true });
  const { extensionDevelopmentPath: extension, extensionTestsPath: tests } = values;
  page.on("pageerror", (error) => console.error(`workbench: ${error.message}`));
  await page.exposeFunction("codeAutomationLog", () => {});
  /** @type {Promise<Outcome>} */
  const ended = new Promise((resolve, reject) => {
    page.on("crash", () => reject(new Error("The page of the workbench crashed.")));
    page
      .exposeFunction("codeAutomationExit", (/** @type {number} */ code) => resolve({ code }))
      .catch(reject);
  });
  await page.goto(
    workbenchUrl({
      port,
      folder: path.resolve(positionals[0] ?? scratch),
      extension: path.resolve(String(extension)),
      tests: path.resolve(String(tests)),
    }),
  );
  const { code } = await ended;
  // VS Code says 0 for an extension host that was killed; only the suite knows that it ended.
  const isCut = code === 0 && !existsSync(`${output}.done`);
  return isCut ? { code: 1, reason: "The extension host ended before its tests." } : { code };
}
