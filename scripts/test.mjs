// Runs every suite and counts: installs what is locked, builds, gets a browser and both releases of VS Code.
// Needs nothing but Node: what it imports before the installation is Node's own.

import { ensureBrowser } from "./setup/browser.mjs";
import { build } from "./setup/build.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { hasServer, root } from "./setup/root.mjs";
import { ensureTfjsNode, tfjsNodeAvailability } from "./setup/tfjsNode.mjs";
import { runSuite } from "./suites/runSuite.mjs";
import { suites } from "./suites/suites.mjs";
import { prepareServer } from "./vscode/versions.mjs";

/** @type {import("./suites/runSuite.mjs").Outcome[]} */
const outcomes = [];

await setUp("install", () => ensureDependencies(root));
await setUp("build", build);
const tfjsNode = await tfjsNodeAvailability();
if (tfjsNode.available) await setUp("tfjs-node", ensureTfjsNode);
else console.log(`The backend tfjs-node is not tested: ${tfjsNode.reason}`);
if (hasServer) {
  await setUp("browser", ensureBrowser);
  await setUp("VS Code", () => prepareServer("newest").then(() => prepareServer("oldest")));
} else {
  console.log(
    "Not on Linux x64: VS Code is downloaded for the host tests, and the UI test is not available.",
  );
}
for (const suite of suites) outcomes.push(await runSuite(suite));
summarise();

/**
 * What the suites need; it counts only when it fails.
 * @param {string} name
 * @param {() => Promise<unknown>} work
 */
async function setUp(name, work) {
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  try {
    await work();
    outcomes.push({ name, passed: 0, failed: 0, seconds: seconds() });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    outcomes.push({ name, passed: 0, failed: 1, seconds: seconds() });
  }
}

function summarise() {
  const width = Math.max(...outcomes.map(({ name }) => name.length));
  console.log();
  for (const { name, passed, failed, seconds } of outcomes) {
    const counts = passed + failed > 0 ? `${passed} passed, ${failed} failed` : "ready";
    console.log(`${name.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${counts}`);
  }
  const sum = (/** @type {"passed" | "failed"} */ what) =>
    outcomes.reduce((total, outcome) => total + outcome[what], 0);
  console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  process.exitCode = sum("failed") > 0 ? 1 : 0;
}
