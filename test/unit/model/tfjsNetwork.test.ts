import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Architecture } from "../../../src/model/architecture";
import { CharModel } from "../../../src/model/charModel";
import { gatesSize, type NetworkState, repeatState, startState } from "../../../src/model/network";
import { seededRandom } from "../../../src/model/random";
import { TfjsNetwork } from "../../../src/model/tfjsNetwork";
import { chunks } from "../../../src/model/training/batches";
import { use } from "./backends";
import {
  architecture,
  copying,
  greatestDifference,
  liveWeights,
  randomIds,
  randomSequence,
  threeInputs,
} from "./network";
import { PlainNetwork, type PlainState, plainLoss } from "./plainNetwork";

const cases: [string, Partial<Architecture>][] = [
  ["1 × lstm", {}],
  ["3 × lstm of 7, three inputs", { layers: 3, hidden: 7, inputs: threeInputs }],
  ["1 × lstm of 1", { hidden: 1 }],
  ["2 × rnn", { cell: "rnn", layers: 2 }],
  ["2 × lstm, copying", { layers: 2, ...copying }],
  ["1 × rnn, copying", { cell: "rnn", ...copying }],
];
const lanes = 3;
const steps = 7;

/** The textbook's network read lane by lane: logits after each step [steps][lanes · outputs], and the lanes' states. */
function plainly(shape: Architecture, inputs: readonly Int32Array[], length = steps) {
  const plain = new PlainNetwork(shape, liveWeights(shape));
  const states = Array.from({ length: lanes }, () => plain.start());
  const logits = Array.from({ length }, (_, t) =>
    states.flatMap((state, lane) =>
      plain.step(
        inputs.map((ids) => ids[t * lanes + lane] as number),
        state,
      ),
    ),
  );
  return { logits, states };
}

/** The lanes' states in the layout of a network's state. */
function laidOut(shape: Architecture, states: readonly PlainState[]): number[] {
  return Array.from({ length: shape.layers }, (_, layer) =>
    (shape.cell === "lstm" ? (["h", "c"] as const) : (["h"] as const)).flatMap((part) =>
      states.flatMap((state) => state[layer]?.[part] ?? []),
    ),
  ).flat();
}

function at(inputs: readonly Int32Array[], t: number): Int32Array[] {
  return inputs.map((ids) => ids.subarray(t * lanes, (t + 1) * lanes));
}

