import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../src/model/random";
import { logProbability, Sampler, type SamplingOptions } from "../../../src/model/sampling";

const all: SamplingOptions = { temperature: 1, topK: 0, topP: 1, forbidden: [] };
const logits = Float32Array.from([1, 3, -2, 0.5, 2.9, Number.NEGATIVE_INFINITY]);

function softmax(values: ArrayLike<number>, temperature = 1): number[] {
  const exps = Array.from(values, (value) => Math.exp(value / temperature));
  const sum = exps.reduce((a, b) => a + b, 0);
  return exps.map((value) => value / sum);
}

/** How often each symbol comes in `count` draws. */
function frequencies(options: Partial<SamplingOptions>, count = 20_000): number[] {
  const random = seededRandom(11);
  const sampler = new Sampler({ ...all, ...options });
  const times = new Array<number>(logits.length).fill(0);
  for (let i = 0; i < count; i++) {
    const id = sampler.draw(logits, random) ?? -1;
    times[id] = (times[id] as number) + 1;
  }
  return times.map((n) => n / count);
}

/** Expects frequencies within five standard deviations of the probabilities, and never what has none. */
function expectShares(found: number[], probabilities: number[], count = 20_000): void {
  for (const [id, p] of probabilities.entries()) {
    const allowed = 5 * Math.sqrt((p * (1 - p)) / count);
    expect(Math.abs((found[id] as number) - p), `symbol ${id}`).toBeLessThanOrEqual(allowed);
  }
}

/** Probabilities with only `kept`, rescaled. */
function only(kept: number[], temperature = 1): number[] {
  const p = softmax(logits, temperature).map((value, id) => (kept.includes(id) ? value : 0));
  const sum = p.reduce((a, b) => a + b, 0);
  return p.map((value) => value / sum);
}

describe("sampling", () => {
  test.each([0.5, 1, 2, 10])("follows softmax(logits / %d)", (temperature) => {
    expectShares(frequencies({ temperature }), softmax(logits, temperature));
  });

  test("takes the most probable at the lowest temperature, also with huge logits", () => {
    expect(frequencies({ temperature: 0.01 }, 200)[1]).toBeGreaterThan(0.99);
    const huge = Float32Array.from([-3e38, 3e38, 1e38]);
    const random = seededRandom(1);
    const sampler = new Sampler({ ...all, temperature: 0.01 });
    for (let i = 0; i < 100; i++) {
      expect(sampler.draw(huge, random)).toBe(1);
    }
  });

  test("keeps the k most probable", () => {
    expectShares(frequencies({ topK: 1 }), only([1]));
    expectShares(frequencies({ topK: 2 }), only([1, 4]));
    expectShares(frequencies({ topK: 3, temperature: 2 }), only([1, 4, 0], 2));
    expectShares(frequencies({ topK: 100 }), softmax(logits));
  });

  test("keeps the fewest that reach p, at least one", () => {
    const p = softmax(logits);
    const best = p[1] as number;
    const two = best + (p[4] as number);
    expectShares(frequencies({ topP: 0.01 }), only([1]));
    expectShares(frequencies({ topP: best - 1e-6 }), only([1]));
    expectShares(frequencies({ topP: best + 1e-6 }), only([1, 4]));
    expectShares(frequencies({ topP: two + 1e-6 }), only([1, 4, 0]));
    expectShares(frequencies({ topP: 1 }), softmax(logits));
  });

  test("applies p within the k most probable", () => {
    const [first, second] = [only([1, 4, 0])[1] as number, only([1, 4, 0])[4] as number];
    expectShares(frequencies({ topK: 3, topP: first + second - 1e-6 }), only([1, 4]));
    expectShares(frequencies({ topK: 3, topP: first + second + 1e-6 }), only([1, 4, 0]));
  });

  test("never takes what is forbidden, were it the most probable", () => {
    expectShares(frequencies({ forbidden: [1] }), only([0, 2, 3, 4]));
    expectShares(frequencies({ forbidden: [1], topK: 1 }), only([4]));
    expectShares(frequencies({ forbidden: [1], topP: 0.01 }), only([4]));
  });

  test("takes what is not biased against, were it as good as impossible before", () => {
    const random = seededRandom(3);
    const sampler = new Sampler({ ...all, temperature: 0.01 });
    const sure = Float32Array.from([0, 40, 39]);
    for (let i = 0; i < 50; i++) {
      expect(sampler.draw(sure, random, undefined, (id) => (id === 0 ? 0 : -5000))).toBe(0);
    }
  });

  test("draws one number each time, whatever the options", () => {
    const options: Partial<SamplingOptions>[] = [
      {},
      { topK: 1 },
      { topP: 0.1 },
      { temperature: 0.01 },
      { forbidden: [0, 1, 2, 3] },
    ];
    for (const option of options) {
      let drawn = 0;
      new Sampler({ ...all, ...option }).draw(logits, () => {
        drawn++;
        return 0.5;
      });
      expect(drawn).toBe(1);
    }
  });

  test.each([0, 0.999999999999, 1 - 2 ** -32])("gives a possible symbol when it draws %d", (at) => {
    expect(softmax(logits)[new Sampler(all).draw(logits, () => at) ?? -1]).toBeGreaterThan(0);
  });
});

