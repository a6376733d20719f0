import { spawn } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { onInterrupt } from "../setup/interrupt.mjs";
import { root } from "../setup/root.mjs";
import { needsShell, npmCommand } from "../setup/run.mjs";
import { noCounts, settle } from "./counts.mjs";

/** A suite that takes longer hangs. */
const limit = 8 * 60_000;

/** @typedef {{name: string, seconds: number} & import("./counts.mjs").Counts} Outcome */

/**
 * Runs a suite in a process of its own; whatever becomes of that process, there is an outcome.
 * @param {(results: string) => import("./suites.mjs").Suite} suiteOf
 * @returns {Promise<Outcome>}
 */
export async function runSuite(suiteOf) {
  const folder = path.join(root, "test-results");
  const { name } = suiteOf("");
  const results = path.join(folder, `${name.replace(/[^\w.]+/g, "-")}.json`);
  const suite = suiteOf(results);
  mkdirSync(folder, { recursive: true });
  rmSync(results, { force: true });
  console.log(`\n── ${name}`);
  const begun = performance.now();
  const { succeeded, output } = await execute(...commandOf(suite));
  const counts = settle(suite.count(results, output), succeeded, suite.count === noCounts);
  return { name, ...counts, seconds: (performance.now() - begun) / 1000 };
}

/**
 * @param {import("./suites.mjs").Suite} suite
 * @returns {[string, string[]]}
 */
function commandOf({ script, node }) {
  return node ? [process.execPath, node] : npmCommand(["run", "--silent", ...(script ?? [])]);
}

/**
 * Runs a command, shows what it prints and gives it back; ends its whole group when it takes too long.
 * @param {string} command
 * @param {string[]} args
 * @returns {Promise<{succeeded: boolean, output: string}>}
 */
async function execute(command, args) {
  const isWindows = process.platform === "win32";
  const shell = needsShell(command);
  const child = spawn(command, args, { cwd: root, detached: !isWindows, shell });
  let output = "";
  for (const [from, to] of /** @type {const} */ ([
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ])) {
    from.setEncoding("utf8").on("data", (text) => {
      output += text;
      to.write(text);
    });
  }
  const timer = setTimeout(() => {
    console.log(`It took longer than ${limit / 60_000} minutes.`);
    end(child, "SIGTERM");
    setTimeout(() => end(child, "SIGKILL"), 10_000).unref();
  }, limit);
  // The suite is in a group of its own, so Ctrl-C has to be passed on.
  const forget = onInterrupt(() => {
    end(child, "SIGTERM");
    child.once("close", () => process.exit(130));
  });
  const succeeded = await new Promise((resolve) => {
    child.on("error", () => resolve(false)).on("close", (code) => resolve(code === 0));
  });
  clearTimeout(timer);
  forget();
  return { succeeded, output };
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
function end(child, signal) {
  if (child.pid === undefined || child.exitCode !== null) return;
  process.kill(process.platform === "win32" ? child.pid : -child.pid, signal);
}
