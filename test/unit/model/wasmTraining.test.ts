import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import "../../../src/model/training/step";
import { seededRandom } from "../../../src/model/random";
import { use } from "./backends";
import { greatestDifference } from "./network";

const random = seededRandom(8);

function numbers(...shape: number[]): { values: number[]; shape: number[] } {
  const size = shape.reduce((a, b) => a * b, 1);
  return { values: Array.from({ length: size }, () => 2 * random() - 1), shape };
}

/** The same computation on cpu and on wasm: values and shape. */
async function onBoth(compute: () => tf.Tensor) {
  const results: { values: number[]; shape: number[] }[] = [];
  for (const backend of ["cpu", "wasm"] as const) {
    await use(backend);
    const before = tf.backend().numDataIds();
    results.push(
      tf.tidy(() => {
        const result = compute();
        return { values: [...result.dataSync()], shape: result.shape };
      }),
    );
    // What a kernel makes for itself it frees itself.
    expect(tf.backend().numDataIds()).toBe(before);
  }
  return results as [(typeof results)[0], (typeof results)[0]];
}

async function expectEqual(compute: () => tf.Tensor): Promise<void> {
  const [cpu, wasm] = await onBoth(compute);
  expect(wasm.shape).toEqual(cpu.shape);
  expect(greatestDifference(wasm.values, cpu.values)).toBeLessThan(1e-5);
}

test.each([
  [false, false],
  [true, false],
  [false, true],
  [true, true],
])("a product with factors transposed %s, %s", async (first, second) => {
  const a = first ? numbers(7, 5) : numbers(5, 7);
  const b = second ? numbers(3, 7) : numbers(7, 3);
  await expectEqual(() =>
    tf.matMul(tf.tensor(a.values, a.shape), tf.tensor(b.values, b.shape), first, second),
  );
});

test("a batch of products with transposed factors", async () => {
  const a = numbers(2, 3, 7, 5);
  const b = numbers(2, 3, 4, 7);
  await expectEqual(() =>
    tf.matMul(tf.tensor(a.values, a.shape), tf.tensor(b.values, b.shape), true, true),
  );
});

test.each([
  [
    [0, 0],
    [6, 5],
  ],
  [
    [2, 0],
    [3, 5],
  ],
  [
    [5, 0],
    [1, 5],
  ],
  [
    [0, 1],
    [6, 3],
  ],
  [
    [1, 4],
    [4, 1],
  ],
  [
    [2, 0],
    [0, 5],
  ],
  [
    [1, 2],
    [-1, -1],
  ],
] as [[number, number], [number, number]][])("a slice from %j of size %j", async (from, size) => {
  const x = numbers(6, 5);
  await expectEqual(() => tf.slice2d(tf.tensor2d(x.values, [6, 5]), from, size));
});

test("slices of other ranks and types", async () => {
  const x = numbers(2, 3, 4);
  await expectEqual(() => tf.slice(tf.tensor(x.values, x.shape), [1, 0, 1], [1, 2, 3]));
  await expectEqual(() => tf.slice(tf.tensor1d(x.values), [3], [7]));
  await expectEqual(() => tf.slice(tf.tensor2d([1, 2, 3, 4], [2, 2], "int32"), [1, 0], [1, 2]));
});

test("a slice survives the growth of the backend's memory", async () => {
  await use("wasm");
  const big = tf.tidy(() => {
    const x = tf.mul(tf.ones([1000, 4000]), 3);
    // Larger than what the memory holds at first, so it grows while the slice is made.
    const parts = Array.from({ length: 6 }, () =>
      tf.slice2d(x as tf.Tensor2D, [1, 1], [990, 3990]),
    );
    return parts.map((part) => (tf.min(part).dataSync()[0] as number) === 3);
  });
  expect(big).toEqual(new Array(6).fill(true));
});

test("sums over segments: the gradient of a look-up", async () => {
  const x = numbers(6, 4);
  const segments = [2, 0, 2, 4, 2, 0];
  await expectEqual(() =>
    tf.unsortedSegmentSum(tf.tensor2d(x.values, [6, 4]), tf.tensor1d(segments, "int32"), 5),
  );
  await expectEqual(() =>
    tf.grad((table) => tf.sum(tf.square(tf.gather(table, tf.tensor1d(segments, "int32")))))(
      tf.tensor2d(x.values, [6, 4]),
    ),
  );
});
