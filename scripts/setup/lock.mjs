import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./root.mjs";

/**
 * Does `work` while no other process of this checkout does work of that name.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(name, work) {
  const file = path.join(root, ".cache", `${name}.lock`);
  mkdirSync(path.dirname(file), { recursive: true });
  while (!take(file)) await sleep(300);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * Takes the lock unless a process that still runs holds it.
 * @param {string} file
 */
function take(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    if (!holderRuns(file)) rmSync(file, { force: true });
    return false;
  }
}

/** @param {string} file */
function holderRuns(file) {
  try {
    // A lock just made is empty for a moment; 0 asks about our own group, which runs.
    process.kill(Number(readFileSync(file, "utf8")), 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
