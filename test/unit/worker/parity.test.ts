import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { meanLoss, sequenceLosses } from "../../../src/model/evaluate";
import { type Network, startState } from "../../../src/model/network";
import { seededRandom } from "../../../src/model/random";
import { chunks } from "../../../src/model/training/batches";
import { compose } from "../../../src/worker/composeEngine";
import { encodeTune } from "../../../src/worker/encode";
import { loadModel } from "../../../src/worker/loadedModel";
import { readModelFolder } from "../../../src/worker/modelFolder";
import type { ComputePrecision, Rung } from "../../../src/worker/rung";
import { encoderFor } from "../../../src/worker/structureEncoder";
import { readTuneSources, tuneTexts } from "../../../src/worker/tuneFiles";
import { use } from "../model/backends";
import {
  architecture,
  copying,
  greatestDifference,
  liveWeights,
  randomSequence,
  threeInputs,
} from "../model/network";
import { PlainNetwork, plainLoss } from "../model/plainNetwork";
import { tunes as shortTunes } from "../model/training";
import { rungsHere, useRung } from "./everyRung";
import { book } from "./folders";

const bundled = path.resolve("models/folk");
const checkpoint = readModelFolder(bundled);
const { vocabulary, metadata } = checkpoint;

/** The tunes that come with Tunesmith, and those written for the tests, as the bundled model reads them. */
const sequences = [
  ...readTuneSources([path.resolve("samples/tunebook.abc")]),
  ...[book, ...shortTunes.map((tune) => `X:1\n${tune}`)].map((text) => ({
    kind: "book" as const,
    text,
    file: "",
  })),
].flatMap((source) =>
  tuneTexts([source], metadata.preprocessing.fields).tunes.map(
    (tune) =>
      encodeTune(tune, vocabulary, encoderFor(checkpoint.architecture.inputs, vocabulary)).sequence,
  ),
);

/** The first tune's inputs, and the logits behind each step in doubles. */
const inputs = (sequences[0]?.inputs ?? []).map((values) => values.subarray(0, 100));
const oneStep = (all: readonly Int32Array[], step: number): Int32Array[] =>
  all.map((values) => values.slice(step, step + 1));
let oracle: number[][];
beforeAll(() => {
  const plain = new PlainNetwork(checkpoint.architecture, checkpoint.weights);
  const state = plain.start();
  oracle = Array.from(inputs[0] ?? [], (_, step) =>
    plain.step(
      oneStep(inputs, step).flatMap((values) => [...values]),
      state,
    ),
  );
});

const shapes = [
  ["1 × lstm", architecture()],
  [
    "3 × lstm, odd sizes, three inputs",
    architecture({ layers: 3, hidden: 13, embedding: 5, inputs: threeInputs }),
  ],
  ["2 × rnn, odd sizes", architecture({ cell: "rnn", layers: 2, hidden: 13 })],
  ["1 × lstm, copying", architecture({ hidden: 13, ...copying })],
  ["2 × rnn, copying", architecture({ cell: "rnn", layers: 2, ...copying })],
] as const;

/** What the first rung gave, for the others to be compared with. */
const told = new Map<string, unknown>();

/** Compares with what another rung told; the first one tells. */
function sameAsOthers<Value>(of: string, value: Value, compare: (others: Value) => void): void {
  if (told.has(of)) compare(told.get(of) as Value);
  else told.set(of, value);
}

const prime = "X:1\nT:Gate\nR:jig\nM:6/8\nL:1/8\nK:D\n|:d2a fed|dcd e2f|";
const primes = [
  "X:1\nR:jig\nM:6/8\nL:1/8\nK:D\n",
  "X:1\nR:reel\nM:4/4\nL:1/8\nK:G\nG2",
  "X:1\nR:waltz\nM:3/4\nL:1/8\nK:Am\n|:A2|",
];
const task = { kind: "continue", source: prime, offset: prime.length } as const;
const listener = { placed() {}, streamed() {} };
const greedy = {
  temperature: 1,
  topP: 1,
  topK: 1,
  bars: 0,
  maxChars: 150,
  keepMeter: true,
  sectionStrength: 0,
  motifStrength: 1,
  seed: 3,
  candidates: 1,
};

