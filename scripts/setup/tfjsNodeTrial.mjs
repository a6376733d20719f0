// Loads the tfjs-node of the folder given and multiplies two matrices; ends with an error when that does not work.
import { createRequire } from "node:module";
import path from "node:path";

const folder = path.resolve(process.argv[2] ?? "");
const require = createRequire(path.join(folder, "package.json"));
const util = require("node:util");
// Node 23 dropped what tfjs-node 4.22 still calls.
util.isNullOrUndefined ??= (/** @type {unknown} */ value) => value === undefined || value === null;
const tf = require(folder);
const product = tf.matMul([[1, 2]], [[3], [4]]).dataSync()[0];
if (tf.getBackend() !== "tensorflow" || product !== 11) {
  throw new Error(`The backend ${tf.getBackend()} says that 1 · 3 + 2 · 4 is ${product}.`);
}
