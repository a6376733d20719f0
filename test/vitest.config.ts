import { defineConfig } from "vitest/config";

// What needs the built extension: the package, the harness in a real VS Code, and the workbench in a browser.
export default defineConfig({
  cacheDir: "../node_modules/.vite",
  test: {
    root: import.meta.dirname,
    include: ["{harness,package,ui}/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
});
