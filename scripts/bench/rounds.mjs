import { Peer } from "./peer.mjs";

/** @typedef {import("./peer.mjs").PeerPlan} PeerPlan */

/**
 * @typedef {object} RoundOptions
 * @property {number} rounds that count
 * @property {number} length milliseconds of work of a round at least
 * @property {number} warmUp milliseconds of work before the rounds
 * @property {readonly number[]} [expected] what every check must give; without, what the first peer gives
 * @property {(title: string) => number} tolerance the greatest difference from it
 */

/**
 * What was measured of a peer: milliseconds of a step, the middle of all rounds and the
 * least, and how far its check was off; or in a word or two why there is none.
 * @typedef {{ms: number, least: number, difference: number} | string} Measured
 */

/** Milliseconds after which a slow peer sits out the rounds that are left, once it has had three. */
const patience = 60_000;

/**
 * Measures peers side by side: all are started and checked, then they work in turn, round after round, so that what
 * else the machine does hits all alike.
 * @param {readonly PeerPlan[]} plans
 * @param {RoundOptions} options
 * @returns {Promise<Measured[]>} in the order of the plans
 */
export async function measureInTurn(plans, { rounds, length, warmUp, expected, tolerance }) {
  const entrants = plans.map(({ title, command, env, absence = "not here" }) => ({
    title,
    absence,
    peer: command && new Peer(command, env),
    missing: command === undefined,
    problem: "",
    /** @type {number[]} */
    values: [],
    difference: 0,
    /** @type {number[]} */
    times: [],
    spent: 0,
  }));
  try {
    await Promise.all(
      entrants.map((entrant) =>
        attempt(entrant, async (peer) => {
          const { values, missing } = await peer.ask("check");
          if (missing) console.log(`Not here: ${entrant.title}. ${missing}`);
          entrant.values = values ?? [];
          entrant.missing = missing !== undefined;
        }),
      ),
    );
    const standard = expected ?? entrants.find(({ values }) => values.length > 0)?.values ?? [];
    for (const entrant of entrants) {
      if (entrant.missing || entrant.problem) continue;
      entrant.difference = greatestDifference(entrant.values, standard);
      if (!(entrant.difference <= tolerance(entrant.title))) {
        fail(entrant, `it computes something else: a difference of ${entrant.difference}.`);
      }
    }
    for (let round = -1; round < rounds; round++) {
      for (const entrant of entrants) {
        if (entrant.spent > patience && entrant.times.length >= 3) continue;
        const began = performance.now();
        await attempt(entrant, async (peer) => {
          const { ms } = await peer.ask(`round ${round < 0 ? warmUp : length}`);
          if (round >= 0) entrant.times.push(ms);
        });
        entrant.spent += performance.now() - began;
      }
    }
  } finally {
    await Promise.all(entrants.map(({ peer }) => peer?.end()));
  }
  return entrants.map(({ missing, absence, problem, times, difference }) => {
    if (missing) return absence;
    return problem ? "failed" : { ms: median(times), least: Math.min(...times), difference };
  });
}

/**
 * @param {{title: string, peer: Peer | undefined, missing: boolean, problem: string}} entrant
 * @param {(peer: Peer) => Promise<void>} work
 */
async function attempt(entrant, work) {
  if (!entrant.peer || entrant.missing || entrant.problem) return;
  try {
    await work(entrant.peer);
  } catch (error) {
    fail(entrant, error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {{title: string, problem: string}} entrant
 * @param {string} problem
 */
function fail(entrant, problem) {
  entrant.problem = problem;
  console.error(`${entrant.title}: ${problem}`);
}

/**
 * @param {readonly number[]} values
 * @param {readonly number[]} standard
 */
function greatestDifference(values, standard) {
  if (values.length !== standard.length) return Number.POSITIVE_INFINITY;
  // What is no number comes as null. Math.max hands NaN on, which no tolerance lets pass.
  const differences = values.map((value, index) =>
    Math.abs((value ?? Number.NaN) - (standard[index] ?? Number.NaN)),
  );
  return Math.max(...differences);
}

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