describe.each(["wasm", "cpu"] as const)("on %s", (backend) => {
  beforeAll(() => use(backend));
  let tensors = 0;
  beforeEach(() => {
    tensors = tf.memory().numTensors;
  });

  /** Runs with a network of a shape; what it made must be gone afterwards. */
  function withNetwork(shape: Architecture, run: (network: TfjsNetwork) => void): void {
    const network = new TfjsNetwork(new CharModel(shape, liveWeights(shape)));
    run(network);
    network.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
  }

  test.each(cases)("%s carries its state on in place, step by step and at once", (_, changes) => {
    const shape = architecture(changes);
    const random = seededRandom(2);
    const inputs = shape.inputs.map(({ size }) => randomIds(steps * lanes, size, random));
    const expected = plainly(shape, inputs);
    withNetwork(shape, (network) => {
      const state = startState(shape, lanes);
      const { values } = state;
      for (let t = 0; t < steps; t++) {
        const logits = network.step(at(inputs, t), state);
        expect(greatestDifference(logits, expected.logits[t] as number[])).toBeLessThan(1e-5);
      }
      expect(state.values).toBe(values);
      expect(greatestDifference(values, laidOut(shape, expected.states))).toBeLessThan(1e-5);

      const read = startState(shape, lanes);
      const last = network.read(inputs, steps, read);
      const again = startState(shape, lanes);
      network.read(
        inputs.map((ids) => ids.subarray(0, 4 * lanes)),
        4,
        again,
      );
      const behind = network.read(
        inputs.map((ids) => ids.subarray(4 * lanes)),
        steps - 4,
        again,
      );
      // To the bit, so that a text does not depend on how much of its prime was read at once.
      expect(read.values).toEqual(values);
      expect(again.values).toEqual(values);
      expect(behind).toEqual(last);
      expect(greatestDifference(last, expected.logits[steps - 1] as number[])).toBeLessThan(1e-5);
    });
  });

  test("a state that is written to later is not seen by an earlier step", () => {
    const shape = architecture({ layers: 2 });
    withNetwork(shape, (network) => {
      const state = startState(shape, 1);
      network.step([Int32Array.of(4)], state);
      const copy = copyState(state);
      const one = network.step([Int32Array.of(5)], state);
      const other = network.step([Int32Array.of(5)], copy);
      expect(other).toEqual(one);
      expect(copy.values).toEqual(state.values);
    });
  });

  test.each(cases)("%s gives the gates after their activation", (_, changes) => {
    const shape = architecture(changes);
    const random = seededRandom(3);
    const inputs = shape.inputs.map(({ size }) => randomIds(2 * lanes, size, random));
    withNetwork(shape, (network) => {
      const state = startState(shape, lanes);
      network.step(at(inputs, 0), state);
      const before = copyState(state);
      const without = copyState(state);
      const gates = new Float32Array(gatesSize(shape, lanes));
      const logits = network.step(at(inputs, 1), state, { gates });
      expect(logits).toEqual(network.step(at(inputs, 1), without));
      expect(without.values).toEqual(state.values);
      const block = lanes * shape.hidden;
      const part = (values: Float32Array, index: number): Float32Array =>
        values.subarray(index * block, (index + 1) * block);
      for (let layer = 0; layer < shape.layers; layer++) {
        if (shape.cell === "rnn") {
          expect([...part(gates, layer)]).toEqual([...part(state.values, layer)]);
          continue;
        }
        const [i, f, g, o] = [0, 1, 2, 3].map((k) => part(gates, layer * 4 + k)) as [
          Float32Array,
          Float32Array,
          Float32Array,
          Float32Array,
        ];
        const earlier = part(before.values, layer * 2 + 1);
        // The gates make the states: that tells i, f, g and o from each other.
        const c = earlier.map((value, j) => (f[j] ?? 0) * value + (i[j] ?? 0) * (g[j] ?? 0));
        const h = c.map((value, j) => (o[j] ?? 0) * Math.tanh(value));
        expect(greatestDifference(part(state.values, layer * 2 + 1), c)).toBeLessThan(1e-5);
        expect(greatestDifference(part(state.values, layer * 2), h)).toBeLessThan(1e-5);
        for (const gate of [i, f, o]) expect(Math.min(...gate)).toBeGreaterThan(0);
      }
    });
  });

  test.each(["lstm", "rnn"] as const)("a unit of an %s is held wherever it is read", (cell) => {
    const shape = architecture({ cell, layers: 2 });
    const random = seededRandom(4);
    const inputs = shape.inputs.map(({ size }) => randomIds(3 * lanes, size, random));
    const hold = [
      { layer: 0, unit: 2, value: 0.9 },
      { layer: 1, unit: 7, value: -0.5 },
    ];
    // A network that reads a held unit as that value: its weights from the unit become biases.
    const weights = liveWeights(shape);
    const columns = (name: string): number => (weights.get(name)?.length ?? 0) / shape.hidden;
    const fixed = (kernel: string, bias: string, unit: number, value: number): void => {
      const width = columns(kernel);
      const rows = weights.get(kernel) as Float32Array;
      const into = weights.get(bias) as Float32Array;
      for (let j = 0; j < width; j++) {
        into[j] = (into[j] as number) + value * (rows[unit * width + j] as number);
        rows[unit * width + j] = 0;
      }
    };
    fixed("recurrent_1/recurrent_kernel", "recurrent_1/bias", 2, 0.9);
    fixed("recurrent_2/kernel", "recurrent_2/bias", 2, 0.9);
    fixed("recurrent_2/recurrent_kernel", "recurrent_2/bias", 7, -0.5);
    fixed("output/kernel", "output/bias", 7, -0.5);
    const plain = new PlainNetwork(shape, weights);
    const states = Array.from({ length: lanes }, () => plain.start());
    withNetwork(shape, (network) => {
      const state = startState(shape, lanes);
      // Held before the first step, too, as the biases of the other network have it.
      const parts = cell === "lstm" ? 2 : 1;
      for (let lane = 0; lane < lanes; lane++) {
        state.values[lane * shape.hidden + 2] = 0.9;
        state.values[(parts * lanes + lane) * shape.hidden + 7] = -0.5;
      }
      for (let t = 0; t < 3; t++) {
        const logits = network.step(at(inputs, t), state, { hold });
        const expected = states.flatMap((one, lane) =>
          plain.step(
            inputs.map((ids) => ids[t * lanes + lane] as number),
            one,
          ),
        );
        expect(greatestDifference(logits, expected)).toBeLessThan(1e-5);
        expect(state.values[2]).toBeCloseTo(0.9, 6);
        expect(state.values[parts * lanes * shape.hidden + 7]).toBe(-0.5);
      }
    });
  });

  test("losses are those of the textbook, whatever their weights, and carry the state on", () => {
    const shape = architecture({ layers: 2, ...copying });
    const random = seededRandom(5);
    const batch = [9, 4, 6].map((length) => randomSequence(shape, length, random));
    withNetwork(shape, (network) => {
      const state = startState(shape, lanes);
      for (const [index, chunk] of [...chunks(batch, 5)].entries()) {
        const losses = network.losses(chunk, state);
        expect(losses).toHaveLength(chunk.steps * lanes);
        if (index > 0) continue;
        const { logits, states } = plainly(shape, chunk.inputs, chunk.steps);
        const { outputs } = shape;
        const expected = Array.from(chunk.targets, (target, row) => {
          const all = logits[Math.floor(row / lanes)] as number[];
          const lane = row % lanes;
          return plainLoss(all.slice(lane * outputs, (lane + 1) * outputs), target);
        });
        expect(greatestDifference(losses, expected)).toBeLessThan(1e-4);
        expect(greatestDifference(state.values, laidOut(shape, states))).toBeLessThan(1e-5);
      }
    });
  });

  test("refuses what does not fit, changes no state and frees all", () => {
    const shape = architecture({ layers: 2 });
    withNetwork(shape, (network) => {
      const state = startState(shape, 1);
      state.values.fill(0.25);
      const same = copyState(state);
      const [id, none] = [[Int32Array.of(4)], [Int32Array.of(99)]];
      expect(() => network.step(none, state)).toThrow();
      expect(() => network.read([Int32Array.of(1, 2, 99, 3)], 4, state)).toThrow();
      expect(() => network.step([], state)).toThrow("needs 1 inputs, not 0");
      for (const [layer, unit] of [
        [2, 0],
        [0, 8],
        [-1, 0],
        [0, 1.5],
      ] as const) {
        expect(() => network.step(id, state, { hold: [{ layer, unit, value: 0 }] })).toThrow(
          `Unit ${unit} of layer ${layer} cannot be held`,
        );
      }
      const short: NetworkState = { lanes: 1, values: new Float32Array(31) };
      expect(() => network.step(id, short)).toThrow(
        "The state is not one of 1 lanes of this network.",
      );
      expect(state).toEqual(same);
    });
  });
});

test("a repeated state has each lane's values in every layer", () => {
  const shape = architecture({ layers: 2, hidden: 2 });
  const one = { lanes: 1, values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
  const three = repeatState(shape, one, 3);
  expect(three.lanes).toBe(3);
  expect([...three.values]).toEqual([
    1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4, 5, 6, 5, 6, 5, 6, 7, 8, 7, 8, 7, 8,
  ]);
});

/** A state of its own with the same values. */
function copyState({ lanes, values }: NetworkState): NetworkState {
  return { lanes, values: values.slice() };
}
