import { beforeAll, describe, expect, test } from "vitest";
import { parseTuneBook } from "../../../src/abc/tuneBook";
import { MusicReader } from "../../../src/music/reading/musicReader";
import type { Candidate, ComposeOptions, ComposeTask } from "../../../src/shared/composeProtocol";
import { compose } from "../../../src/worker/composeEngine";
import { type LoadedModel, loadModel } from "../../../src/worker/loadedModel";
import { writeModelFolder } from "../../../src/worker/modelFolder";
import type { Rung } from "../../../src/worker/rung";
import { use } from "../model/backends";
import { eighthsOfBars } from "./eighths";
import { book, freshFolder, musicModel } from "./folders";

const options: ComposeOptions = {
  temperature: 1,
  topP: 1,
  topK: 0,
  bars: 0,
  maxChars: 200,
  keepMeter: true,
  sectionStrength: 0,
  motifStrength: 1,
  seed: 4,
  candidates: 1,
};
const source = book.replace(/\n\nX:2.*/s, "\n");
const begun = source.slice(0, source.indexOf("fed|") + 2);
/** In the middle of a bar behind which nothing follows. */
const middle: ComposeTask = { kind: "continue", source: begun, offset: begun.length };

let rung: Rung;
let loaded: LoadedModel;
beforeAll(async () => {
  rung = await use("wasm");
  const folder = freshFolder();
  writeModelFolder(folder, musicModel({ endless: true }), "float32");
  loaded = await loadModel(folder, rung, "float32");
  return () => loaded.network.dispose();
});

/** Composes and hears what is streamed. */
async function composed(task: ComposeTask, changes: Partial<ComposeOptions> = {}, stopAt = 0) {
  const streamed: string[] = [];
  const told: string[] = [];
  const stop = new AbortController();
  const listener = {
    placed: (at: number) => void told.push(`placed ${at}`),
    streamed(candidate: number, text: string) {
      told.push("streamed");
      streamed[candidate] = (streamed[candidate] ?? "") + text;
      if (told.length === stopAt) stop.abort();
    },
  };
  const result = await compose(loaded, task, { ...options, ...changes }, listener, stop.signal);
  expect(result.candidates.map(({ text }) => text)).toEqual(
    result.candidates.map((_, index) => streamed[index] ?? ""),
  );
  expect(told[0]).toBe(`placed ${result.insertAt}`);
  return { ...result, first: result.candidates[0] as Candidate };
}

/** The folder of a model that would end every text at once. */
function modelThatEnds(): string {
  const checkpoint = musicModel();
  const weights = new Map(checkpoint.weights);
  const bias = Float32Array.from(weights.get("output/bias") as Float32Array);
  bias[1] = 100;
  weights.set("output/bias", bias);
  const folder = freshFolder();
  writeModelFolder(folder, { ...checkpoint, weights }, "float32");
  return folder;
}

/** Bar ends in `text` behind the music `prime`. */
function barEnds(prime: string, text: string): number {
  const before = MusicReader.behind(`K:D\n${prime}`).barsSoFar;
  return MusicReader.behind(`K:D\n${prime}${text}`).barsSoFar - before;
}

