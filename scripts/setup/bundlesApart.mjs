/**
 * Modules that are seldom needed and large, each with a bundle of its own in the folder of the others: to read past them
 * takes as long as to load a model. tfjs' backends are five sixths of the code; abcjs only judges what is composed.
 */
export const bundlesApart = [
  { name: "tfjs.js", entry: "src/worker/rungs/tfjs.ts", imported: /\/rungs\/tfjs$/ },
  { name: "abcjs.js", entry: "src/worker/report/abcjs.ts", imported: /\/abcjs$/ },
];

/**
 * Leaves those modules to their bundles where they are imported when needed.
 * @type {import("esbuild").Plugin}
 */
export const apart = {
  name: "apart",
  setup(build) {
    for (const { name, imported } of bundlesApart) {
      build.onResolve({ filter: imported }, ({ kind }) =>
        kind === "dynamic-import" ? { path: `./${name}`, external: true } : undefined,
      );
    }
  },
};
