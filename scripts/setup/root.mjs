import path from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout's own folder, wherever the command was started. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");

/** Whether the VS Code of test/vscode and test/vscode-floor runs here. */
export const hasServer = process.platform === "linux" && process.arch === "x64";
