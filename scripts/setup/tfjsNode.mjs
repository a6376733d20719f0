import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ensureDependencies } from "./dependencies.mjs";
import { alone } from "./lock.mjs";
import { hasServer, root } from "./root.mjs";
import { run, succeeds } from "./run.mjs";
import { buildTfjsNode, compiler } from "./tfjsNodeBuild.mjs";
import { downloadTfjsNode } from "./tfjsNodeDownload.mjs";

const packageName = "@tensorflow/tfjs-node";

/** Where npm puts the package. */
export const tfjsNodeFolder = path.join(root, "node_modules", packageName);

/** Written last, so a run that failed or was cut short leaves nothing that counts as ready. */
const stamp = path.join(tfjsNodeFolder, ".ready.json");

/**
 * Whether this machine can have tfjs-node without any download host but those of npm and PyPI, and if not, why.
 * @returns {Promise<{available: boolean, reason: string}>}
 */
export async function tfjsNodeAvailability() {
  const reason = isReady() ? "" : await whatIsMissing();
  return { available: reason === "", reason };
}

/**
 * Installs the package where an earlier installation left it out, and makes it ready as `makeTfjsNode` does.
 * @returns {Promise<string | undefined>}
 */
export async function ensureTfjsNode() {
  await ensureDependencies(root, { optional: packageName });
  return makeTfjsNode();
}

/**
 * Makes tfjs-node ready, unless it is: by the package's own download where its host is reached, else built from npm's
 * and PyPI's packages. Says how, or nothing when there was nothing to do; throws when neither works. Installs no package,
 * so what runs from node_modules may call it.
 * @returns {Promise<string | undefined>}
 */
export async function makeTfjsNode() {
  if (!existsSync(tfjsNodeFolder)) {
    throw new Error(`${packageName} is not installed; npm run tfjs-node does so.`);
  }
  return alone("tfjs-node", async () => {
    if (isReady()) return undefined;
    const how = (await attempt(downloadTfjsNode)) ?? (await buildOrThrow());
    writeFileSync(stamp, JSON.stringify({ version: version(), how }));
    return how;
  });
}

function isReady() {
  if (!existsSync(stamp) || !hasAddon()) return false;
  return JSON.parse(readFileSync(stamp, "utf8")).version === version();
}

/** The package has one folder for each generation of Node's interface to addons, and only one of them is filled. */
function hasAddon() {
  const lib = path.join(tfjsNodeFolder, "lib");
  if (!existsSync(lib)) return false;
  return readdirSync(lib).some((name) => existsSync(path.join(lib, name, "tfjs_binding.node")));
}

function version() {
  return JSON.parse(readFileSync(path.join(tfjsNodeFolder, "package.json"), "utf8")).version;
}

async function buildOrThrow() {
  const missing = await whatIsMissing();
  if (missing) {
    throw new Error(
      `tfjs-node cannot be had here: its own download failed, and it is not built: ${missing}`,
    );
  }
  return attempt(buildTfjsNode, true);
}

/**
 * Makes tfjs-node in one way and tries it; leaves nothing behind when that fails.
 * @param {(folder: string) => Promise<string | undefined>} make
 * @param {boolean} [last] whether a failure is the end of it
 */
async function attempt(make, last = false) {
  clear();
  try {
    const how = await make(tfjsNodeFolder);
    if (how) await tryOut();
    return how;
  } catch (error) {
    clear();
    if (last) throw error;
    console.log(error instanceof Error ? error.message : error);
    return undefined;
  }
}

function clear() {
  for (const name of [".ready.json", "lib", "deps", "build"]) {
    rmSync(path.join(tfjsNodeFolder, name), { recursive: true, force: true });
  }
}

/** Loads it in a process of its own and multiplies two matrices. */
async function tryOut() {
  const script = path.join(root, "scripts/setup/tfjsNodeTrial.mjs");
  try {
    await run(process.execPath, [script, tfjsNodeFolder], { quiet: true, timeout: 60_000 });
  } catch (error) {
    throw new Error(`tfjs-node is there, but does not run here.\n${lastLines(error)}`);
  }
}

/** @param {unknown} error */
function lastLines(error) {
  return String(error instanceof Error ? error.message : error)
    .split("\n")
    .slice(-12)
    .join("\n");
}

/** What a build needs and this machine lacks, in a sentence; empty when nothing. */
async function whatIsMissing() {
  if (!hasServer) return "TensorFlow's library is only known for Linux x64.";
  const report = /** @type {any} */ (process.report.getReport());
  if (!report.header.glibcVersionRuntime) return "TensorFlow's library needs glibc.";
  if (!(await succeeds("python3", ["-m", "pip", "--version"]))) {
    return "There is no python3 with pip.";
  }
  if (!(await succeeds("make", ["--version"]))) return "There is no make.";
  if (!(await compiler())) return "There is no C++ compiler.";
  return "";
}
