import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { alone } from "./lock.mjs";
import { root } from "./root.mjs";
import { npm } from "./run.mjs";

/**
 * @typedef {object} InstallOptions
 * @property {string} [lockName]
 * @property {boolean} [legacy] what another project locked: no development tools, its peers as they are
 * @property {string} [optional] an optional package that has to be there all the same
 */

/**
 * Makes the node_modules of `folder` what its lock file says.
 * @param {string} folder
 * @param {InstallOptions} [options]
 */
export async function ensureDependencies(folder, options = {}) {
  await alone(`install-${path.basename(folder)}`, async () => {
    if (isInstalled(folder, options)) return;
    console.log(`Installing the dependencies of ${path.relative(root, folder) || "the project"}`);
    const legacy = ["--legacy-peer-deps", "--omit=dev", "--ignore-scripts"];
    await npm(
      [
        ...["ci", "--no-audit", "--no-fund", "--loglevel=error"],
        ...(options.legacy ? legacy : []),
        ...(options.optional ? ["--include=optional"] : []),
      ],
      { cwd: folder },
    );
  });
}

/**
 * Whether npm's record of what it installed agrees with the lock file; npm writes that record last.
 * @param {string} folder
 * @param {InstallOptions} [options]
 */
export function isInstalled(folder, options = {}) {
  const { lockName = "package-lock.json", legacy = false, optional } = options;
  const record = path.join(folder, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const installed = packagesOf(record);
  const locked = packagesOf(path.join(folder, lockName));
  return (
    Object.keys(installed).every((name) => name in locked) &&
    Object.entries(locked).every(([name, wanted]) => {
      const there = installed[name];
      if (there) return there.version === wanted.version;
      const forTools = legacy && (wanted.dev || wanted.devOptional || wanted.peer);
      const isNeeded = name === `node_modules/${optional}`;
      return name === "" || (wanted.optional && !isNeeded) || forTools;
    })
  );
}

/**
 * @typedef {{version?: string, optional?: boolean, dev?: boolean, devOptional?: boolean, peer?: boolean}} Locked
 */

/**
 * @param {string} file
 * @returns {Record<string, Locked>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
