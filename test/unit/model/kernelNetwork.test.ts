import { describe, expect, test } from "vitest";
import type { Architecture } from "../../../src/model/architecture";
import { KernelNetwork } from "../../../src/model/kernels/kernelNetwork";
import { gatesSize, type NetworkState, repeatState, startState } from "../../../src/model/network";
import { seededRandom } from "../../../src/model/random";
import { chunks } from "../../../src/model/training/batches";
import { kernelBuild } from "./kernelBuilds";
import {
  architecture,
  bothCells,
  greatestDifference,
  liveWeights,
  manyInputs,
  randomIds,
  randomSequence,
  threeInputs,
} from "./network";
import { PlainNetwork, plainLoss } from "./plainNetwork";

const build = kernelBuild("kernels-simd");

const shapes = bothCells("three inputs, odd sizes", {
  inputs: threeInputs,
  hidden: 13,
  embedding: 5,
});
const precisions = ["float32", "int8"] as const;

/** How far int8 may be from the oracle: weights of 8 bits are off by up to 1 in 254 of the column's largest. */
const near = { float32: 1e-5, int8: 0.05 };

function kernelNetwork(changes: Partial<Architecture>, precision: "float32" | "int8" = "float32") {
  const shape = architecture(changes);
  const weights = liveWeights(shape);
  return { shape, weights, network: new KernelNetwork(build, shape, weights, precision) };
}