describe("composing", () => {
  test.each([1, 2, 5])("%i bars end with the last bar line wanted", async (bars) => {
    const { first, insertAt } = await composed(middle, { bars, candidates: 3 });
    expect(first.ended).toBe("bars");
    expect(first.text).toMatch(/[|\]:]$/);
    const prime = source.slice(source.indexOf("|:"), insertAt);
    expect(barEnds(prime, first.text)).toBe(bars);
    expect(barEnds(prime, first.text.slice(0, -1).replace(/[|:\]]+$/, ""))).toBe(bars - 1);
  });

  test("a bar line that stands before the cursor is not one that is reached", async () => {
    const behind = { kind: "continue", source, offset: source.indexOf("fed|") + 4 } as const;
    const { first } = await composed(behind, { bars: 1 });
    expect(barEnds("", first.text)).toBe(1);
  });

  test("streams nothing, not even a line end, when the tune ends at once", async () => {
    const usual = loaded;
    loaded = await loadModel(modelThatEnds(), rung, "float32");
    const lyrics = `${source}w:la la`;
    const { first, insertAt } = await composed({
      kind: "continue",
      source: lyrics,
      offset: lyrics.length,
    });
    expect(first).toMatchObject({ text: "", ended: "end" });
    expect(insertAt).toBe(lyrics.length);
    loaded.network.dispose();
    loaded = usual;
  });

  test("a new tune does not end before its first bar, whatever the model thinks", async () => {
    const usual = loaded;
    loaded = await loadModel(modelThatEnds(), rung, "float32");
    const start = source.indexOf("dcd");
    const from = { kind: "fromSelection", source, start, end: source.length, number: 2 } as const;
    for (const task of [from, { kind: "new", number: 3 }] as const) {
      const { candidates } = await composed(task, { candidates: 8, temperature: 2 });
      for (const { text, ended } of candidates) {
        const added = text.slice(text.indexOf("e2f|") + 4 || 0);
        expect(ended === "length" || barEnds("", added) >= 1).toBe(true);
      }
    }
    loaded.network.dispose();
    loaded = usual;
  });

  test("goes on in a line of its own behind lyrics", async () => {
    const lyrics = `${source}w:la la`;
    const { first } = await composed(
      { kind: "continue", source: lyrics, offset: lyrics.length },
      { bars: 1 },
    );
    expect(first.text).toMatch(/^\n./);
  });

  test("a new tune and one from a selection bring their header", async () => {
    const { first } = await composed({ kind: "new", number: 4 }, { maxChars: 20 });
    expect(first.text).toMatch(/^X:4\nT:Untitled\n./);
    const from = {
      kind: "fromSelection",
      source,
      start: source.indexOf("dcd"),
      end: source.length,
      number: 9,
    } as const;
    const { first: second } = await composed(from, { maxChars: 20 });
    expect(second.text).toMatch(/^X:9\nT:Gate, continued\nM:6\/8\nL:1\/8\nK:D\ndcd e2f\|\n./);
  });

  test("stopped, it gives what there is", async () => {
    const { first } = await composed(middle, { maxChars: 100_000 }, 12);
    expect(first.ended).toBe("cancelled");
    expect(first.text.length).toBeGreaterThan(5);
    expect(first.text.length).toBeLessThan(100);
  });

  test("tells the seed with its backend, the model and what the model has never seen", async () => {
    const odd = source.replace("dcd", "zéz😀");
    const task = { kind: "continue", source: odd, offset: odd.length } as const;
    const { seedToken, model, unseen } = await composed(task, { maxChars: 5 });
    expect({ seedToken, model, unseen }).toEqual({
      seedToken: "4-wasm-f32",
      model: "small",
      unseen: "zé😀",
    });
  });

  test("names int8 weights in the seed, and the backend that computed", async () => {
    const folder = freshFolder();
    writeModelFolder(folder, musicModel(), "float32");
    const ofWasm = loaded;
    const fused = await use("fused");
    try {
      for (const [precision, token] of [
        ["int8", "4-fused-i8"],
        ["float32", "4-fused-f32"],
      ] as const) {
        loaded = await loadModel(folder, fused, precision);
        expect((await composed(middle, { maxChars: 5 })).seedToken).toBe(token);
        loaded.network.dispose();
      }
    } finally {
      loaded = ofWasm;
    }
  });

  test.each<[Partial<ComposeOptions>, string]>([
    [{ temperature: 0 }, "temperature"],
    [{ temperature: 10.1 }, "temperature"],
    [{ temperature: Number.NaN }, "temperature"],
    [{ topP: 0 }, "Top-p"],
    [{ topP: 1.1 }, "Top-p"],
    [{ topK: -1 }, "Top-k"],
    [{ bars: 1.5 }, "bars"],
    [{ maxChars: 0 }, "longest text"],
    [{ seed: -1 }, "seed"],
    [{ seed: 2 ** 32 }, "seed"],
    [{ candidates: 0 }, "candidates"],
    [{ candidates: 65 }, "candidates"],
  ])("refuses %j", async (changes, word) => {
    const refused = expect(composed(middle, changes)).rejects;
    await refused.toMatchObject({ name: "UserError", message: expect.stringContaining(word) });
  });

  test("refuses a place where no music can go", async () => {
    const task = { kind: "continue", source, offset: 3 } as const;
    await expect(composed(task)).rejects.toMatchObject({ name: "UserError" });
  });
});

describe("keeping the meter", () => {
  const whole = source.slice(0, source.indexOf("fed|") + 4);
  const behind: ComposeTask = { kind: "continue", source: whole, offset: whole.length };
  const bars = async (changes: Partial<ComposeOptions>): Promise<number[]> => {
    const { candidates } = await composed(behind, { maxChars: 300, candidates: 8, ...changes });
    return candidates.flatMap(({ text }) => eighthsOfBars(`|${text}`));
  };

  test.each([0.3, 1, 3])("every bar adds up, at temperature %d", async (temperature) => {
    const kept = await bars({ temperature });
    expect(kept.length).toBeGreaterThan(8);
    expect(new Set(kept)).toEqual(new Set([6]));
  });

  test("top-k may leave out what keeps the meter: then what keeps it is taken all the same", async () => {
    const kept = await bars({ topK: 1 });
    expect(kept.length).toBeGreaterThan(0);
    expect(new Set(kept)).toEqual(new Set([6]));
  });

  test("is not done where it is not wanted, or where a tune has no meter", async () => {
    expect(new Set(await bars({ keepMeter: false })).size).toBeGreaterThan(3);
    const free = whole.replace("M:6/8", "M:none");
    const task = { kind: "continue", source: free, offset: free.length } as const;
    const { candidates } = await composed(task, { candidates: 8 });
    const all = candidates.flatMap(({ text }) => eighthsOfBars(`|${text}`));
    expect(new Set(all).size).toBeGreaterThan(3);
  });

  test("a bar that is begun is filled to its end", async () => {
    const task = { kind: "continue", source, offset: source.indexOf("e2f|") } as const;
    const { candidates } = await composed(task, { candidates: 8, bars: 1 });
    const filled = candidates.flatMap(({ text }) => eighthsOfBars(`|dcd ${text}\n`));
    expect(filled.length).toBeGreaterThan(2);
    expect(new Set(filled)).toEqual(new Set([6]));
  });
});

test("keeps an empty line before the next tune", async () => {
  const two = `${source.trimEnd()}\n\nX:2\nK:C\nabc|`;
  const offset = two.indexOf("\nX:2");
  const { first, after } = await composed({ kind: "continue", source: two, offset }, { bars: 1 });
  expect(first.text).not.toBe("");
  expect(after).toBe("\n");
  const book = parseTuneBook(two.slice(0, offset) + first.text + after + two.slice(offset));
  expect(book.tunes).toHaveLength(2);
});
