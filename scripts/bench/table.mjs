/** @typedef {import("./rounds.mjs").Measured} Measured */

/**
 * A table of Markdown.
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return lines.join("\n");
}

/**
 * What a peer takes, and how many times faster ours is.
 * @param {Measured} theirs
 * @param {Measured} ours
 */
export function beside(theirs, ours) {
  if (typeof theirs === "string") return theirs;
  return typeof ours === "string" ? time(theirs.ms) : `${time(theirs.ms)} (${ratio(theirs, ours)})`;
}

/**
 * How often ours fits into theirs.
 * @param {{ms: number}} theirs
 * @param {{ms: number}} ours
 */
export function ratio(theirs, ours) {
  return `${(theirs.ms / ours.ms).toPrecision(2)} ×`;
}

/** Milliseconds in three digits. @param {number} ms */
export function time(ms) {
  if (ms >= 100) return thousands(ms);
  return ms.toFixed(ms >= 10 ? 1 : ms >= 1 ? 2 : ms >= 0.1 ? 3 : 4);
}

/** A whole number with commas. @param {number} value */
export function thousands(value) {
  return Math.round(value).toLocaleString("en");
}
