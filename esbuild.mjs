// Builds what runs: the bundles dist/*.js, and the .wasm files that the worker loads.
// --watch rebuilds on change; --production minifies and leaves out source maps.
import { copyFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { context } from "esbuild";
import { apart, bundlesApart } from "./scripts/setup/bundlesApart.mjs";
import { buildKernels } from "./scripts/setup/kernels.mjs";
import { thirdPartyNotices } from "./scripts/setup/notices.mjs";

const root = import.meta.dirname;
const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

/** @type {import("esbuild").BuildOptions} */
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  // tfjs' Node builds carry no gradients; its module builds bundle smaller, too.
  mainFields: ["module", "main"],
  // tfjs falls back on it where there is no fetch of Node's own; nothing here fetches anything.
  external: ["node-fetch", "vscode"],
  metafile: true,
  minify: production,
  sourcemap: !production,
  logLevel: "warning",
};

const outputs = [
  { entryPoints: ["src/host/extension.ts"], outfile: "dist/host.js" },
  { entryPoints: ["src/worker/main.ts"], outfile: "dist/worker.js" },
  ...bundlesApart.map(({ name, entry }) => ({ entryPoints: [entry], outfile: `dist/${name}` })),
  { entryPoints: ["src/worker/kernelThread.ts"], outfile: "dist/kernelThread.js" },
  { entryPoints: ["src/worker/tfjsNode/child.ts"], outfile: "dist/tfjsNodeChild.js" },
  {
    entryPoints: ["src/cli/main.ts"],
    outfile: "dist/cli.js",
    banner: { js: "#!/usr/bin/env node" },
  },
];

await buildKernels(path.join(root, "dist"));
const wasm = path.join(root, "node_modules/@tensorflow/tfjs-backend-wasm/dist");
for (const name of readdirSync(wasm)) {
  // The build with threads does not load in Node.
  if (name.endsWith(".wasm") && !name.includes("threaded")) {
    copyFileSync(path.join(wasm, name), path.join(root, "dist", name));
  }
}

/** Tells the editor's problem matcher when a build begins and ends. @type {import("esbuild").Plugin} */
const problems = {
  name: "problems",
  setup(build) {
    build.onStart(() => console.log("[watch] build started"));
    build.onEnd(({ errors }) => {
      for (const { text, location } of errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      console.log("[watch] build finished");
    });
  },
};

const contexts = await Promise.all(
  outputs.map((output) =>
    context({ ...shared, ...output, plugins: [apart, ...(watch ? [problems] : [])] }),
  ),
);
if (watch) {
  await Promise.all(contexts.map((building) => building.watch()));
} else {
  const results = await Promise.all(contexts.map((building) => building.rebuild()));
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  writeFileSync(
    path.join(root, "dist/THIRD-PARTY-NOTICES.txt"),
    thirdPartyNotices(root, [...inputs, "node_modules/@tensorflow/tfjs-backend-wasm/wasm"]),
  );
  await Promise.all(contexts.map((building) => building.dispose()));
}
