import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import "../../../src/model/training/step";
import { type CellState, cellOf, type LayerInput, zeroState } from "../../../src/model/cell";
import { seededRandom } from "../../../src/model/random";
import { targetLosses } from "../../../src/model/training/loss";
import { use } from "./backends";
import { greatestDifference } from "./network";

const random = seededRandom(4);
const batch = 3;
const hidden = 4;
const steps = 5;

function matrix(rows: number, columns: number, scale = 1): tf.Tensor2D {
  const values = Array.from({ length: rows * columns }, () => scale * (2 * random() - 1));
  return tf.tensor2d(values, [rows, columns]);
}

/** What a layer reads whose projected input is `x`: the input itself, not changed by its kernel. */
function reading(x: tf.Tensor2D, recurrent: tf.Tensor2D): LayerInput {
  const columns = x.shape[1];
  const kernel = tf.eye(columns);
  return { x: () => x, projected: () => x, kernel, bias: tf.zeros([columns]), recurrent };
}

/** The sum of all outputs weighted, through the cell's own steps and tfjs' own gradients. */
function throughSteps(kind: "lstm" | "rnn", x: tf.Tensor2D, u: tf.Tensor2D, from: CellState) {
  const columns = x.shape[1];
  let state = from;
  const outputs: tf.Tensor2D[] = [];
  for (let t = 0; t < steps; t++) {
    const xt = tf.slice2d(x, [t * batch, 0], [batch, columns]);
    state = cellOf(kind).step(reading(xt, u), state).state;
    outputs.push(state.h);
  }
  return tf.concat2d(outputs, 0);
}

describe.each(["cpu", "wasm"] as const)("on %s", (backend) => {
  beforeAll(() => use(backend));

  test.each(["lstm", "rnn"] as const)("the %s's sequence has the gradient of its steps", (kind) => {
    const columns = hidden * (kind === "lstm" ? 4 : 1);
    const x = matrix(steps * batch, columns);
    const u = matrix(hidden, columns, 0.8);
    const weights = matrix(steps * batch, hidden);
    const from =
      kind === "lstm"
        ? { h: matrix(batch, hidden), c: matrix(batch, hidden) }
        : { h: matrix(batch, hidden) };
    const plain = tf.grads((a, b) =>
      tf.sum(tf.mul(throughSteps(kind, a as tf.Tensor2D, b as tf.Tensor2D, from), weights)),
    )([x, u]);
    const custom = tf.grads((a, b) => {
      const run = cellOf(kind).sequence(reading(a as tf.Tensor2D, b as tf.Tensor2D), from, steps);
      return tf.sum(tf.mul(run.outputs, weights));
    })([x, u]);
    for (const [index, gradient] of custom.entries()) {
      const expected = plain[index] as tf.Tensor;
      expect(gradient.shape).toEqual(expected.shape);
      expect(greatestDifference(gradient.dataSync(), expected.dataSync())).toBeLessThan(1e-5);
    }
  });

  test("the loss of a target has the gradient softmax − one-hot", () => {
    const logits = matrix(6, 5, 4);
    const targets = tf.tensor1d([0, 4, 2, 2, 1, 3], "int32");
    const weights = tf.tensor1d([1, 0, 2, 1, 0.5, 1]);
    const plain = tf.valueAndGrad((x) => {
      const picked = tf.mul(tf.logSoftmax(x as tf.Tensor2D), tf.oneHot(targets, 5));
      return tf.sum(tf.mul(tf.neg(tf.sum(picked, 1)), weights));
    })(logits);
    const custom = tf.valueAndGrad((x) =>
      tf.sum(tf.mul(targetLosses(x as tf.Tensor2D, targets), weights)),
    )(logits);
    expect(greatestDifference(custom.grad.dataSync(), plain.grad.dataSync())).toBeLessThan(1e-5);
    expect(greatestDifference(custom.value.dataSync(), plain.value.dataSync())).toBeLessThan(1e-4);
  });
});

describe("against finite differences", () => {
  beforeAll(() => use("cpu"));

  /** The slope of `f` along each of some coordinates. */
  function slopes(f: (x: tf.Tensor) => tf.Scalar, x: tf.Tensor, at: number[]): number[] {
    const step = 1e-2;
    return at.map((index) =>
      tf.tidy(() => {
        const [up, down] = [1, -1].map((sign) => {
          const moved = Float32Array.from(x.dataSync());
          moved[index] = (moved[index] as number) + sign * step;
          return f(tf.tensor(moved, x.shape)).dataSync()[0] as number;
        }) as [number, number];
        return (up - down) / (2 * step);
      }),
    );
  }

  test.each(["lstm", "rnn"] as const)("the %s's sequence", (kind) => {
    const columns = hidden * (kind === "lstm" ? 4 : 1);
    const x = matrix(steps * batch, columns);
    const u = matrix(hidden, columns);
    const from = zeroState(kind, batch, hidden);
    const sum = (a: tf.Tensor, b: tf.Tensor): tf.Scalar => {
      const run = cellOf(kind).sequence(reading(a as tf.Tensor2D, b as tf.Tensor2D), from, steps);
      return tf.sum(tf.mul(run.outputs, 4)) as tf.Scalar;
    };
    const [dx, du] = tf.grads(sum)([x, u]) as [tf.Tensor, tf.Tensor];
    const places = Array.from({ length: 12 }, (_, i) => i * 4 + (i % 4));
    const some = (gradient: tf.Tensor): number[] => {
      const values = gradient.dataSync();
      return places.map((place) => values[place % values.length] as number);
    };
    const at = (size: number): number[] => places.map((place) => place % size);
    const slopesOfX = slopes((moved) => sum(moved, u), x, at(x.size));
    const slopesOfU = slopes((moved) => sum(x, moved), u, at(u.size));
    expect(greatestDifference(some(dx), slopesOfX)).toBeLessThan(4e-3);
    expect(greatestDifference(some(du), slopesOfU)).toBeLessThan(4e-3);
    expect(Math.max(...some(du).map(Math.abs))).toBeGreaterThan(0.1);
  });

  test("the loss of targets", () => {
    const logits = matrix(3, 4, 2);
    const targets = tf.tensor1d([1, 3, 0], "int32");
    const sum = (x: tf.Tensor): tf.Scalar =>
      tf.sum(targetLosses(x as tf.Tensor2D, targets)) as tf.Scalar;
    const gradient = tf.grad(sum)(logits).dataSync();
    const expected = slopes(sum, logits, [...gradient.keys()]);
    expect(greatestDifference(gradient, expected)).toBeLessThan(2e-3);
  });
});