test("the log probability is that of softmax, without overflow", () => {
  for (const [id, p] of softmax(logits).entries()) {
    expect(logProbability(logits, id)).toBeCloseTo(Math.log(p), 6);
  }
  expect(logProbability(Float32Array.from([1000, 999]), 0)).toBeCloseTo(
    -Math.log(1 + 1 / Math.E),
    6,
  );
  expect(logProbability(Float32Array.from([-2000, -1000]), 0)).toBe(-1000);
});

test("a draw tells the log probability at temperature 1 of all symbols, to the bit", () => {
  const likeliest = Float32Array.from([2000, 1, 3, -2]);
  const random = seededRandom(5);
  for (const options of [
    {},
    { temperature: 0.8 },
    { forbidden: [0] },
    { topK: 2 },
    { topP: 0.5 },
  ]) {
    const sampler = new Sampler({ ...all, ...options });
    for (const values of [logits, likeliest, logits.subarray(0, 4)]) {
      for (let i = 0; i < 20; i++) {
        const id = sampler.draw(values, random) ?? -1;
        expect(sampler.logProbability).toBe(logProbability(values, id));
      }
    }
  }
});

test("what is drawn stays what it was", () => {
  const random = seededRandom(7);
  const values = Float32Array.from({ length: 90 }, () => 6 * random());
  const drawn = [{}, { temperature: 0.8, forbidden: [0] }, { topK: 9 }, { topP: 0.4 }].map(
    (options) => {
      const sampler = new Sampler({ ...all, ...options });
      return Array.from({ length: 8 }, () => sampler.draw(values, random));
    },
  );
  expect(drawn).toEqual([
    [69, 42, 58, 82, 74, 26, 30, 17],
    [79, 79, 69, 55, 69, 74, 42, 43],
    [74, 2, 55, 32, 32, 55, 55, 2],
    [58, 69, 69, 58, 58, 58, 55, 74],
  ]);
});

describe("what is refused", () => {
  const draws = 20_000;
  const shares = (allowed: number[], options: Partial<SamplingOptions> = {}): number[] => {
    const random = seededRandom(12);
    const sampler = new Sampler({ ...all, ...options });
    const times = new Array<number>(logits.length).fill(0);
    for (let i = 0; i < draws; i++) {
      const id = sampler.draw(logits, random, (symbol) => allowed.includes(symbol));
      times[id as number] = (times[id as number] as number) + 1;
    }
    return times.map((n) => n / draws);
  };

  test.each([[[0, 1, 2, 3, 4]], [[0, 2, 3]], [[1, 4]], [[2]]])(
    "of %j the rest is renormalised",
    (allowed) => {
      expectShares(shares(allowed), only(allowed), draws);
      expectShares(shares(allowed, { temperature: 0.5 }), only(allowed, 0.5), draws);
    },
  );

  test("where all the top ones are refused, the most probable of the rest comes", () => {
    expectShares(shares([0, 3], { topK: 2 }), [1, 0, 0, 0, 0, 0], draws);
  });

  test("what is forbidden does not come in by that way, and nothing comes where nothing may", () => {
    const sampler = new Sampler({ ...all, topK: 1, forbidden: [0] });
    const random = seededRandom(14);
    expect(sampler.draw(logits, random, (id) => id === 0)).toBeUndefined();
    expect(sampler.draw(logits, random, () => false)).toBeUndefined();
  });

  test("the probability told is that of the whole distribution", () => {
    const sampler = new Sampler(all);
    sampler.draw(logits, seededRandom(15), (id) => id === 2);
    expect(sampler.logProbability).toBeCloseTo(Math.log(softmax(logits)[2] as number), 12);
  });
});
