import { hasServer } from "../setup/root.mjs";
import { releases } from "../vscode/versions.mjs";
import { grammarCounts, hostCounts, noCounts, vitestCounts } from "./counts.mjs";

/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {string[]} [script] an npm script with its arguments
 * @property {string[]} [node] a module for Node with its arguments
 * @property {import("./counts.mjs").Count} count
 */

const builtConfig = "test/vitest.config.ts";

/**
 * Every suite, the cheap ones first; each writes its counts, where it does, to the file it is given.
 * @type {((results: string) => Suite)[]}
 */
export const suites = [
  () => ({ name: "check", script: ["check"], count: noCounts }),
  (results) => ({ name: "unit", node: vitest(results), count: vitestCounts }),
  () => ({ name: "grammar", script: ["test:grammar"], count: grammarCounts }),
  (results) => ({
    name: "package",
    node: vitest(results, "--config", builtConfig, "package"),
    count: vitestCounts,
  }),
  ...["newest", "oldest"].map((release) => host(/** @type {"newest" | "oldest"} */ (release))),
  (results) => ({
    name: "harness",
    node: vitest(results, "--config", builtConfig, "harness"),
    count: vitestCounts,
  }),
  ...(hasServer ? [ui] : []),
];

/**
 * @param {import("../vscode/versions.mjs").ReleaseName} release
 * @returns {(results: string) => Suite}
 */
function host(release) {
  return (results) => ({
    name: `host, VS Code ${releases[release].version}`,
    node: ["test/harness/runHost.mjs", release, "--results", results],
    count: hostCounts,
  });
}

/**
 * @param {string} results
 * @returns {Suite}
 */
function ui(results) {
  return {
    name: "ui",
    node: vitest(results, "--config", builtConfig, "ui"),
    count: vitestCounts,
  };
}

/**
 * @param {string} results
 * @param {string[]} args
 */
function vitest(results, ...args) {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
  return ["node_modules/vitest/vitest.mjs", "run", ...args, ...reporters];
}
