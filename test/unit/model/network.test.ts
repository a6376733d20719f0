import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { type Cell, cellOf, type LayerInput } from "../../../src/model/cell";
import { CharModel, disposeState } from "../../../src/model/charModel";
import { seededRandom } from "../../../src/model/random";
import { use } from "./backends";
import {
  architecture,
  bothCells,
  greatestDifference,
  liveWeights,
  randomIds,
  smallModel,
  threeInputs,
} from "./network";
import { PlainNetwork } from "./plainNetwork";

const shapes = bothCells("three inputs", { inputs: threeInputs });

const steps = 9;

describe.each(["cpu", "wasm"] as const)("on %s", (backend) => {
  beforeAll(() => use(backend));

  test.each(shapes)("%s computes the textbook's equations step by step", (_, changes) => {
    const shape = architecture(changes);
    const weights = liveWeights(shape);
    const model = new CharModel(shape, weights);
    const plain = new PlainNetwork(shape, weights);
    const random = seededRandom(2);
    const plainState = plain.start();
    let state = model.start(1);
    for (let t = 0; t < steps; t++) {
      const ids = shape.inputs.map(({ size }) => randomIds(1, size, random));
      const next = model.step(ids, state);
      disposeState(state);
      state = next.state;
      const expected = plain.step(
        ids.map((id) => id[0] as number),
        plainState,
      );
      expect(greatestDifference(next.logits, expected)).toBeLessThan(1e-5);
    }
    disposeState(state);
    model.dispose();
  });

  test.each(shapes)("%s gives the same logits and state at once as step by step", (_, changes) => {
    const shape = architecture(changes);
    const model = smallModel(changes);
    const random = seededRandom(3);
    const batch = 4;
    const inputs = shape.inputs.map(({ size }) => randomIds(steps * batch, size, random));
    const runs = [steps, 4, 1].map((length) => {
      const logits: number[] = [];
      let state = model.start(batch);
      for (let from = 0; from < steps; from += length) {
        const part = inputs.map((ids) => ids.subarray(from * batch, (from + length) * batch));
        const count = (part[0] as Int32Array).length / batch;
        const old = state;
        state = tf.tidy(() => {
          const run = model.sequence(part, state, count);
          logits.push(...run.logits.dataSync());
          return run.state as never;
        });
        disposeState(old);
      }
      return { logits, state: flat(state) };
    });
    const stepwise: number[] = [];
    let state = model.start(batch);
    for (let t = 0; t < steps; t++) {
      const next = model.step(
        inputs.map((ids) => ids.subarray(t * batch, (t + 1) * batch)),
        state,
      );
      disposeState(state);
      state = next.state;
      stepwise.push(...next.logits);
    }
    const last = flat(state);
    for (const run of runs) {
      expect(greatestDifference(run.logits, stepwise)).toBeLessThan(1e-4);
      expect(greatestDifference(run.state, last)).toBeLessThan(1e-4);
    }
    model.dispose();
  });

  test.each(shapes)("%s can be given another cell, which projects for itself", (_, changes) => {
    const shape = architecture(changes);
    const own = cellOf(shape.cell);
    const projecting = (input: LayerInput): LayerInput => ({
      ...input,
      projected: () => tf.add(tf.matMul(input.x(), input.kernel), input.bias),
    });
    const cell: Cell = {
      step: (input, state) => own.step(projecting(input), state),
      sequence: (input, state, count) => own.sequence(projecting(input), state, count),
    };
    const random = seededRandom(5);
    const inputs = shape.inputs.map(({ size }) => randomIds(steps * 2, size, random));
    const [usual, other] = [undefined, cell].map((given) => {
      const options = given ? { cell: given } : {};
      const model = new CharModel(shape, liveWeights(shape), options);
      const start = model.start(2);
      const read = model.read(inputs, steps, start);
      const whole = tf.tidy(() => model.sequence(inputs, start, steps).logits.dataSync());
      disposeState(start);
      const result = [...read.logits, ...flat(read.state), ...whole];
      model.dispose();
      return result;
    }) as [number[], number[]];
    expect(greatestDifference(other, usual)).toBeLessThan(1e-5);
  });

  test("the old state stays valid, and a step from it can be taken again", () => {
    const model = smallModel({ layers: 2 });
    const start = model.start(1);
    const first = model.step([Int32Array.of(4)], start);
    const one = model.step([Int32Array.of(5)], first.state);
    const again = model.step([Int32Array.of(5)], first.state);
    expect([...again.logits]).toEqual([...one.logits]);
    for (const state of [start, first.state, one.state, again.state]) disposeState(state);
    model.dispose();
  });

  test("changed weights count after a refresh", () => {
    const model = smallModel();
    const start = model.start(1);
    const before = model.step([Int32Array.of(4)], start);
    const other = liveWeights(model.architecture, 7);
    model.assign(other);
    const after = model.step([Int32Array.of(4)], start);
    const fresh = new CharModel(model.architecture, other);
    const expected = fresh.step([Int32Array.of(4)], start);
    expect(greatestDifference(after.logits, before.logits)).toBeGreaterThan(0.01);
    expect([...after.logits]).toEqual([...expected.logits]);
    for (const state of [start, before.state, after.state, expected.state]) disposeState(state);
    model.dispose();
    fresh.dispose();
  });

  test("frees all it made", () => {
    const before = tf.memory().numTensors;
    const model = smallModel({ layers: 3, inputs: threeInputs });
    const start = model.start(2);
    const ids = [Int32Array.of(1, 2), Int32Array.of(0, 4), Int32Array.of(2, 0)];
    const next = model.step(ids, start);
    const steps = [3, 1].map((count) =>
      model.read(
        ids.map((two) => Int32Array.from({ length: 2 * count }, (_, i) => two[i % 2] as number)),
        count,
        start,
      ),
    );
    model.assign(liveWeights(model.architecture, 5));
    for (const state of [start, next.state]) disposeState(state);
    for (const { state } of steps) disposeState(state);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("refuses weights that do not fit, and keeps none of them", () => {
    const before = tf.memory().numTensors;
    const shape = architecture();
    const short = liveWeights(shape);
    short.set("output/bias", new Float32Array(3));
    expect(() => new CharModel(shape, short)).toThrow("output/bias is not of shape [11]");
    const missing = liveWeights(shape);
    missing.delete("recurrent_1/kernel");
    expect(() => new CharModel(shape, missing)).toThrow("recurrent_1/kernel is not of shape");
    expect(() => new CharModel(architecture({ layers: 4 }), short)).toThrow("1 to 3 layers");
    expect(tf.memory().numTensors).toBe(before);
  });
});

function flat(state: ReturnType<CharModel["start"]>): number[] {
  const values = state.flatMap(({ h, c }) => [...h.dataSync(), ...(c ? c.dataSync() : [])]);
  disposeState(state);
  return values;
}
