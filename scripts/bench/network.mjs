/** The vocabulary of every network measured; embeddings are as wide as a layer. */
const symbols = 90;

/** Layers and units of a size such as "2x512". @param {string} size */
export function shapeOf(size) {
  const [layers = 0, hidden = 0] = size.split("x").map(Number);
  return { layers, hidden };
}

/** A size as a reader wants it. @param {string} size */
export function sizeName(size) {
  return size.replace("x", " × ");
}

/**
 * The weights that a step multiplies by when the first layer's input comes from a table.
 * @param {string} size
 */
function weightsOf(size) {
  const { layers, hidden } = shapeOf(size);
  return (2 * layers - 1) * 4 * hidden * hidden + hidden * symbols;
}

/**
 * Floating-point operations of one composed character; training takes three times as many.
 * @param {string} size
 */
export function operationsOf(size) {
  return 2 * weightsOf(size);
}

/**
 * Bytes of weights and rows of the table that a step of so many lanes reads.
 * @param {string} size
 * @param {number} lanes
 * @param {number} bytes of one weight
 */
export function bytesRead(size, lanes, bytes) {
  return weightsOf(size) * bytes + lanes * 4 * shapeOf(size).hidden * 4;
}
