import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Architecture } from "../../../src/model/architecture";
import type { Checkpoint } from "../../../src/model/checkpoint";
import { PrimeReader } from "../../../src/model/primeReader";
import { seededRandom } from "../../../src/model/random";
import { CharacterEncoder, type StepEncoder } from "../../../src/model/stepEncoder";
import { compose } from "../../../src/worker/composeEngine";
import { loadModel } from "../../../src/worker/loadedModel";
import { readModelFolder } from "../../../src/worker/modelFolder";
import type { Rung } from "../../../src/worker/rung";
import { encoderFor } from "../../../src/worker/structureEncoder";
import { architecture, liveWeights, randomIds } from "../model/network";
import { rungsHere, useRung } from "./everyRung";

const bundled = path.resolve("models/folk");

const folk = readModelFolder(bundled);
const models: [
  string,
  Pick<Checkpoint, "architecture" | "weights"> & { readonly encoder: StepEncoder },
][] = [
  [
    "the bundled model",
    { ...folk, encoder: encoderFor(folk.architecture.inputs, folk.vocabulary) },
  ],
  ["2 × lstm", small({ layers: 2, hidden: 33, embedding: 12 })],
  ["3 × rnn", small({ layers: 3, hidden: 13, cell: "rnn" })],
];

describe.each(await rungsHere())("on %s", (name) => {
  let rung: Rung;
  useRung(name, (loaded) => {
    rung = loaded;
  });

  test.each(models)(
    "%s has the same bits behind a prime, however much of it is remembered",
    async (_, model) => {
      const { architecture, weights, encoder } = model;
      const network = await rung.network(
        architecture,
        weights,
        name === "fused" ? "int8" : "float32",
      );
      const ids = [...randomIds(140, architecture.outputs, seededRandom(3))];
      const typed = [1, 2, 3, 62, 63, 64, 65, 100, 127, 128, 129, 140].map((to) =>
        ids.slice(0, to),
      );
      const edited = [100, 70, 30].map((at) => ids.toSpliced(at, 1));
      const deleted = [139, 138, 127, 64, 10].map((to) => ids.slice(0, to));
      const reader = () => new PrimeReader(network, () => "", encoder);
      const warm = reader();
      for (const prime of [...typed, ...edited, ...deleted, ids]) {
        const cold = await reader().read(prime);
        const found = await warm.read(prime);
        expect(found?.logits).toEqual(cold?.logits);
        expect(found?.state).toEqual(cold?.state);
        expect(cold?.idsRead).toBe(prime.length);
      }
      expect((await warm.read(ids))?.idsRead).toBe(0);
      network.dispose();
    },
  );

  test("what is composed does not depend on what was composed before", async () => {
    const source = `X:1\nM:4/4\nL:1/8\nK:D\n|:${"d2AF DFAd|".repeat(12)}`;
    const write = async (loaded: Awaited<ReturnType<typeof loadModel>>, offset: number) => {
      const task = { kind: "continue", source, offset } as const;
      const options = {
        ...{ temperature: 1, topP: 1, topK: 0, bars: 0, maxChars: 20, keepMeter: true },
        ...{ sectionStrength: 0, motifStrength: 1, seed: 3, candidates: 2 },
      };
      const { signal } = new AbortController();
      const { candidates } = await compose(
        loaded,
        task,
        options,
        { placed() {}, streamed() {} },
        signal,
      );
      return candidates;
    };
    const warm = await loadModel(bundled, rung, "int8");
    for (const offset of [source.length, source.length - 1, source.length - 40, source.length]) {
      const cold = await loadModel(bundled, rung, "int8");
      expect(await write(warm, offset)).toEqual(await write(cold, offset));
      expect(warm.reader.size).toBeGreaterThan(1);
      cold.network.dispose();
    }
    warm.network.dispose();
  });
});

function small(changes: Partial<Architecture>) {
  const shape = architecture(changes);
  return { architecture: shape, weights: liveWeights(shape), encoder: new CharacterEncoder() };
}
