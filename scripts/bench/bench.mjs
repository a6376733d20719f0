/**
 * What every part of the bench is given.
 * @typedef {object} Bench
 * @property {import("./programs.mjs").Programs} programs
 * @property {import("./setup.mjs").Peers} peers
 * @property {string} scratch a folder for what is not kept
 * @property {string} rung the rung of our ladder that stands in the tables
 * @property {number} rounds that count, in composing; training has half as many
 * @property {readonly string[] | undefined} sizes only these
 * @property {number} symbols of the vocabulary
 * @property {Report} report
 */

/**
 * Takes what was measured of some peers at one size.
 * @callback Report
 * @param {string} what
 * @param {readonly import("./peer.mjs").PeerPlan[]} plans
 * @param {readonly import("./rounds.mjs").Measured[]} measured
 * @returns {void}
 */

export {};
