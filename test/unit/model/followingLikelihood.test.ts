import { beforeAll, describe, expect, test } from "vitest";
import { followingLikelihood } from "../../../src/model/followingLikelihood";
import type { Network } from "../../../src/model/network";
import { PrimeReader } from "../../../src/model/primeReader";
import { seededRandom } from "../../../src/model/random";
import type { Reading } from "../../../src/model/rememberedReadings";
import { use } from "./backends";
import { architecture, liveWeights, randomIds } from "./network";
import { PlainNetwork, plainLoss } from "./plainNetwork";

const shape = architecture({ layers: 2, hidden: 13 });
const weights = liveWeights(shape);
const random = seededRandom(4);
const prime = [...randomIds(70, 11, random)];
const texts = [1, 150, 3, 0, 64, 65, 2].map((length) => [...randomIds(length, 11, random)]);
const from = [0, 90, 1, 0, 64, 0, 0];

/** ln p of the ids of a text from one on, by the textbook's equations. */
function plainly(ids: readonly number[], from: number): number {
  const network = new PlainNetwork(shape, weights);
  const state = network.start();
  let logits: readonly number[] = [];
  for (const id of prime) logits = network.step([id], state);
  let sum = 0;
  for (const [at, id] of ids.entries()) {
    if (at >= from) sum -= plainLoss([...logits], id);
    logits = network.step([id], state);
  }
  return sum;
}

describe.each(["fused", "wasm", "cpu"] as const)("on %s", (name) => {
  let network: Network;
  let start: Reading;
  beforeAll(async () => {
    network = await (await use(name)).network(shape, weights, "float32");
    start = (await new PrimeReader(network).read(prime)) as Reading;
    return () => network.dispose();
  });

  test("texts of any lengths are as likely as by the textbook's equations", async () => {
    const sums = await followingLikelihood(network, start, texts, from);
    expect(sums).toHaveLength(texts.length);
    for (const [lane, ids] of texts.entries()) {
      expect(sums?.[lane]).toBeCloseTo(plainly(ids, from[lane] as number), 3);
    }
    expect(sums?.[3]).toBe(0);
    expect(sums?.[4]).toBe(0);
    expect(sums?.[5]).toBeLessThan(-65);
  });

  test("a text is as likely alone as beside others, and the start stays as it was", async () => {
    const before = { logits: start.logits.slice(), values: start.state.values.slice() };
    const together = await followingLikelihood(network, start, texts, from);
    for (const [lane, ids] of texts.entries()) {
      const alone = await followingLikelihood(network, start, [ids], [from[lane] as number]);
      if (name === "fused") expect(alone).toEqual([together?.[lane]]);
      else expect(alone?.[0]).toBeCloseTo(together?.[lane] as number, 3);
    }
    expect(await followingLikelihood(network, start, [], [])).toEqual([]);
    expect({ logits: start.logits, values: start.state.values }).toEqual(before);
  });

  test("aborted, it gives nothing", async () => {
    let looks = 0;
    const signal = {
      get aborted() {
        return ++looks === 2;
      },
    };
    expect(await followingLikelihood(network, start, texts, from, signal)).toBeUndefined();
    expect(looks).toBe(2);
  });
});

test("in int8, too, a text has the same bits alone and beside others", async () => {
  const network = await (await use("fused")).network(shape, weights, "int8");
  const start = (await new PrimeReader(network).read(prime)) as Reading;
  const together = await followingLikelihood(network, start, texts, from);
  for (const [lane, ids] of texts.entries()) {
    const alone = await followingLikelihood(network, start, [ids], [from[lane] as number]);
    expect(alone).toEqual([together?.[lane]]);
  }
  network.dispose();
});