describe.each(precisions)("%s", (precision) => {
  test.each([
    ...shapes,
    ["21 inputs of an lstm", { inputs: manyInputs, hidden: 21 }],
    ["21 inputs of an rnn", { inputs: manyInputs, hidden: 21, cell: "rnn" }],
    ["1 unit", { hidden: 1, embedding: 1 }],
    ["1000 units", { hidden: 1000, embedding: 3, cell: "rnn" }],
  ] as [string, Partial<Architecture>][])("%s computes the textbook's equations", (_, changes) => {
    const { shape, weights, network } = kernelNetwork(changes, precision);
    const plain = new PlainNetwork(shape, weights);
    const plainState = plain.start();
    const state = startState(shape, 1);
    const random = seededRandom(2);
    for (let t = 0; t < (shape.hidden > 500 ? 2 : 9); t++) {
      const ids = shape.inputs.map(({ size }) => randomIds(1, size, random));
      const logits = network.step(ids, state);
      const expected = plain.step(
        ids.map((id) => id[0] as number),
        plainState,
      );
      expect(greatestDifference(logits, expected)).toBeLessThan(near[precision]);
    }
    const expected = plainState.flatMap(({ h, c }) => (shape.cell === "lstm" ? [...h, ...c] : h));
    expect(greatestDifference(state.values, expected)).toBeLessThan(near[precision]);
  });

  test.each(shapes)(
    "%s gives a lane the same bits whatever runs beside it, at once or step by step",
    (_, changes) => {
      const { shape, network } = kernelNetwork(changes, precision);
      const random = seededRandom(3);
      const steps = 21;
      const lanes = 8;
      const inputs = shape.inputs.map(({ size }) => randomIds(steps * lanes, size, random));
      const lane = (ids: Int32Array, which: number): Int32Array =>
        Int32Array.from({ length: steps }, (_, t) => ids[t * lanes + which] as number);
      for (let many = 1; many <= lanes; many++) {
        const together = startState(shape, many);
        const those = inputs.map((ids) =>
          Int32Array.from(
            { length: steps * many },
            (_, i) => ids[Math.floor(i / many) * lanes + (i % many)] as number,
          ),
        );
        const logits = network.read(those, steps, together);
        for (let which = 0; which < many; which++) {
          const alone = startState(shape, 1);
          let last: Float32Array = new Float32Array();
          for (let t = 0; t < steps; t++) {
            last = network.step(
              inputs.map((ids) => lane(ids, which).subarray(t, t + 1)),
              alone,
            );
          }
          const from = which * shape.outputs;
          expect([...logits.subarray(from, from + shape.outputs)]).toEqual([...last]);
          expect([...laneOf(shape, together, which)]).toEqual([...alone.values]);
        }
      }
    },
  );

  test("sums inputs that all are as large as they can be", () => {
    const shape = architecture({ inputs: manyInputs, embedding: 1 });
    const weights = liveWeights(shape);
    for (const { name } of manyInputs.slice(1)) {
      (weights.get(`${name}_embedding/embeddings`) as Float32Array).fill(0.01, 0, 1).fill(-0.4, 1);
    }
    const network = new KernelNetwork(build, shape, weights, precision);
    const plain = new PlainNetwork(shape, weights);
    for (const id of [0, 1]) {
      const ids = shape.inputs.map(() => id);
      const inputs = ids.map((value) => Int32Array.of(value));
      const logits = network.step(inputs, startState(shape, 1));
      const expected = plain.step(ids, plain.start());
      expect(greatestDifference(logits, expected)).toBeLessThan(near[precision]);
    }
  });

  test("reads more steps than fit at once", () => {
    const { shape, network } = kernelNetwork({ layers: 2 }, precision);
    const ids = randomIds(700, 11, seededRandom(4));
    const stepwise = startState(shape, 1);
    let last: Float32Array = new Float32Array();
    for (const id of ids) last = network.step([Int32Array.of(id)], stepwise);
    const state = startState(shape, 1);
    expect([...network.read([ids], 700, state)]).toEqual([...last]);
    expect([...state.values]).toEqual([...stepwise.values]);
  });

  test("gives the losses of whole tunes", () => {
    const { shape, weights, network } = kernelNetwork(
      { layers: 2, inputs: threeInputs },
      precision,
    );
    const random = seededRandom(5);
    const tunes = [300, 7, 40].map((length) => randomSequence(shape, length, random));
    const state = startState(shape, tunes.length);
    const losses = [...chunks(tunes, 128)].map((chunk) => ({
      chunk,
      values: network.losses(chunk, state),
    }));
    for (const [lane, tune] of tunes.entries()) {
      const plain = new PlainNetwork(shape, weights);
      const plainState = plain.start();
      for (let t = 0; t < tune.targets.length; t++) {
        const logits = plain.step(
          tune.inputs.map((ids) => ids[t] as number),
          plainState,
        );
        const { values } = losses[Math.floor(t / 128)] as (typeof losses)[number];
        const loss = values[(t % 128) * tunes.length + lane] as number;
        expect(Math.abs(loss - plainLoss(logits, tune.targets[t] as number))).toBeLessThan(
          near[precision],
        );
      }
    }
  });

  test.each(shapes)("%s hands out its gates and holds units", (_, changes) => {
    const { shape, network } = kernelNetwork(changes, precision);
    const random = seededRandom(6);
    const lanes = 3;
    const state = randomState(shape, lanes);
    const ids = shape.inputs.map(({ size }) => randomIds(lanes, size, random));
    const before = { lanes, values: state.values.slice() };
    const gates = new Float32Array(gatesSize(shape, lanes));
    const plainLogits = network.step(ids, { lanes, values: before.values.slice() });
    const hold = [{ layer: shape.layers - 1, unit: shape.hidden - 1, value: 0.75 }];
    const logits = network.step(ids, state, { gates, hold });
    expect(greatestDifference(logits, plainLogits)).toBeGreaterThan(1e-3);
    const top = (part: number, lane: number): Float32Array => {
      const parts = shape.cell === "lstm" ? 2 : 1;
      const at = (((shape.layers - 1) * parts + part) * lanes + lane) * shape.hidden;
      return state.values.subarray(at, at + shape.hidden);
    };
    const gate = (kind: number, lane: number): Float32Array => {
      const kinds = shape.cell === "lstm" ? 4 : 1;
      const at = (((shape.layers - 1) * kinds + kind) * lanes + lane) * shape.hidden;
      return gates.subarray(at, at + shape.hidden);
    };
    for (let lane = 0; lane < lanes; lane++) {
      expect(top(0, lane)[shape.hidden - 1]).toBe(0.75);
      for (let unit = 0; unit < shape.hidden - 1; unit++) {
        const of = (kind: number): number => gate(kind, lane)[unit] as number;
        const expected =
          shape.cell === "lstm" ? of(3) * Math.tanh(top(1, lane)[unit] as number) : of(0);
        expect(Math.abs((top(0, lane)[unit] as number) - expected)).toBeLessThan(1e-6);
      }
    }
  });
});

