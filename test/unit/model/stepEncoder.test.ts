import { beforeAll, describe, expect, test } from "vitest";
import { followingLikelihood } from "../../../src/model/followingLikelihood";
import { generate } from "../../../src/model/generate";
import type { Network } from "../../../src/model/network";
import { PrimeReader } from "../../../src/model/primeReader";
import { seededRandom } from "../../../src/model/random";
import { encodeSteps } from "../../../src/model/stepEncoder";
import { Vocabulary } from "../../../src/model/vocabulary";
import { use } from "./backends";
import { CountingEncoder } from "./countingEncoder";
import { anything, collect, options, type Text } from "./generating";
import { architecture, greatestDifference, liveWeights, randomIds, threeInputs } from "./network";
import { PlainNetwork, plainLoss } from "./plainNetwork";

const shape = architecture({ inputs: threeInputs, layers: 2, hidden: 13 });
const weights = liveWeights(shape);
const prime = [0, ...randomIds(150, 11, seededRandom(4))];
const vocabulary = new Vocabulary([..."\n|ABCDEF<"], "symbols");

/** The logits behind each id of a text by the textbook's equations. */
function plainLogits(ids: readonly number[]): number[][] {
  const network = new PlainNetwork(shape, weights);
  const state = network.start();
  const inputs = encodeSteps(new CountingEncoder(), ids, 0, ids.length);
  return ids.map((_, at) =>
    network.step(
      inputs.map((values) => values[at] as number),
      state,
    ),
  );
}

/** A reader for the network that knows nothing yet. */
function cold(network: Network): PrimeReader {
  return new PrimeReader(network, () => "", new CountingEncoder());
}

describe.each([
  ["fused", "int8"],
  ["fused", "float32"],
  ["wasm", "float32"],
  ["cpu", "float32"],
] as const)("a network with further inputs on %s in %s", (backend, precision) => {
  let network: Network;
  const tolerance = precision === "int8" ? 0.1 : 1e-4;
  beforeAll(async () => {
    network = await (await use(backend)).network(shape, weights, precision);
    return () => network.dispose();
  });

  async function written(
    changes: Parameters<typeof options>[0] = {},
    ids: readonly number[] = prime,
    on = network,
  ): Promise<Text[]> {
    const given = options({ reader: cold(on), ...changes });
    return collect(generate(on, vocabulary, ids, given), given.candidates);
  }

  test("reads a prime as the textbook's equations do, however much of it is remembered", async () => {
    const plain = plainLogits(prime);
    const warm = cold(network);
    for (const length of [1, 63, 64, 65, 100, 99, 130, 151, 140, 151]) {
      const ids = prime.slice(0, length);
      const found = await warm.read(ids);
      const fresh = await cold(network).read(ids);
      expect(found?.logits).toEqual(fresh?.logits);
      expect(found?.state).toEqual(fresh?.state);
      expect(found?.encoder).toEqual(fresh?.encoder);
      const difference = greatestDifference(found?.logits ?? [], plain[length - 1] as number[]);
      expect(difference).toBeLessThan(tolerance);
      // What is done with a reading leaves what is remembered as it was.
      found?.encoder.read(3);
    }
  });

  test("is remembered the less the more bytes keeping an encoder costs", () => {
    const numbers = 2 * 2 * 13 + 11;
    expect(cold(network).most).toBe(Math.floor(2 ** 24 / (950 + 100 + 4 * numbers)));
  });

  test("is given for each character what all before it make of its inputs", async () => {
    const [text] = await written({ maxChars: 40, rule: () => anything({ mayEnd: false }) });
    const ids = [...prime, ...vocabulary.encode(text?.text ?? "").ids];
    expect(ids.length).toBeGreaterThan(prime.length + 30);
    const logits = plainLogits(ids);
    let logProb = 0;
    for (let at = prime.length; at < ids.length; at++) {
      logProb -= plainLoss(logits[at - 1] as number[], ids[at] as number);
    }
    expect(text?.logProb).toBeCloseTo(logProb, precision === "int8" ? 0 : 3);
  });

  test("writes a candidate the same to the bit in any batch, on a warm and a cold reader", async () => {
    const reader = cold(network);
    const all = await written({ candidates: 8, reader });
    expect(new Set(all.map(({ text }) => text)).size).toBeGreaterThan(1);
    for (const candidates of [1, 2, 5]) {
      expect(await written({ candidates })).toEqual(all.slice(0, candidates));
      expect(await written({ candidates, reader })).toEqual(all.slice(0, candidates));
    }
  });

  test("finds a text behind a prime as likely as the textbook's equations, which stays as it was", async () => {
    const start = await cold(network).read(prime);
    if (!start) throw new Error("It was aborted.");
    const texts = [5, 90, 1].map((length) => [...randomIds(length, 11, seededRandom(9))]);
    const before = start.encoder.copy();
    const sums = await followingLikelihood(network, start, texts, [0, 60, 0]);
    expect(start.encoder).toEqual(before);
    for (const [lane, ids] of texts.entries()) {
      const logits = plainLogits([...prime, ...ids]);
      let sum = 0;
      for (let at = lane === 1 ? 60 : 0; at < ids.length; at++) {
        sum -= plainLoss(logits[prime.length + at - 1] as number[], ids[at] as number);
      }
      expect(sums?.[lane]).toBeCloseTo(sum, precision === "int8" ? 0 : 3);
    }
  });

  test("reads what is forced on it, but for what it does not know", async () => {
    let forced = "A?|";
    const read = (character: string): void => {
      if (forced[0] === character) forced = forced.slice(1);
    };
    const rule = () => ({
      ...anything({ read, mayEnd: false }),
      get forced() {
        return forced;
      },
    });
    const [text] = await written({ maxChars: 3, rule });
    expect(text?.text).toMatch(/^A\?\|./);
    const ids = [...prime, ...vocabulary.encode("A|").ids];
    const last = vocabulary.encode(text?.text.slice(3) ?? "").ids[0] as number;
    expect(text?.logProb).toBeCloseTo(
      -plainLoss(plainLogits(ids).at(-1) as number[], last),
      precision === "int8" ? 0 : 3,
    );
  });
});
