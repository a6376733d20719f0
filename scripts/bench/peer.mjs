import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * How a peer is started and what it is called.
 * @typedef {object} PeerPlan
 * @property {string} title
 * @property {readonly string[] | undefined} command undefined where it is not here
 * @property {string} [absence] what to say where it has no command
 * @property {NodeJS.ProcessEnv} [env] added to this process's own
 */

/**
 * A peer's command where what it needs is here.
 * @param {string | undefined} need
 * @param {(place: string) => readonly string[]} command
 */
export function needing(need, command) {
  return need === undefined ? undefined : command(need);
}

/** A peer in a process of its own, that answers lines with lines of JSON; see bench/peer.ts. */
export class Peer {
  /** @param {readonly string[]} command @param {NodeJS.ProcessEnv} [env] */
  constructor([command = "", ...args], env) {
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.child = child;
    this.said = "";
    child.stderr.setEncoding("utf8").on("data", (text) => {
      this.said = `${this.said}${text}`.slice(-2_000);
    });
    // Writing to one that has gone is answered by its end.
    child.stdin.on("error", () => {});
    this.gone = new Promise((_, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => {
        reject(new Error(`it ended with ${code ?? signal}: ${reason(this.said)}`));
      });
    });
    this.gone.catch(() => {});
    this.lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /**
   * Asks and answers what it says; throws when it ends instead.
   * @param {string} line
   * @returns {Promise<any>}
   */
  async ask(line) {
    this.child.stdin.write(`${line}\n`);
    for (;;) {
      const next = this.lines.next();
      const { value, done } = await Promise.race([next, this.gone]);
      if (done) await this.gone;
      // Libraries print lines of their own.
      if (value?.startsWith("{")) return JSON.parse(value);
    }
  }

  /** Ends the process. */
  async end() {
    this.child.kill();
    await this.gone.catch(() => {});
  }
}

/**
 * The line of an error in what a process printed while it fell, or all of it.
 * @param {string} text
 */
function reason(text) {
  return text.split("\n").findLast((line) => /^\w*Error\b/.test(line)) ?? text.trim();
}
