import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { mainFields: ["module", "main"] },
  test: {
    include: ["test/unit/**/*.test.ts"],
    testTimeout: 60_000,
    pool: "forks",
    globalSetup: "test/unit/buildKernels.mjs",
    deps: {
      optimizer: {
        // tfjs' Node builds carry no gradients; its module builds, which the bundles take too, do. There are hundreds of
        // modules in them, so they are bundled once.
        ssr: {
          enabled: true,
          include: [
            "@tensorflow/tfjs-core",
            "@tensorflow/tfjs-core/dist/register_all_gradients.js",
            "@tensorflow/tfjs-backend-cpu",
            "@tensorflow/tfjs-backend-wasm",
            "@tensorflow/tfjs-layers",
          ],
          esbuildOptions: {
            mainFields: ["module", "main"],
            // The wasm backend's loader takes itself for a CommonJS module.
            banner: {
              js:
                'import { createRequire as requireFrom } from "node:module";' +
                "const require = requireFrom(import.meta.url);" +
                "const __dirname = import.meta.dirname;",
            },
          },
        },
      },
    },
  },
});
