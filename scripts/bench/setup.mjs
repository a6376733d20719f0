import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { alone } from "../setup/lock.mjs";
import { root } from "../setup/root.mjs";
import { npm, run } from "../setup/run.mjs";

/** Where the peers are installed and their work lies; git ignores it. */
export const folder = path.join(root, ".cache/bench");

const runtime = "onnxruntime-node@1.30.0";
/** Exactly this torch: a CPU build has that name; others are larger by gigabytes. */
const torch = ["torch==2.13.0", "numpy"];
const exporters = ["onnx==1.23.2", "onnxruntime==1.32.0"];

/**
 * Where the peers are that need something installed; undefined where one is not here.
 * @typedef {object} Peers
 * @property {string | undefined} onnxruntime the folder it is installed in
 * @property {string | undefined} exporter the Python that writes its models
 * @property {string | undefined} torch the Python that has it
 * @property {string | undefined} reference the C reference
 * @property {string | undefined} tfjsNode the folder of the package
 */

/** None of them. @type {Peers} */
export const noPeers = {
  onnxruntime: undefined,
  exporter: undefined,
  torch: undefined,
  reference: undefined,
  tfjsNode: undefined,
};

/**
 * Installs the peers that can be had. Of each that cannot one line is printed.
 * @returns {Promise<Peers>}
 */
export async function setUpPeers() {
  mkdirSync(folder, { recursive: true });
  return alone("bench", async () => ({
    onnxruntime: await available("onnxruntime-node", installRuntime),
    exporter: await available("onnxruntime's models", () => installPython("onnx", exporters)),
    torch: await available("PyTorch", () => installPython("torch", torch)),
    reference: await available("the C reference", compileReference),
    tfjsNode: await available("tfjs-node", findTfjsNode),
  }));
}

/** @type {Map<string, Promise<boolean>>} */
const prepared = new Map();

/**
 * Writes a size's weights, the ids that all peers read and, where Python is to be had, the ONNX models, once a run; says
 * where they are and whether those models are among them.
 * @param {string} size
 * @param {import("./bench.mjs").Bench} bench
 */
export async function prepareSize(size, { programs, peers }) {
  const work = path.join(folder, "work");
  mkdirSync(work, { recursive: true });
  const prepare = async () => {
    await run(process.execPath, [programs.main, "work", work, size], { quiet: true });
    if (!peers.exporter) return false;
    const script = path.join(root, "bench/peers/make_onnx.py");
    await run(peers.exporter, [script, work, size], { quiet: true });
    return true;
  };
  if (!prepared.has(size)) prepared.set(size, prepare());
  return { work, onnx: (await prepared.get(size)) === true };
}

/**
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} prepare
 * @returns {Promise<T | undefined>}
 */
async function available(what, prepare) {
  try {
    return await prepare();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`Not here: ${what}. ${reason.split("\n").slice(0, 2).join(" ")}`);
    return undefined;
  }
}

async function installRuntime() {
  const place = path.join(folder, "onnxruntime");
  if (!existsSync(path.join(place, "node_modules/onnxruntime-node/package.json"))) {
    console.log(`Installing ${runtime} for the bench`);
    mkdirSync(place, { recursive: true });
    writeFileSync(path.join(place, "package.json"), '{ "private": true }\n');
    // Its script would fetch libraries for graphics cards; those for the processor are in the package.
    const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await npm(["install", ...quiet, runtime], { cwd: place, quiet: true });
  }
  return place;
}

/**
 * A Python of the bench's own that has these packages.
 * @param {string} name
 * @param {readonly string[]} packages
 */
async function installPython(name, packages) {
  const place = path.join(folder, `python-${name}`);
  const windows = process.platform === "win32";
  const python = path.join(place, windows ? "Scripts/python.exe" : "bin/python");
  const done = path.join(place, "packages.txt");
  const wanted = `${packages.join("\n")}\n`;
  if (!existsSync(done) || readFileSync(done, "utf8") !== wanted) {
    console.log(`Installing ${packages.join(" and ")} for the bench`);
    await run(windows ? "python" : "python3", ["-m", "venv", "--clear", place], { quiet: true });
    await run(python, ["-m", "pip", "install", "--quiet", ...packages], { quiet: true });
    writeFileSync(done, wanted);
  }
  return python;
}

async function compileReference() {
  const program = path.join(folder, "reference");
  const source = path.join(root, "bench/peers/reference.c");
  await run("gcc", ["-O3", "-march=native", "-o", program, source, "-lm"], { quiet: true });
  return program;
}

async function findTfjsNode() {
  const load = createRequire(path.join(root, "package.json"));
  const place = path.dirname(load.resolve("@tensorflow/tfjs-node/package.json"));
  const versions = readdirSync(path.join(place, "lib"));
  if (
    !versions.some((version) => existsSync(path.join(place, "lib", version, "tfjs_binding.node")))
  )
    throw new Error("npm run tfjs-node makes it ready.");
  return place;
}
