import { fork } from "node:child_process";
import path from "node:path";
import { connect, type Remote } from "../../shared/rpc";
import { BackendLostError, type RungPlaces } from "../rung";
import { type ChildMethods, childScript } from "./protocol";

/** The child process of tfjs-node. */
export interface Child {
  /** Its methods; every call is rejected with a `BackendLostError` once the process has gone. */
  readonly remote: Remote<ChildMethods>;
  /** Ends the process; resolves when it has gone. Pending calls are rejected. */
  end(): Promise<void>;
}

/** Starts the child process. */
export function startChild({ distFolder, threads }: RungPlaces): Child {
  const child = fork(path.join(distFolder, childScript), [], {
    // A packaged VS Code is its own Node; what it was started with is not for this process.
    execArgv: [],
    env: { ...quiet, ...process.env, ...threadSettings(threads), ELECTRON_RUN_AS_NODE: "1" },
    serialization: "advanced",
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let told = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    told = (told + text).slice(-2000);
  });
  const { remote, close } = connect<ChildMethods>(
    {
      // A call that cannot be sent is rejected when the process has gone, as every other.
      post: (message) => void child.send(message as object, () => {}),
      listen: (receive) => void child.on("message", receive),
    },
    {},
  );
  const gone = new Promise<void>((resolve) => {
    const lost = (how: string): void => {
      const lastLine = told.trim().split("\n").at(-1);
      close(new BackendLostError(`The process of tfjs-node ended (${how}). ${lastLine}`.trim()));
      resolve();
    };
    // Further errors may follow, and one that nobody hears ends the program.
    child.on("error", (error) => lost(error.message));
    child.once("exit", (code, signal) => lost(signal ?? `exit code ${code}`));
  });
  return {
    remote,
    end() {
      close(new Error("tfjs-node was ended."));
      child.kill();
      return gone;
    },
  };
}

/** TensorFlow speaks to stderr a lot; with oneDNN a product of one row takes twice as long at 512 units. */
const quiet = { TF_CPP_MIN_LOG_LEVEL: "2", TF_ENABLE_ONEDNN_OPTS: "0" };

/** TensorFlow takes every core unless told; more threads than free cores make it slower by a third. */
function threadSettings(threads: number | undefined): NodeJS.ProcessEnv {
  if (threads === undefined) return {};
  return { TF_NUM_INTRAOP_THREADS: String(threads), TF_NUM_INTEROP_THREADS: "1" };
}