describe.each(await rungsHere())("on %s", (name) => {
  let rung: Rung;
  useRung(name, (loaded) => {
    rung = loaded;
  });

  test.each(shapes)(
    "%s: logits, states and losses are those of doubles, within 1e-4",
    async (_, shape) => {
      const weights = liveWeights(shape);
      const network = await rung.network(shape, weights, "float32");
      const random = seededRandom(5);
      const batch = [20, 7, 13].map((length) => randomSequence(shape, length, random));
      const state = startState(shape, batch.length);
      const losses: number[][] = batch.map(() => []);
      for (const chunk of chunks(batch, 8)) {
        const values = await network.losses(chunk, state);
        for (const [row, loss] of values.entries()) losses[row % 3]?.push(loss);
      }
      for (const [lane, { inputs, targets }] of batch.entries()) {
        const plain = new PlainNetwork(shape, weights);
        const carried = plain.start();
        const alone = startState(shape, 1);
        for (const [t, target] of targets.entries()) {
          const read = inputs.map((column) => column[t] as number);
          const expected = plain.step(read, carried);
          const logits = await network.step(
            read.map((id) => Int32Array.of(id)),
            alone,
          );
          expect(greatestDifference(logits, expected)).toBeLessThan(1e-4);
          expect(
            Math.abs((losses[lane]?.[t] as number) - plainLoss(expected, target)),
          ).toBeLessThan(1e-4);
        }
        const values = carried.flatMap(({ h, c }) => (shape.cell === "lstm" ? [...h, ...c] : h));
        expect(greatestDifference(alone.values, values)).toBeLessThan(1e-4);
      }
      network.dispose();
    },
  );

  test("the bundled model's logits are those of doubles, within 1e-4", async () => {
    const network = await float32(rung);
    const state = startState(checkpoint.architecture, 1);
    for (const [step, expected] of oracle.entries()) {
      const logits = await network.step(oneStep(inputs, step), state);
      expect(greatestDifference(logits, expected)).toBeLessThan(1e-4);
    }
    network.dispose();
  });

  test("the bundled model's losses are those of the other rungs", async () => {
    const network = await float32(rung);
    const some = sequences.slice(0, 3);
    const losses = (await sequenceLosses(network, some)).flatMap((values) => [...values]);
    expect(losses.length).toBeGreaterThan(700);
    sameAsOthers("losses", losses, (others) => {
      expect(greatestDifference(losses, others)).toBeLessThan(1e-4);
    });
    network.dispose();
  });

  test("the most probable texts are those of the other rungs", async () => {
    const loaded = await loadModel(bundled, rung, "float32");
    const written: string[] = [];
    for (const source of primes) {
      const from = { kind: "continue", source, offset: source.length } as const;
      const { signal } = new AbortController();
      const { candidates } = await compose(loaded, from, greedy, listener, signal);
      written.push(candidates[0]?.text as string);
    }
    expect(written.join("").length).toBeGreaterThan(200);
    sameAsOthers("texts", written, (others) => expect(written).toEqual(others));
    loaded.network.dispose();
  });

  test.each(name === "fused" ? (["float32", "int8"] as const) : (["float32"] as const))(
    "in %s a candidate's text depends on no other candidate and on nothing composed before",
    async (precision) => {
      const options = { ...greedy, topK: 0, maxChars: 60 };
      const write = async (loaded: Awaited<ReturnType<typeof loadModel>>, candidates: number) => {
        const { signal } = new AbortController();
        const composed = await compose(loaded, task, { ...options, candidates }, listener, signal);
        return composed.candidates.map(({ text, logProb }) => ({ text, logProb }));
      };
      const cold = await loadModel(bundled, rung, precision);
      const eight = await write(cold, 8);
      expect(new Set(eight.map(({ text }) => text)).size).toBeGreaterThan(4);
      for (const count of [3, 1, 8])
        expect(await write(cold, count)).toEqual(eight.slice(0, count));
      cold.network.dispose();
      const again = await loadModel(bundled, rung, precision);
      expect(await write(again, 1)).toEqual(eight.slice(0, 1));
      again.network.dispose();
    },
  );

  test("reads one step as it steps, and no step not at all", async () => {
    const shape = architecture();
    const network = await rung.network(shape, liveWeights(shape), "float32");
    const [read, stepped] = [startState(shape, 1), startState(shape, 1)];
    const logits = await network.read([Int32Array.of(4)], 1, read);
    const expected = await network.step([Int32Array.of(4)], stepped);
    expect(greatestDifference(logits, expected)).toBeLessThan(1e-6);
    expect(greatestDifference(read.values, stepped.values)).toBeLessThan(1e-6);
    const none = async () => network.read([new Int32Array()], 0, startState(shape, 1));
    await expect(none()).rejects.toThrow();
    network.dispose();
  });

  test("weights that are no numbers, or of another shape, make no network", async () => {
    const shape = architecture();
    const recipe = { optimizer: "sgd", weightDecay: 0, clip: 0 } as const;
    const refused = async (change: (weights: Map<string, Float32Array>) => void) => {
      const weights = liveWeights(shape);
      change(weights);
      await expect(rung.network(shape, weights, "int8")).rejects.toThrow("output/kernel");
      await expect(rung.trainee(shape, weights, recipe)).rejects.toThrow("output/kernel");
    };
    await refused((weights) => weights.set("output/kernel", new Float32Array(3)));
    await refused((weights) => weights.set("output/kernel", new Float32Array(88).fill(Number.NaN)));
  });
});

function float32(rung: Rung): Promise<Network> {
  return rung.network(checkpoint.architecture, checkpoint.weights, "float32");
}

test("int8: the bundled model's loss within .001 nats per character, 99 of 100 choices the same", async () => {
  const rung = await use("fused");
  const measure = async (precision: ComputePrecision) => {
    const network = await rung.network(checkpoint.architecture, checkpoint.weights, precision);
    expect(network.precision).toBe(precision);
    const losses = await sequenceLosses(network, sequences);
    const choices: number[] = [];
    for (const { inputs } of sequences) {
      const state = startState(checkpoint.architecture, 1);
      for (let step = 0; step < (inputs[0]?.length ?? 0); step++) {
        const logits = await network.step(oneStep(inputs, step), state);
        choices.push(logits.indexOf(Math.max(...logits)));
      }
    }
    network.dispose();
    return { loss: meanLoss(losses), choices };
  };
  const [exact, rounded] = [await measure("float32"), await measure("int8")];
  const same = exact.choices.filter((choice, i) => choice === rounded.choices[i]).length;
  // Measured on these 1,447 characters: 1.8724 and 1.8726 nats; 99.3 % of the most probable characters are the same.
  expect(Math.abs(rounded.loss - exact.loss)).toBeLessThan(0.001);
  expect(same / exact.choices.length).toBeGreaterThan(0.99);
});
