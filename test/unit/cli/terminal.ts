import { spawn } from "node:child_process";
import path from "node:path";
import { bundled } from "../worker/bundle";

/** What a command left behind. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs the real program; `heard` hears its standard output as it comes, may send it signals, and may stop listening.
 * Signals go where a terminal's do: to the program and all that it has started.
 */
export type Tunesmith = (
  args: readonly string[],
  heard?: (out: string, kill: (signal: NodeJS.Signals) => void, hangUp: () => void) => void,
) => Promise<Ran>;

/** Bundles the program into a folder, where its model is in `models/folk` beside `dist`. */
export async function tunesmith(folder: string): Promise<Tunesmith> {
  const script = await bundled("src/cli/main.ts", path.join(folder, "dist"));
  return (args, heard = () => {}) =>
    new Promise((resolve, reject) => {
      const env = { ...process.env, XDG_CACHE_HOME: path.join(folder, "cache") };
      const detached = process.platform !== "win32";
      const child = spawn(process.execPath, [script, ...args], { cwd: folder, env, detached });
      const kill = (signal: NodeJS.Signals): void => {
        if (detached && child.pid !== undefined) process.kill(-child.pid, signal);
        else child.kill(signal);
      };
      let out = "";
      let err = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        out += text;
        heard(out, kill, () => void child.stdout.destroy());
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        err += text;
      });
      child.on("error", reject);
      child.on("close", (code) => resolve({ code, out, err }));
    });
}
