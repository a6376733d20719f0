import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { adam, clipByGlobalNorm, sgd } from "../../../src/model/training/optimizer";
import { warmUpAndCosine } from "../../../src/model/training/schedule";
import { use } from "./backends";
import { greatestDifference } from "./network";

beforeAll(() => use("cpu"));

const start = [0.5, -1, 2, 0.25];
const gradients = [
  [0.1, -0.2, 0, 3],
  [0.3, 0.1, -0.5, 2],
  [-0.2, 0.4, 0.1, -1],
];

/** The weights after steps along `gradients`. */
function run(kind: "adam" | "sgd", decay: number, shape: number[], rate: number): number[] {
  const before = tf.memory().numTensors;
  const variable = tf.variable(tf.tensor(start, shape));
  const variables = new Map([["w", variable]]);
  const optimizer = kind === "adam" ? adam(variables, decay) : sgd(variables);
  for (const values of gradients) {
    tf.tidy(() => optimizer.apply(new Map([["w", tf.tensor(values, shape)]]), rate));
  }
  const result = [...variable.dataSync()];
  optimizer.dispose();
  variable.dispose();
  // The tensor that the variable was made from.
  expect(tf.memory().numTensors - before).toBeLessThanOrEqual(1);
  return result;
}

/** Adam as Kingma and Ba write it, with the decay of Loshchilov and Hutter. */
function plainAdam(decay: number, rate: number): number[] {
  return start.map((weight, i) => {
    let [w, m, v] = [weight, 0, 0];
    for (const [t, values] of gradients.entries()) {
      const g = values[i] as number;
      m = 0.9 * m + 0.1 * g;
      v = 0.99 * v + 0.01 * g * g;
      const corrected = m / (1 - 0.9 ** (t + 1));
      const root = Math.sqrt(v / (1 - 0.99 ** (t + 1)));
      w -= rate * (corrected / (root + 1e-8) + decay * w);
    }
    return w;
  });
}

describe("optimizers", () => {
  test("gradient descent goes down the gradient", () => {
    const expected = start.map(
      (weight, i) =>
        weight - 0.1 * gradients.reduce((sum, values) => sum + (values[i] as number), 0),
    );
    expect(greatestDifference(run("sgd", 0, [2, 2], 0.1), expected)).toBeLessThan(1e-6);
  });

  test("Adam is Adam", () => {
    expect(greatestDifference(run("adam", 0, [2, 2], 0.1), plainAdam(0, 0.1))).toBeLessThan(1e-5);
  });

  test("weight decay is decoupled and spares biases", () => {
    const matrix = run("adam", 0.5, [2, 2], 0.1);
    expect(greatestDifference(matrix, plainAdam(0.5, 0.1))).toBeLessThan(1e-5);
    expect(greatestDifference(run("adam", 0.5, [4], 0.1), plainAdam(0, 0.1))).toBeLessThan(1e-5);
  });
});

describe("clipping", () => {
  const made = (): Map<string, tf.Tensor> =>
    new Map<string, tf.Tensor>([
      ["a", tf.tensor2d([3, 0, 0, 0], [2, 2])],
      ["b", tf.tensor1d([0, -4])],
    ]);

  test.each([
    [1, [0.6, -0.8]],
    [2.5, [1.5, -2]],
    [5, [3, -4]],
    [100, [3, -4]],
    [0, [3, -4]],
  ])("to a common norm of %d", (most, [a, b]) => {
    const before = tf.memory().numTensors;
    const { clipped, norm } = clipByGlobalNorm(made(), most);
    expect(norm).toBeCloseTo(5, 5);
    expect([...(clipped.get("a")?.dataSync() ?? [])]).toEqual(
      [a, 0, 0, 0].map((x) => expect.closeTo(x as number, 5)),
    );
    expect([...(clipped.get("b")?.dataSync() ?? [])]).toEqual(
      [0, b].map((x) => expect.closeTo(x as number, 5)),
    );
    tf.dispose([...clipped.values()]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("the schedule", () => {
  test("warms up in a line to its peak", () => {
    expect(warmUpAndCosine(3, 0.01)).toBeCloseTo(1.5);
    expect(warmUpAndCosine(3, 0.02)).toBeCloseTo(3);
    expect(warmUpAndCosine(3, 0.25, 0.5)).toBeCloseTo(1.5);
  });

  test("comes down on half a cosine to its floor, and stays there", () => {
    expect(warmUpAndCosine(3, 0.51)).toBeCloseTo(3 * (0.02 + 0.98 / 2));
    expect(warmUpAndCosine(3, 1)).toBeCloseTo(0.06);
    expect(warmUpAndCosine(3, 1.5)).toBeCloseTo(0.06);
    for (let at = 0.02; at < 1; at += 0.01) {
      expect(warmUpAndCosine(3, at + 0.01)).toBeLessThan(warmUpAndCosine(3, at));
    }
  });
});
