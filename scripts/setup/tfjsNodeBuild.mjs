import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { root } from "./root.mjs";
import { npmCommand, run, succeeds } from "./run.mjs";

/**
 * The wheel that brings TensorFlow's C library and its headers. tfjs-node 4.22 was made for 2.9.1, of which PyPI has no
 * such library; its calls are all in 2.15.1, too.
 */
const wheel = {
  name: "tensorflow-cpu==2.15.1",
  sha256: "54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26",
};

/** Takes out of the wheel what is needed of it: argv is the wheel, the folder to fill, and a pattern of names. */
const unpack = `
import re, sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
archive.extractall(sys.argv[2], [name for name in archive.namelist() if re.search(sys.argv[3], name)])
`;
const wanted =
  "^tensorflow/(libtensorflow_(cc|framework)[.]so[.]2$|include/((tensorflow/)?tsl/|tensorflow/)(c/|(core/)?platform/ctstring))";

const libraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];

/**
 * The command of a C++ compiler that is there.
 * @returns {Promise<string | undefined>}
 */
export async function compiler() {
  const { CXX } = process.env;
  for (const command of [CXX, "g++", "c++", "clang++"]) {
    if (command && (await succeeds(command, ["--version"]))) return command;
  }
  return undefined;
}

/**
 * Builds the native part of the tfjs-node in `folder` around TensorFlow's library from PyPI, and says so.
 * @param {string} folder
 */
export async function buildTfjsNode(folder) {
  const cache = path.join(root, ".cache/tfjs-node");
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(path.join(cache, "build-"));
  try {
    const file = await fetched(cache, scratch);
    console.log("Building tfjs-node, about 20 seconds");
    const unpacked = path.join(scratch, "unpacked");
    await step("TensorFlow's library could not be unpacked", () =>
      run("python3", ["-c", unpack, file, unpacked, wanted], { quiet: true }),
    );
    const work = path.join(scratch, "package");
    for (const name of ["binding", "binding.gyp", "package.json"]) {
      cpSync(path.join(folder, name), path.join(work, name), { recursive: true });
    }
    const lib = path.join(work, "deps/lib");
    mkdirSync(lib, { recursive: true });
    for (const name of libraries) {
      await strip(path.join(unpacked, "tensorflow", name), path.join(lib, name));
    }
    await compile(work, path.join(unpacked, "tensorflow/include"));
    for (const name of ["deps", "lib"]) renameSync(path.join(work, name), path.join(folder, name));
    return `built around ${wheel.name.replace("==", " ")} from PyPI`;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * The path of the wheel, downloaded at most once.
 * @param {string} cache
 * @param {string} scratch
 */
async function fetched(cache, scratch) {
  const kept = path.join(cache, `${wheel.sha256}.whl`);
  if (existsSync(kept)) return kept;
  console.log("Downloading TensorFlow's library for tfjs-node, 207 MB");
  const list = path.join(scratch, "requirements.txt");
  writeFileSync(list, `${wheel.name} --hash=sha256:${wheel.sha256}\n`);
  const download = path.join(scratch, "wheel");
  const platforms = ["--platform=manylinux_2_17_x86_64", "--platform=manylinux2014_x86_64"];
  await step("TensorFlow's library could not be downloaded from PyPI", () =>
    run(
      "python3",
      [
        ...["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"],
        ...["--python-version=3.11", ...platforms, "--require-hashes", "--no-cache-dir"],
        ...["--dest", download, "--requirement", list],
      ],
      { quiet: true, timeout: 1_800_000 },
    ),
  );
  const [name = ""] = readdirSync(download);
  renameSync(path.join(download, name), kept);
  return kept;
}

/**
 * Copies a library, without its symbols for debuggers where that can be done: they are a quarter of it.
 * @param {string} from
 * @param {string} to
 */
async function strip(from, to) {
  if (!(await succeeds("strip", ["-o", to, from]))) renameSync(from, to);
}

/**
 * Compiles the addon in `work` into its folder lib.
 * @param {string} work
 * @param {string} include TensorFlow's headers
 */
async function compile(work, include) {
  const deps = path.join(work, "deps");
  const forLinking = [
    path.join(deps, "include"),
    path.join(deps, "lib/libtensorflow.so"),
    path.join(deps, "lib/libtensorflow_framework.so"),
  ];
  const [headers = "", whole = "", framework = ""] = forLinking;
  renameSync(include, headers);
  symlinkSync("libtensorflow_cc.so.2", whole);
  symlinkSync("libtensorflow_framework.so.2", framework);
  // 8 is the newest interface that this version of the package looks for, and every Node from 16 on has it.
  const options = [
    "--module_name=tfjs_binding",
    `--module_path=${path.join(work, "lib/napi-v8")}`,
    "--napi_build_version=8",
    "--napi_version=8",
    ...nodeHeaders(),
  ];
  await step("tfjs-node could not be compiled", async () =>
    run(process.execPath, [await nodeGyp(), "rebuild", ...options], {
      cwd: work,
      env: { CXX: await compiler() },
      quiet: true,
      timeout: 600_000,
    }),
  );
  for (const name of forLinking) rmSync(name, { recursive: true, force: true });
}

/** Says where Node's headers are when they came with it; else node-gyp downloads them or reads npm's nodedir. */
function nodeHeaders() {
  const prefix = path.resolve(realpathSync(process.execPath), "../..");
  return existsSync(path.join(prefix, "include/node/node_api.h")) ? [`--nodedir=${prefix}`] : [];
}

/** The node-gyp that npm brings; npm tells its path to what it runs. */
async function nodeGyp() {
  const { npm_config_node_gyp: told } = process.env;
  if (told) return told;
  const ask = 'node -p "process.env.npm_config_node_gyp"';
  const output = await run(...npmCommand(["exec", "--silent", "-c", ask]), {
    cwd: root,
    quiet: true,
  });
  return output.trim().split("\n").at(-1) ?? "";
}

/**
 * Does a step of the build; its error says in a sentence which one failed, then how.
 * @template T
 * @param {string} failure
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function step(failure, work) {
  try {
    return await work();
  } catch (error) {
    const lines = String(error instanceof Error ? error.message : error).split("\n");
    throw new Error(`${failure}:\n${lines.slice(-12).join("\n")}`);
  }
}
