import { root } from "./root.mjs";
import { npm } from "./run.mjs";

const { TFJS_NODE_CDN_STORAGE: mirror } = process.env;

/** A file the package's install script fetches; it shows whether its host is reached at all. */
const probe = `${mirror ?? "https://storage.googleapis.com/"}tensorflow/libtensorflow/libtensorflow-cpu-linux-x86_64-2.9.1.tar.gz`;

/**
 * Runs the package's own install script where its host answers, and says so.
 * @returns {Promise<string | undefined>}
 */
export async function downloadTfjsNode() {
  try {
    // Where the host is blocked, some networks answer nothing at all.
    const answer = await fetch(probe, { method: "HEAD", signal: AbortSignal.timeout(5_000) });
    if (!answer.ok) return undefined;
  } catch {
    return undefined;
  }
  console.log("Downloading TensorFlow's library for tfjs-node");
  await npm(
    ["rebuild", "@tensorflow/tfjs-node", "--ignore-scripts=false", "--foreground-scripts"],
    { cwd: root, quiet: true, timeout: 600_000 },
  );
  return "by its own download";
}
