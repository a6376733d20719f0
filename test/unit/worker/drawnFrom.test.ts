import { beforeAll, expect, test } from "vitest";
import type { Checkpoint } from "../../../src/model/checkpoint";
import { MusicReader } from "../../../src/music/reading/musicReader";
import type { ComposeOptions, ComposeTask } from "../../../src/shared/composeProtocol";
import { compose } from "../../../src/worker/composeEngine";
import { type LoadedModel, loadModel } from "../../../src/worker/loadedModel";
import { writeModelFolder } from "../../../src/worker/modelFolder";
import type { Rung } from "../../../src/worker/rung";
import { certainCopy } from "./certainCopy";
import { useRung } from "./everyRung";
import { freshFolder, musicModel } from "./folders";

let rung: Rung;
useRung("fused", (used) => {
  rung = used;
});
let copying: LoadedModel;
let plain: LoadedModel;
beforeAll(async () => {
  const folders = [freshFolder(), freshFolder()] as const;
  writeModelFolder(folders[0], certainCopy(), "float32");
  writeModelFolder(folders[1], twoNotes(), "float32");
  copying = await loadModel(folders[0], rung, "float32");
  plain = await loadModel(folders[1], rung, "float32");
  return () => {
    copying.network.dispose();
    plain.network.dispose();
  };
});

/** A plain network that writes hardly anything but two notes, in any order. */
function twoNotes(): Checkpoint {
  const checkpoint = musicModel({ endless: true });
  const bias = checkpoint.weights.get("output/bias") as Float32Array;
  for (const note of "de") bias[checkpoint.vocabulary.idOf(note) as number] = 8;
  return checkpoint;
}

const source = "X:1\nM:4/4\nL:1/8\nK:D\nd2ef gfed|";
const usual: ComposeOptions = {
  ...{ temperature: 1, topP: 1, topK: 0, bars: 1, maxChars: 2000, keepMeter: true },
  ...{ sectionStrength: 0, motifStrength: 1, seed: 1, candidates: 1 },
};

async function composed(loaded: LoadedModel, task: ComposeTask, changes: Partial<ComposeOptions>) {
  const silent = { placed() {}, streamed() {} };
  const { signal } = new AbortController();
  const { candidates } = await compose(loaded, task, { ...usual, ...changes }, silent, signal);
  return candidates;
}

test("what is composed tells which earlier bars it is as", async () => {
  const task = { kind: "continue", source, offset: source.length } as const;
  const [candidate] = await composed(copying, task, {});
  expect(candidate?.text).toBe("d2ef gfed|");
  expect(candidate?.drawnFrom).toEqual([{ bars: [2, 2], from: [1, 1], share: 1 }]);
});

test("so does what is rewritten, though its last bar line stays", async () => {
  const book = `${source}c2c2 c2c2|d8|]\n`;
  const start = book.indexOf("c2");
  const task = { kind: "rewrite", source: book, start, end: book.indexOf("|d8") } as const;
  const [candidate] = await composed(copying, task, {});
  expect(candidate?.text.trim()).toBe("d2ef gfed");
  expect(candidate?.drawnFrom).toEqual([{ bars: [2, 2], from: [1, 1], share: 1 }]);
});

test("a text of no whole bar tells of none", async () => {
  const [none] = await composed(copying, { kind: "new", number: 1 }, { maxChars: 1 });
  expect(none?.drawnFrom).toEqual([]);
});

test("more of what stands there comes back, the higher the strength, from a model without structure", async () => {
  const task = { kind: "continue", source, offset: source.length } as const;
  /** Bars, of all texts, that stand before in their own. */
  const repeated = async (motifStrength: number): Promise<number> => {
    const changes = { motifStrength, bars: 24, candidates: 12 };
    const texts = await composed(plain, task, changes);
    return texts
      .map(({ text }) => MusicReader.behind(`${source}${text} `).state.latestBars)
      .reduce((sum, bars) => sum + bars.length - new Set(bars).size, 0);
  };
  const [least, some, most] = [await repeated(0), await repeated(1), await repeated(2)];
  expect(least).toBeLessThan(some);
  expect(some).toBeLessThan(most);
});
