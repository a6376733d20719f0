import { composers } from "./composers.mjs";
import { bytesRead, operationsOf, sizeName } from "./network.mjs";
import { measureInTurn } from "./rounds.mjs";
import { prepareSize } from "./setup.mjs";
import { beside, table, time } from "./table.mjs";

/** @typedef {import("./bench.mjs").Bench} Bench */
/** @typedef {import("./rounds.mjs").Measured} Measured */
/** @typedef {{title: string, measured: Measured}} Row */

const sizes = ["1x150", "1x250", "1x512", "2x512", "3x512"];

/**
 * The tables of composing: a character at batch 1, and eight candidates at once.
 * @param {Bench} bench
 */
export async function composing(bench) {
  const parts = [
    "### Composing: ms a step",
    "Of one thread, the logits read back and a character drawn for each candidate; PyTorch draws none. " +
      "onnxruntime-node runs the LSTM operation that an exporter writes, and the network as we compute it, the first " +
      "layer's input from a table; C and the core operations of tfjs have that table, too.",
  ];
  for (const lanes of [1, 8]) {
    /** @type {{float32: Row[], int8: Row[], size: string}[]} */
    const found = [];
    for (const size of bench.sizes ?? sizes) {
      found.push({ size, ...(await measureSize(bench, size, lanes)) });
    }
    const title = lanes === 1 ? "One character, batch 1" : `${lanes} candidates, batch ${lanes}`;
    const float32 = found.map(({ size, float32: [ours, ...peers] }) => ({ size, ours, peers }));
    const int8 = found.map(({ size, int8: [ours, ...peers], float32: [wide] }) => ({
      size,
      ours,
      peers: wide ? [...peers, wide] : peers,
    }));
    parts.push(`${title}, float32:`, besideOurs(float32, lanes, 4));
    parts.push(`${title}, int8 weights:`, besideOurs(int8, lanes, 1));
  }
  return parts;
}

/**
 * @param {Bench} bench
 * @param {string} size
 * @param {number} lanes
 */
async function measureSize(bench, size, lanes) {
  const files = await prepareSize(size, bench);
  const { float32, int8 } = composers(bench, size, lanes, files);
  const expected = await bench.programs.answer("expected", files.work, size, String(lanes));
  const greatest = Math.max(...expected.map(Math.abs));
  const plans = [...float32, ...int8];
  const measured = await measureInTurn(plans, {
    rounds: bench.rounds,
    length: 40,
    warmUp: 500,
    expected,
    // Eight bits change the logits of weights at random by a hundredth or two.
    tolerance: (title) => (title.endsWith("int8") ? 0.05 * greatest : 1e-3),
  });
  bench.report(`${size}, batch ${lanes}`, plans, measured);
  const rows = plans.map(({ title }, index) => ({ title, measured: measured[index] ?? "failed" }));
  return { float32: rows.slice(0, float32.length), int8: rows.slice(float32.length) };
}

/**
 * A table of sizes with ours first.
 * @param {readonly {size: string, ours: Row | undefined, peers: readonly Row[]}[]} found
 * @param {number} lanes
 * @param {number} bytes of a weight of ours
 */
function besideOurs(found, lanes, bytes) {
  const [first] = found;
  const titles = first?.peers.map(({ title }) => title) ?? [];
  return table(
    ["size", first?.ours?.title ?? "", "GFLOP/s", "reads", ...titles],
    found.map(({ size, ours, peers }) => {
      const measured = ours?.measured ?? "failed";
      const cells = peers.map((peer) => beside(peer.measured, measured));
      return [sizeName(size), ...ourCells(measured, size, lanes, bytes), ...cells];
    }),
  );
}

/**
 * @param {Measured} measured
 * @param {string} size
 * @param {number} lanes
 * @param {number} bytes
 */
function ourCells(measured, size, lanes, bytes) {
  if (typeof measured === "string") return [measured, "", ""];
  const speed = (operationsOf(size) * lanes) / measured.ms / 1e6;
  const read = bytesRead(size, lanes, bytes) / 1e6;
  return [time(measured.ms), speed.toPrecision(3), `${read.toPrecision(3)} MB`];
}
