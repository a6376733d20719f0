import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./root.mjs";

/**
 * @typedef {object} LockOptions
 * @property {string} [folder] where the lock is
 * @property {number} [beat] milliseconds from one sign of life of the holder to the next
 * @property {number} [patience] milliseconds without such a sign after which a lock is stale
 * @property {number} [quiet] milliseconds of waiting before it is said
 */

/** Milliseconds from one look at a lock to the next. */
const pause = 300;

/**
 * Does `work` while no other process does work of that name. A lock is stale when its holder has gone or, for another
 * process may have got its number since, shows no sign of life.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {LockOptions} [options]
 * @returns {Promise<T>}
 */
export async function alone(name, work, options = {}) {
  const { folder = path.join(root, ".cache"), beat = 5_000 } = options;
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.lock`);
  const mine = `${process.pid} ${randomUUID()}`;
  await take(file, mine, options);
  const beating = setInterval(() => read(file) === mine && touch(file), beat).unref();
  try {
    return await work();
  } finally {
    clearInterval(beating);
    if (read(file) === mine) rmSync(file, { force: true });
  }
}

/**
 * Waits until the lock is ours.
 * @param {string} file
 * @param {string} mine
 * @param {LockOptions} options
 */
async function take(file, mine, { patience = 120_000, quiet = 5_000 }) {
  let seen = "";
  // Looks are counted rather than milliseconds: both processes may have slept with the machine.
  let looks = 0;
  for (let all = 0; !create(file, mine); all++) {
    const sign = signOfLife(file);
    if (all === Math.ceil(quiet / pause)) {
      console.log(`Waiting for process ${holder(file)}, which holds ${file}`);
    }
    looks = sign === seen ? looks + 1 : 0;
    seen = sign;
    if (!holderRuns(file) || looks * pause >= patience) remove(file, sign);
    await sleep(pause);
  }
}

/**
 * Makes the file unless it is there.
 * @param {string} file
 * @param {string} content
 */
function create(file, content) {
  try {
    writeFileSync(file, content, { flag: "wx" });
    return true;
  } catch (error) {
    // Windows says EPERM of a file that is just being removed.
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EEXIST" || code === "EPERM") return false;
    throw error;
  }
}

/**
 * Removes a stale lock if it still is the one that was looked at; only one process at a time does so.
 * @param {string} file
 * @param {string} sign
 */
function remove(file, sign) {
  const guard = `${file}.stale`;
  // Its owner has it for less than a millisecond, unless it died meanwhile.
  if ((modified(guard) ?? Number.POSITIVE_INFINITY) < Date.now() - 10_000)
    rmSync(guard, { force: true });
  if (!create(guard, "")) return;
  try {
    if (signOfLife(file) === sign) rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

/**
 * Who holds the lock and when that was last confirmed.
 * @param {string} file
 */
function signOfLife(file) {
  return `${read(file)} ${modified(file)}`;
}

/** @param {string} file */
function holderRuns(file) {
  try {
    // 0 asks about our own group, which runs.
    process.kill(holder(file), 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/**
 * The holder's process number; 0 while it is not known, for a lock just made is empty for a moment.
 * @param {string} file
 */
function holder(file) {
  return Number.parseInt(read(file), 10) || 0;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** @param {string} file */
function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

/** @param {string} file */
function touch(file) {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // It was taken over that very moment.
  }
}
