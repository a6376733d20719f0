import { describe, expect, test } from "vitest";
import type { ComposeTask } from "../../../src/shared/composeProtocol";
import { compose } from "../../../src/worker/composeEngine";
import { describeModel, type LoadedModel, loadModel } from "../../../src/worker/loadedModel";
import { writeModelFolder } from "../../../src/worker/modelFolder";
import type { Rung } from "../../../src/worker/rung";
import { suggest } from "../../../src/worker/suggestEngine";
import { rungsHere, useRung } from "./everyRung";
import { freshFolder, musicModel } from "./folders";

const folders = { reads: freshFolder(), copies: freshFolder() };
writeModelFolder(folders.reads, musicModel({ structure: true, endless: true }), "float32");
const copying = musicModel({ structure: true, copy: true, endless: true });
writeModelFolder(folders.copies, copying, "float32");

const source = `X:1\nM:4/4\nL:1/8\nK:D\n|:${"d2ef gfed|\n".repeat(8)}`;
const options = {
  ...{ temperature: 1, topP: 1, topK: 0, bars: 0, maxChars: 40, keepMeter: true },
  ...{ sectionStrength: 0.5, motifStrength: 1, seed: 3, candidates: 4 },
};
const silent = { placed() {}, streamed() {} };
const { signal } = new AbortController();

const cases = (await rungsHere()).flatMap(
  (name) =>
    [
      ["reads", name],
      ["copies", name],
    ] as const,
);

describe.each(cases)("a model that %s structure, on %s", (what, name) => {
  let rung: Rung;
  useRung(name, (loaded) => {
    rung = loaded;
  });

  async function used<Result>(act: (loaded: LoadedModel) => Promise<Result>): Promise<Result> {
    const loaded = await loadModel(folders[what], rung, name === "fused" ? "int8" : "float32");
    try {
      return await act(loaded);
    } finally {
      loaded.network.dispose();
    }
  }

  test("says so", async () => {
    const words = { reads: "with 30 structure inputs, ", copies: "inputs, 6 of them copied, " };
    await used(async (loaded) => expect(describeModel(loaded)).toContain(words[what]));
  });

  test("composes the same in any batch, whatever was composed before", async () => {
    const tasks: ComposeTask[] = [source.length, source.length - 1, 60, source.length].map(
      (offset) => ({ kind: "continue", source: source.slice(0, offset), offset }),
    );
    await used(async (warm) => {
      for (const task of [...tasks, { kind: "new", number: 2 } as const]) {
        const cold = await used((loaded) => compose(loaded, task, options, silent, signal));
        expect(await compose(warm, task, options, silent, signal)).toEqual(cold);
        const alone = { ...options, candidates: 1 };
        const { candidates } = await compose(warm, task, alone, silent, signal);
        expect(candidates).toEqual(cold.candidates.slice(0, 1));
      }
    });
  });

  test("suggests, and ranks what leads into music that follows, the same warm and cold", async () => {
    const offsets = [source.indexOf("|", 60) - 3, source.length];
    await used(async (warm) => {
      for (const offset of [...offsets, ...offsets]) {
        const text = `${source.slice(0, offset)}${offset < source.length ? source.slice(offset + 2) : ""}`;
        const request = { ...options, source: text, offset, bars: 1, candidates: 2, asked: true };
        const { texts } = await used((loaded) => suggest(loaded, request, signal));
        expect(texts.length).toBeGreaterThan(0);
        expect((await suggest(warm, request, signal)).texts).toEqual(texts);
      }
    });
  });
});
