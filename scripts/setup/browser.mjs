import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { run, succeeds } from "./run.mjs";

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "microsoft-edge-stable",
];

/**
 * The path of a Chromium, Chrome or Edge that runs here: one that is there, else Debian's package, else
 * Playwright's own download.
 * @returns {Promise<string>}
 */
export async function ensureBrowser() {
  const { CHROMIUM } = process.env;
  if (CHROMIUM) return CHROMIUM;
  const found = (await findBrowser()) ?? ((await installDebian()) && (await findBrowser()));
  return found || (await installPlaywright());
}

/** The first browser of the usual names and places that starts. */
async function findBrowser() {
  for (const file of [...onPath(), ...usualPlaces()]) {
    if (!existsSync(file)) continue;
    // Asking chrome.exe for its version opens a window; a stub of a package that is not there fails on Linux only.
    if (process.platform === "win32" || (await succeeds(file, ["--version"]))) return file;
  }
  return undefined;
}

function onPath() {
  const { PATH: search } = process.env;
  const folders = (search ?? "").split(path.delimiter).filter((folder) => folder !== "");
  return folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
}

function usualPlaces() {
  if (process.platform === "darwin") {
    return ["Google Chrome", "Chromium", "Microsoft Edge"].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (process.platform !== "win32") return [];
  const { ProgramFiles, "ProgramFiles(x86)": older, LOCALAPPDATA } = process.env;
  return [ProgramFiles, older, LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) =>
      ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"].map(
        (file) => path.join(folder, file),
      ),
    );
}

/** Installs Debian's package where apt works and needs no password. */
async function installDebian() {
  if (!(await succeeds("apt-get", ["--version"]))) return false;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !(await succeeds("sudo", ["-n", "true"]))) return false;
  console.log("Installing the package chromium, which the tests need");
  const apt = isRoot ? ["apt-get"] : ["sudo", "-n", "apt-get"];
  /** @param {string[]} args */
  const call = ([command = "", ...args]) =>
    run(command, args, { quiet: true, env: { DEBIAN_FRONTEND: "noninteractive" } });
  try {
    await call([...apt, "update", "-qq"]);
    await call([...apt, "install", "-y", "-qq", "--no-install-recommends", "chromium"]);
    return true;
  } catch (error) {
    console.log(error instanceof Error ? error.message : error);
    return false;
  }
}

async function installPlaywright() {
  const { chromium } = await import("playwright-core");
  if (!existsSync(chromium.executablePath())) {
    console.log("Downloading a browser for the tests");
    const cli = fileURLToPath(
      new URL("../../node_modules/playwright-core/cli.js", import.meta.url),
    );
    await run(process.execPath, [cli, "install", "chromium"]);
  }
  return chromium.executablePath();
}
