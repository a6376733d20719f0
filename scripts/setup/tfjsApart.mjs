/** The bundle of the backends of tfjs, in the folder of the others, and its entry. */
export const tfjsBundle = "tfjs.js";
export const tfjsEntry = "src/worker/rungs/tfjs.ts";

/**
 * Leaves the backends of tfjs, which are five sixths of the code and seldom needed, to a bundle of their own: to read past
 * them takes as long as to load a model.
 * @type {import("esbuild").Plugin}
 */
export const tfjsApart = {
  name: "tfjsApart",
  setup(build) {
    build.onResolve({ filter: /\/rungs\/tfjs$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: `./${tfjsBundle}`, external: true } : undefined,
    );
  },
};
