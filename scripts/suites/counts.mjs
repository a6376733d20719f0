import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** @typedef {{passed: number, failed: number}} Counts */

/**
 * What a suite counted: from the file it wrote, or from what it printed.
 * @typedef {(results: string, output: string) => Counts | undefined} Count
 */

/** @type {Count} */
export function vitestCounts(results) {
  const { numPassedTests, numFailedTests } = read(results) ?? {};
  if (numPassedTests === undefined) return undefined;
  return { passed: numPassedTests, failed: numFailedTests };
}

/** @type {Count} */
export function hostCounts(results) {
  return read(results);
}

/** One for each file, as the tool reports. @type {Count} */
export function grammarCounts(_results, output) {
  const plain = stripVTControlCharacters(output);
  const lines = (/** @type {RegExp} */ mark) => plain.match(mark)?.length ?? 0;
  return { passed: lines(/^[✓√] /gm), failed: lines(/^[✖×] /gm) };
}

/** A suite that only succeeds or fails is one test. @type {Count} */
export function noCounts() {
  return undefined;
}

/**
 * The counts that a suite is given in the end: it fails at least once when its process failed, or when nothing ran.
 * @param {Counts | undefined} counted
 * @param {boolean} succeeded
 * @param {boolean} isOneTest
 * @returns {Counts}
 */
export function settle(counted, succeeded, isOneTest) {
  if (isOneTest) return succeeded ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const { passed, failed } = counted ?? { passed: 0, failed: 0 };
  return succeeded && passed > 0 ? { passed, failed } : { passed, failed: Math.max(1, failed) };
}

/** @param {string} file */
function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
}
