import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Architecture } from "../../../../src/model/architecture";
import {
  gatesSize,
  type NetworkState,
  type Recipe,
  startState,
} from "../../../../src/model/network";
import { seededRandom } from "../../../../src/model/random";
import { type Chunk, chunks } from "../../../../src/model/training/batches";
import type { Rung } from "../../../../src/worker/rung";
import { loadTfjsNode } from "../../../../src/worker/rungs/tfjsNode";
import { use } from "../../model/backends";
import {
  architecture,
  greatestDifference,
  liveWeights,
  randomIds,
  randomSequence,
  threeInputs,
} from "../../model/network";
import { PlainNetwork, plainLoss } from "../../model/plainNetwork";
import { buildTimeout, hasTfjsNode, tfjsNodePlaces } from "../tfjsNodeChild";

const shapes: [string, Partial<Architecture>][] = [
  ["lstm", {}],
  ["lstm of 1 unit", { hidden: 1 }],
  ["3 × lstm of 33 units, three inputs", { layers: 3, hidden: 33, inputs: threeInputs }],
  ["lstm of 64 units, computed with 68", { hidden: 64 }],
  ["2 × lstm of 128 units", { layers: 2, hidden: 128 }],
  ["2 × rnn, three inputs", { cell: "rnn", layers: 2, inputs: threeInputs }],
];
const steps = 7;
const lanes = 3;

describe.runIf(await hasTfjsNode())("tfjs-node", () => {
  let rung: Rung;
  let folder: string;
  beforeAll(async () => {
    const places = await tfjsNodePlaces();
    folder = places.distFolder;
    rung = await loadTfjsNode(places);
  }, buildTimeout);
  afterAll(async () => {
    await rung?.dispose();
    rmSync(folder, { recursive: true });
  });

  test.each(shapes)("%s computes the textbook's equations", async (_, changes) => {
    const shape = architecture(changes);
    const weights = liveWeights(shape);
    const network = await rung.network(shape, weights, "int8");
    expect(network.precision).toBe("float32");
    const chunk = randomChunk(shape, 2);
    const { logits, losses, values } = textbook(shape, chunk);

    const stepped = startState(shape, lanes);
    for (let t = 0; t < steps; t++) {
      const next = await network.step(stepOf(chunk, t), stepped);
      expect(
        greatestDifference(next, logits.slice(t * lanes, (t + 1) * lanes).flat()),
      ).toBeLessThan(1e-4);
    }
    expect(greatestDifference(stepped.values, values)).toBeLessThan(1e-4);

    const read = startState(shape, lanes);
    const behind = await network.read(chunk.inputs, steps, read);
    expect(greatestDifference(behind, logits.slice(-lanes).flat())).toBeLessThan(1e-4);
    expect(read.values).toEqual(stepped.values);

    const whole = startState(shape, lanes);
    const measured = await network.losses(chunk, whole);
    expect(greatestDifference(measured, losses)).toBeLessThan(1e-4);
    expect(greatestDifference(whole.values, values)).toBeLessThan(1e-4);
    network.dispose();
  });

  test.each(shapes)("a lane of %s depends on no other, to the bit", async (_, changes) => {
    const shape = architecture(changes);
    const network = await rung.network(shape, liveWeights(shape), "float32");
    const random = seededRandom(6);
    const counts = [1, 2, 5, 9, 16];
    const states = counts.map((count) => startState(shape, count));
    for (let t = 0; t < 4; t++) {
      const all = shape.inputs.map(({ size }) => randomIds(16, size, random));
      // The lane that is compared is the last one, so it is in another place each time.
      const last = all.map((ids) => ids[15] as number);
      const answers: Float32Array[] = [];
      for (const [k, count] of counts.entries()) {
        const ids = all.map((column, i) => {
          const own = column.slice(0, count);
          own[count - 1] = last[i] as number;
          return own;
        });
        const logits = await network.step(ids, states[k] as NetworkState);
        answers.push(logits.slice((count - 1) * shape.outputs));
      }
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    }
    network.dispose();
  });

  test("a step gives the gates and holds units, as the other rungs do", async () => {
    const shape = architecture({ layers: 2 });
    const weights = liveWeights(shape);
    const random = seededRandom(9);
    const inputs = Array.from({ length: 3 }, () => [randomIds(lanes, 11, random)]);
    const hold = [{ layer: 0, unit: 3, value: 0.9 }];
    const [own, expected] = await Promise.all(
      [rung, await use("cpu")].map(async (on) => {
        const network = await on.network(shape, weights, "float32");
        const state = startState(shape, lanes);
        const gates = new Float32Array(gatesSize(shape, lanes));
        const all: number[] = [];
        for (const ids of inputs) {
          all.push(...(await network.step(ids, state, { gates, hold })), ...gates);
        }
        return [...all, ...state.values];
      }),
    );
    expect(greatestDifference(own as number[], expected as number[])).toBeLessThan(1e-4);
    const network = await rung.network(shape, weights, "float32");
    const wrong = network.step([Int32Array.of(1)], startState(shape, 1), {
      hold: [{ layer: 2, unit: 0, value: 0 }],
    });
    await expect(wrong).rejects.toThrow("Unit 0 of layer 2 cannot be held");
    network.dispose();
    await expect(network.step([Int32Array.of(1)], startState(shape, 1))).rejects.toThrow("freed");
  });

  test("weights that are assigned count at once, and those that do not fit are refused", async () => {
    const shape = architecture();
    const recipe: Recipe = { optimizer: "sgd", weightDecay: 0, clip: 0 };
    const trainee = await rung.trainee(shape, liveWeights(shape), recipe);
    const chunk = randomChunk(shape, 2);
    const other = liveWeights(shape, 5);
    await trainee.assign(other);
    expect(await trainee.weights()).toEqual(other);
    const fresh = await rung.trainee(shape, other, recipe);
    const state = (): NetworkState => startState(shape, lanes);
    expect(await trainee.losses(chunk, state())).toEqual(await fresh.losses(chunk, state()));
    trainee.dispose();
    fresh.dispose();
    other.delete("output/bias");
    await expect(rung.network(shape, other, "float32")).rejects.toThrow("output/bias");
  });
});

function randomChunk(shape: Architecture, seed: number): Chunk {
  const random = seededRandom(seed);
  const batch = Array.from({ length: lanes }, () => randomSequence(shape, steps, random));
  return [...chunks(batch, steps)][0] as Chunk;
}

function stepOf(chunk: Chunk, t: number): Int32Array[] {
  return chunk.inputs.map((ids) => ids.subarray(t * lanes, (t + 1) * lanes));
}

/** What the textbook's network says of a chunk: the logits by step and lane, the losses and the last state's values. */
function textbook(shape: Architecture, chunk: Chunk) {
  const plain = new PlainNetwork(shape, liveWeights(shape));
  const states = Array.from({ length: lanes }, () => plain.start());
  const logits: number[][] = [];
  const losses: number[] = [];
  for (let row = 0; row < steps * lanes; row++) {
    const ids = chunk.inputs.map((column) => column[row] as number);
    const next = plain.step(ids, states[row % lanes] as ReturnType<PlainNetwork["start"]>);
    logits.push(next);
    losses.push(plainLoss(next, chunk.targets[row] as number));
  }
  const values = Array.from({ length: shape.layers }, (_, layer) =>
    (shape.cell === "lstm" ? (["h", "c"] as const) : (["h"] as const)).flatMap((kind) =>
      states.flatMap((state) => state[layer]?.[kind] ?? []),
    ),
  ).flat();
  return { logits, losses, values };
}
