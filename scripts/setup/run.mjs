import { spawn } from "node:child_process";

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to this process's own
 * @property {boolean} [quiet] keep the output to the returned string and to the error of a failed run
 * @property {number} [timeout] milliseconds after which the command is told to end, which counts as failed
 */

/**
 * Runs a command to its end and answers what it printed when `quiet`; throws when it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>}
 */
export async function run(command, args, { cwd, env, quiet = false, timeout } = {}) {
  const child = spawn(...forShell(command, args), {
    cwd,
    env: { ...process.env, ...env },
    shell: needsShell(command),
    timeout,
    stdio: ["ignore", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject).on("close", (status, signal) => resolve(status ?? signal));
  });
  if (code !== 0) {
    throw new Error(`${[command, ...args].join(" ")} ended with ${code}\n${output}`.trim());
  }
  return output;
}

/**
 * Whether a command runs and succeeds.
 * @param {string} command
 * @param {readonly string[]} args
 */
export async function succeeds(command, args) {
  try {
    await run(command, args, { quiet: true });
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs npm.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function npm(args, options) {
  return run(...npmCommand(args), options);
}

/**
 * How npm is started: the one that runs this script where there is one.
 * @param {readonly string[]} args
 * @returns {[string, string[]]}
 */
export function npmCommand(args) {
  const { npm_execpath: own } = process.env;
  const isNpm = own && /npm-cli\.[cm]?js$/.test(own);
  return isNpm ? [process.execPath, [own, ...args]] : ["npm", [...args]];
}

/**
 * Windows starts `npm` and `code`, which are scripts there, through its shell only.
 * @param {string} command
 */
export function needsShell(command) {
  return process.platform === "win32" && !/\.exe$/i.test(command);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {[string, string[]]}
 */
function forShell(command, args) {
  if (!needsShell(command)) return [command, [...args]];
  return [command, args.map((arg) => `"${arg}"`)];
}
