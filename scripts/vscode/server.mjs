import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { run } from "../setup/run.mjs";
import { quietSettings } from "./settings.mjs";

/** No gallery, and nothing of a VS Code whose terminal this may run in. */
const environment = {
  EXTENSIONS_GALLERY: '{"serviceUrl":""}',
  PORT: undefined,
  VSCODE_IPC_HOOK_CLI: undefined,
};

/**
 * @typedef {object} ServerOptions
 * @property {string} [host]
 * @property {number} [port] 0 for any that is free
 * @property {string} [token] what a browser must show; without one any process of this machine may connect
 * @property {string} [vsix] an extension to install
 * @property {boolean} [testDriver] let pages load extensions from folders and run tests; refuses dialogs
 * @property {boolean} [trustAll] know no Restricted Mode
 * @property {Record<string, unknown>} [settings] more of the user's settings
 * @property {NodeJS.ProcessEnv} [env] more of the environment of the server and its extension host
 */

/**
 * Starts VS Code's own server with a profile of its own that goes when it stops.
 * @param {import("./versions.mjs").Installation} installation
 * @param {ServerOptions} [options]
 */
export async function startServer(installation, options = {}) {
  // Short, because the path of a unix socket in it may not exceed 107 characters.
  const profile = mkdtempSync(path.join(tmpdir(), "ts-"));
  const places = [
    ...["--server-data-dir", profile, "--user-data-dir", profile],
    ...["--extensions-dir", path.join(profile, "x"), "--accept-server-license-terms"],
  ];
  mkdirSync(path.join(profile, "User"));
  const settings = { ...quietSettings, ...options.settings };
  writeFileSync(path.join(profile, "User/settings.json"), JSON.stringify(settings));
  const { node, main } = installation;
  /** @type {import("node:child_process").ChildProcess | undefined} */
  let server;
  const stop = async () => {
    if (server) await end(server);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    if (options.vsix) {
      const install = [main, ...places, "--install-extension", options.vsix];
      await run(node, install, { quiet: true, env: environment });
    }
    server = spawn(node, [main, ...places, ...flags(installation, options)], {
      detached: true,
      env: { ...process.env, ...environment, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise((resolve) => server?.once("exit", resolve));
    return { port: await listening(server), ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {import("./versions.mjs").Installation} installation
 * @param {ServerOptions} options
 */
function flags({ needsTestDriver }, { host, port, token, testDriver, trustAll }) {
  return [
    ...["--host", host ?? "127.0.0.1", "--port", String(port ?? 0), "--disable-telemetry"],
    ...(token ? ["--connection-token", token] : ["--without-connection-token"]),
    ...(trustAll ? ["--disable-workspace-trust"] : []),
    ...(testDriver && needsTestDriver ? ["--enable-smoke-test-driver"] : []),
  ];
}

/**
 * The port, as soon as the server says it.
 * @param {import("node:child_process").ChildProcess} server
 * @returns {Promise<number>}
 */
function listening(server) {
  return new Promise((resolve, reject) => {
    let said = "";
    const giveUp = () => reject(new Error(`VS Code's server did not start:\n${said}`));
    const timer = setTimeout(giveUp, 60_000);
    server.once("exit", giveUp).once("error", reject);
    for (const stream of [server.stdout, server.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        said = (said + text).slice(-20_000);
        const port = /Extension host agent listening on (\d+)/.exec(said)?.[1];
        if (!port) return;
        clearTimeout(timer);
        resolve(Number(port));
      });
    }
  });
}

/**
 * Ends the server and the processes it started.
 * @param {import("node:child_process").ChildProcess} server
 */
async function end(server) {
  if (!server.pid || server.exitCode !== null || server.signalCode !== null) return;
  const group = -server.pid;
  const gone = new Promise((resolve) => server.once("exit", resolve));
  process.kill(group, "SIGTERM");
  const timer = setTimeout(() => process.kill(group, "SIGKILL"), 5_000);
  await gone;
  clearTimeout(timer);
}
