import { writeFileSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";

suite("Activation", () => {
  test("is timed: loading the bundle, and activate itself", async () => {
    const extension = vscode.extensions.getExtension("tunesmith.tunesmith");
    if (!extension || extension.isActive) throw new Error("There is no first activation to time.");
    const began = performance.now();
    // VS Code finds the module loaded already; what it adds around the call is not ours.
    await import(path.join(extension.extensionPath, "dist", "host.js"));
    const loading = performance.now() - began;
    const { activation } = (await extension.activate()) as { activation: number };
    const { BENCH_RESULT } = process.env;
    if (BENCH_RESULT) writeFileSync(BENCH_RESULT, JSON.stringify({ loading, activation }));
  });
});