describe("int8", () => {
  test("chooses what float32 chooses", () => {
    const changes = {
      hidden: 64,
      embedding: 16,
      outputs: 40,
      inputs: [{ name: "character", size: 40 }],
    };
    const exact = kernelNetwork(changes, "float32").network;
    const rounded = kernelNetwork(changes, "int8").network;
    const shape = architecture(changes);
    const ids = randomIds(400, 40, seededRandom(7));
    const states = [startState(shape, 1), startState(shape, 1)] as const;
    let same = 0;
    for (const id of ids) {
      const a = exact.step([Int32Array.of(id)], states[0]);
      const b = rounded.step([Int32Array.of(id)], states[1]);
      if (a.indexOf(Math.max(...a)) === b.indexOf(Math.max(...b))) same++;
    }
    // Fresh weights leave many near ties; trained ones hardly any.
    expect(same).toBeGreaterThan(380);
  });
});

describe("what cannot be", () => {
  const shape = architecture();

  test("a weight that is no number, or of another size, is named", () => {
    const weights = liveWeights(shape);
    (weights.get("output/kernel") as Float32Array)[3] = Number.NaN;
    const make = () => new KernelNetwork(build, shape, weights, "int8");
    expect(make).toThrow("output/kernel holds what is no number");
    weights.set("output/kernel", new Float32Array(3));
    expect(make).toThrow("output/kernel is not of shape [8,11]");
  });

  test("an input or target that has no row, a state of other lanes, no step", () => {
    const { network } = kernelNetwork({});
    const state = startState(shape, 1);
    expect(() => network.step([Int32Array.of(11)], state)).toThrow(
      "The character 11 is not one of 0 to 10.",
    );
    expect(() => network.step([Int32Array.of(-1)], state)).toThrow(RangeError);
    expect(() => network.step([], state)).toThrow("A step needs 1 inputs, not 0.");
    expect(() => network.step([Int32Array.of(1)], { lanes: 2, values: state.values })).toThrow(
      RangeError,
    );
    expect(() => network.read([new Int32Array()], 0, state)).toThrow("at least one step");
  });

  test("a unit that is not there, or a value no hidden state has", () => {
    const { network } = kernelNetwork({});
    const state = startState(shape, 1);
    const step = (layer: number, unit: number, value: number) => () =>
      network.step([Int32Array.of(1)], state, { hold: [{ layer, unit, value }] });
    expect(step(0, 8, 0)).toThrow("Unit 8 of layer 0 cannot be held at 0.");
    expect(step(1, 0, 0)).toThrow(RangeError);
    expect(step(0, 0, 1.5)).toThrow(RangeError);
  });
});

function randomState(shape: Architecture, lanes: number): NetworkState {
  const random = seededRandom(8);
  const state = repeatState(shape, startState(shape, 1), lanes);
  for (const i of state.values.keys()) state.values[i] = random() - 0.5;
  return state;
}

function laneOf(shape: Architecture, { lanes, values }: NetworkState, lane: number): number[] {
  const picked: number[] = [];
  for (let row = 0; row * shape.hidden < values.length; row++) {
    if (row % lanes === lane)
      picked.push(...values.subarray(row * shape.hidden, (row + 1) * shape.hidden));
  }
  return picked;
}
