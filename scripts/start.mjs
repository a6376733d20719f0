// Opens the sample tune book in VS Code with the extension loaded: on the desktop where VS Code is there,
// else in a browser. Needs nothing but Node: what it imports before the installation is Node's own.
//
//   npm start                       --port N     the port of the browser's VS Code (any that is free)
//   TUNESMITH_HOST=0.0.0.0 npm start             lets other machines connect, with the token in the URL
import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { build, packageExtension } from "./setup/build.mjs";
import { ensureDependencies } from "./setup/dependencies.mjs";
import { onInterrupt } from "./setup/interrupt.mjs";
import { hasServer, root } from "./setup/root.mjs";
import { run, succeeds } from "./setup/run.mjs";
import { startServer } from "./vscode/server.mjs";
import { prepareServer, releases } from "./vscode/versions.mjs";
import { workbenchUrl } from "./vscode/workbenchUrl.mjs";

const { values } = parseArgs({ options: { port: { type: "string", default: "0" } } });
const samples = path.join(root, "samples");

await ensureDependencies(root);
await build();
if (await succeeds("code", ["--version"])) await openOwn();
else if (hasServer) await openBrowser();
else await openDesktop(await downloadDesktop(), []);

/** Opens the VS Code that is installed here; where it refuses, as it does for root, the one in the browser. */
async function openOwn() {
  try {
    await openDesktop("code", ["--wait"]);
  } catch (error) {
    if (!hasServer) throw error;
    console.log(`${error instanceof Error ? error.message : error}. A browser it is, then.`);
    await openBrowser();
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 */
async function openDesktop(command, args) {
  const book = path.join(samples, "tunebook.abc");
  const extension = `--extensionDevelopmentPath=${root}`;
  await build();
  console.log("Opening the sample tune book in VS Code; this ends when its window is closed.");
  await run(command, [...args, "--new-window", extension, samples, book]);
}

async function downloadDesktop() {
  const { downloadAndUnzipVSCode } = await import("@vscode/test-electron");
  return downloadAndUnzipVSCode(releases.newest.version);
}

async function openBrowser() {
  const { TUNESMITH_HOST: host = "127.0.0.1" } = process.env;
  const isLocal = ["127.0.0.1", "localhost", "::1"].includes(host);
  const token = isLocal ? undefined : randomUUID();
  const installation = await prepareServer("newest");
  const scratch = mkdtempSync(path.join(tmpdir(), "tunesmith-"));
  const vsix = path.join(scratch, "tunesmith.vsix");
  const folder = path.join(scratch, "samples");
  cpSync(samples, folder, { recursive: true });
  await packageExtension(vsix);
  const interrupted = new Promise((resolve) => onInterrupt(() => resolve(undefined)));
  const server = await startServer(installation, {
    host,
    port: Number(values.port),
    vsix,
    ...(token && { token }),
  }).finally(() => rmSync(vsix));
  const file = path.join(folder, "tunebook.abc");
  console.log(`VS Code opens a copy of the samples, which stays in ${folder}. Ctrl-C ends it.`);
  const shown = host === "0.0.0.0" ? hostname() : host;
  console.log(
    workbenchUrl({ host: shown, port: server.port, folder, file, ...(token && { token }) }),
  );
  const code = await Promise.race([interrupted.then(() => 0), server.ended.then(() => 1)]);
  if (code > 0) console.error("VS Code's server has ended by itself.");
  await server.stop();
  process.exit(code);
}
