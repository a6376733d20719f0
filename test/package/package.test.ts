import { statSync } from "node:fs";
import path from "node:path";
import { listFiles, PackageManager } from "@vscode/vsce";
import { expect, test } from "vitest";
import { root } from "../../scripts/setup/root.mjs";

/** Every file of the package. A new one is added here on purpose. */
const expected = [
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "dist/THIRD-PARTY-NOTICES.txt",
  "dist/host.js",
  "dist/kernelThread.js",
  "dist/kernels-relaxed-shared.wasm",
  "dist/kernels-relaxed.wasm",
  "dist/kernels-simd-shared.wasm",
  "dist/kernels-simd.wasm",
  "dist/tfjs-backend-wasm-simd.wasm",
  "dist/tfjs-backend-wasm.wasm",
  "dist/tfjs.js",
  "dist/tfjsNodeChild.js",
  "dist/worker.js",
  "media/continueTune.png",
  "media/suggestions.png",
  "media/walkthrough/book.md",
  "media/walkthrough/continue.md",
  "media/walkthrough/suggestions.md",
  "media/walkthrough/temperature.md",
  "models/folk/README.md",
  "models/folk/model.json",
  "models/folk/weights.bin",
  "package.json",
  "syntaxes/abc.tmLanguage.json",
  "syntaxes/language-configuration.json",
];

const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
const size = (name: string): number => statSync(path.join(root, name)).size;

test("The package holds what it should and nothing else", () => {
  expect([...files].sort()).toEqual(expected);
});

test("The package stays under 10 MB even unpacked", () => {
  expect(files.map(size).reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(10e6);
});

test("The host's bundle stays under 200 KB", () => {
  expect(size("dist/host.js")).toBeLessThan(200_000);
});
