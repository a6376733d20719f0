import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, loadLayersModel } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, test } from "vitest";
import type { Architecture } from "../../../src/model/architecture";
import { CharModel, disposeState } from "../../../src/model/charModel";
import { type ModelFiles, readCheckpoint, writeCheckpoint } from "../../../src/model/checkpoint";
import { seededRandom } from "../../../src/model/random";
import { use } from "./backends";
import { checkpointOf } from "./checkpoints";
import { copying, greatestDifference, manyInputs, randomIds, threeInputs } from "./network";

beforeAll(() => use("cpu"));

const shapes: [string, Partial<Architecture>][] = (["lstm", "rnn"] as const).flatMap((cell) =>
  [1, 2, 3].flatMap((layers): [string, Partial<Architecture>][] => [
    [`${layers} × ${cell}`, { cell, layers, dropout: 0.25 }],
    [`${layers} × ${cell}, two inputs`, { cell, layers, inputs: threeInputs.slice(0, 2) }],
    [`${layers} × ${cell}, three inputs`, { cell, layers, inputs: threeInputs }],
    [`${layers} × ${cell}, 21 inputs`, { cell, layers, inputs: manyInputs }],
    [`${layers} × ${cell}, one copied input`, { cell, layers, inputs: copying.inputs.slice(0, 2) }],
    [`${layers} × ${cell}, copied inputs`, { cell, layers, inputs: copying.inputs, dropout: 0.25 }],
  ]),
);

describe("a saved model", () => {
  test.each(shapes)("of %s in float32 comes back to the bit", (_, changes) => {
    const checkpoint = checkpointOf(changes);
    const files = writeCheckpoint(checkpoint, "float32");
    const back = readCheckpoint(files);
    expect(back.architecture).toEqual(checkpoint.architecture);
    expect(back.weights).toEqual(checkpoint.weights);
    expect(back.metadata).toEqual(checkpoint.metadata);
    expect(back.vocabulary).toEqual(checkpoint.vocabulary);
    expect(writeCheckpoint(back, "float32")).toEqual(files);
  });

  test("in float16 takes half the room and comes back within half precision", () => {
    const checkpoint = checkpointOf({ layers: 2 });
    const files = writeCheckpoint(checkpoint, "float16");
    expect(files.weights.length * 2).toBe(writeCheckpoint(checkpoint, "float32").weights.length);
    const back = readCheckpoint(files);
    for (const [name, values] of checkpoint.weights) {
      const stored = back.weights.get(name) as Float32Array;
      for (const [index, value] of values.entries()) {
        const error = Math.abs((stored[index] as number) - value);
        expect(error).toBeLessThanOrEqual(Math.max(2 ** -25, Math.abs(value) * 2 ** -11));
      }
    }
    expect(writeCheckpoint(back, "float16")).toEqual(files);
  });

  test("reads the same from bytes that lie inside a larger buffer", () => {
    const checkpoint = checkpointOf();
    const files = writeCheckpoint(checkpoint, "float32");
    const larger = new Uint8Array(files.weights.length + 7);
    larger.set(files.weights, 3);
    const weights = larger.subarray(3, 3 + files.weights.length);
    expect(readCheckpoint({ ...files, weights }).weights).toEqual(checkpoint.weights);
  });

  test.each(shapes)("of %s is opened by stock tfjs to the same logits", async (_, changes) => {
    const checkpoint = checkpointOf(changes);
    for (const precision of ["float32", "float16"] as const) {
      const files = writeCheckpoint(checkpoint, precision);
      const stock = await loadLayersModel({ load: async () => artifactsOf(files) });
      // What was stored, so that half precision is not counted as a difference.
      const { weights } = readCheckpoint(files);
      expect(
        greatestDifference(...(await bothLogits(stock, weights, checkpoint.architecture))),
      ).toBeLessThan(1e-4);
      stock.dispose();
    }
  });
});

/** What stock tfjs's own file handlers make of the two files. */
function artifactsOf({ modelJson, weights }: ModelFiles): tf.io.ModelArtifacts {
  const json = JSON.parse(modelJson) as tf.io.ModelJSON;
  expect(json.weightsManifest.map(({ paths }) => paths)).toEqual([["weights.bin"]]);
  return {
    ...json,
    weightSpecs: json.weightsManifest.flatMap((group) => group.weights),
    weightData: Uint8Array.from(weights).buffer,
  };
}

/** The logits of some steps of a batch by the stock model and by ours, [batch, steps, outputs]. */
async function bothLogits(
  stock: LayersModel,
  weights: ReadonlyMap<string, Float32Array>,
  shape: Architecture,
): Promise<[Float32Array, Float32Array]> {
  const random = seededRandom(12);
  const [batch, steps] = [3, 7];
  const ids = shape.inputs.map(({ size }) => randomIds(batch * steps, size, random));
  const given = ids.map((values) => tf.tensor2d(values, [batch, steps], "int32"));
  const predicted = stock.predict(given) as tf.Tensor;
  const model = new CharModel(shape, weights);
  const start = model.start(batch);
  const timeMajor = given.map((values) => tf.transpose(values).dataSync() as Int32Array);
  const ours = tf.tidy(() => {
    const { logits } = model.sequence(timeMajor, start, steps);
    return tf.transpose(tf.reshape(logits, [steps, batch, shape.outputs]), [1, 0, 2]);
  });
  const result: [Float32Array, Float32Array] = [
    predicted.dataSync() as Float32Array,
    ours.dataSync() as Float32Array,
  ];
  tf.dispose([...given, predicted, ours]);
  disposeState(start);
  model.dispose();
  return result;
}
