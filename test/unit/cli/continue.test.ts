import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { leadsInto } from "../../../src/composing/passage";
import { MusicReader } from "../../../src/music/reading/musicReader";
import { usualSectionStrength } from "../../../src/shared/usual";
import { compose } from "../../../src/worker/composeEngine";
import { loadModel } from "../../../src/worker/loadedModel";
import { writeModelFolder } from "../../../src/worker/modelFolder";
import { use } from "../model/backends";
import { eighthsOfBars } from "../worker/eighths";
import { book, freshFolder, musicModel, written } from "../worker/folders";
import { type Tunesmith, tunesmith } from "./terminal";

const folder = freshFolder();
const model = path.join(folder, "models", "folk");
let run: Tunesmith;
beforeAll(async () => {
  run = await tunesmith(folder);
  writeModelFolder(model, musicModel({ endless: true }), "float32");
  written(folder, "book.abc", book);
  written(folder, "dos.abc", book.replaceAll("\n", "\r\n"));
});

interface Continued {
  model: string;
  seed: number;
  temperature: number;
  candidates: { text: string; logProb: number; ended: string }[];
}

async function continued(...args: string[]): Promise<Continued> {
  const { code, out, err } = await run(["continue", ...args, "--json"]);
  expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining("rror") });
  expect(out.trim().split("\n")).toHaveLength(1);
  return JSON.parse(out) as Continued;
}

describe("tunesmith continue", () => {
  test("tells model, seed, temperature and each candidate", async () => {
    const args = ["book.abc", "--seed", "7", "--candidates", "3", "--temperature", "0.9"];
    const result = await continued(...args, "--max-chars", "30");
    expect(Object.keys(result)).toEqual(["model", "seed", "temperature", "candidates"]);
    expect(result).toMatchObject({ model: "small", seed: 7, temperature: 0.9 });
    expect(result.candidates).toHaveLength(3);
    for (const candidate of result.candidates) {
      expect(Object.keys(candidate).sort()).toEqual(["drawnFrom", "ended", "logProb", "text"]);
      expect(candidate.logProb).toBeLessThan(0);
      expect(candidate.ended).toBe("length");
      expect(candidate.text.length).toBeLessThanOrEqual(30);
    }
  });

  test("gives the text that the engine gives with the same seed", async () => {
    const result = await continued("book.abc", "--seed", "7", "--max-chars", "80");
    const loaded = await loadModel(model, await use("fused"), "int8");
    const here = await compose(
      loaded,
      { kind: "continue", source: book, offset: book.length },
      {
        temperature: 0.8,
        topP: 1,
        topK: 0,
        bars: 0,
        maxChars: 80,
        keepMeter: true,
        sectionStrength: usualSectionStrength,
        motifStrength: 1,
        seed: 7,
        candidates: 1,
      },
      { placed() {}, streamed() {} },
      new AbortController().signal,
    );
    loaded.network.dispose();
    expect(result.candidates).toEqual(here.candidates);
  });

  test("repeats a seed that it chose itself and has shown", async () => {
    const fresh = await run(["continue", "book.abc", "--max-chars", "40"]);
    expect(fresh.code).toBe(0);
    const token = /^Seed (\S+)\.$/m.exec(fresh.err)?.[1] as string;
    expect(token).toMatch(/^\d+-fused-i8$/);
    const again = await run(["continue", "book.abc", "--max-chars", "40", "--seed", token]);
    expect(again.out).toBe(fresh.out);
    const other = await continued("book.abc", "--max-chars", "40");
    expect(`${other.candidates[0]?.text}\n`).not.toBe(fresh.out);
  });

  test("computes on the backend and in the precision asked for, and says what a seed was made on", async () => {
    const args = ["continue", "book.abc", "--max-chars", "40", "--seed", "5-fused-i8"];
    for (const [options, token] of [
      [["--precision", "float32"], "fused-f32"],
      [["--backend", "wasm"], "wasm-f32"],
    ] as const) {
      const { code, err } = await run([...args, ...options]);
      expect(code).toBe(0);
      expect(err).toContain("The seed was made on fused-i8, so the music may differ.\n");
      expect(err).toMatch(new RegExp(`^Seed 5-${token}\\.$`, "m"));
    }
    expect((await run(args)).err).not.toContain("made on");
  });

  test("writes as many bars as asked for, the begun one being the first", async () => {
    const offset = `${book.indexOf("fed|") + 1}`;
    const result = await continued("book.abc", "--offset", offset, "--bars", "4", "--seed", "1");
    const reader = MusicReader.behind(`M:6/8\nK:D\n|:d2a f${result.candidates[0]?.text}`);
    // What is left of the bar that stands there goes on behind the fourth.
    expect(reader.state.bars).toBe(4);
    expect(
      leadsInto(
        MusicReader.behind("M:6/8\nK:D\n|:d2a f"),
        `${result.candidates[0]?.text}`,
        "ed|\n",
      ),
    ).toBe(true);
    expect(result.candidates[0]?.ended).toBe("bars");
  });

  test("keeps the meter unless told not to", async () => {
    const args = ["book.abc", "--offset", `${book.indexOf("fed|") + 4}`, "--seed", "1"];
    const bars = async (...more: string[]): Promise<Set<number>> => {
      const { candidates } = await continued(...args, "--candidates", "4", ...more);
      return new Set(candidates.flatMap(({ text }) => eighthsOfBars(`|${text}`)));
    };
    expect(await bars()).toEqual(new Set([6]));
    expect((await bars("--no-constraints")).size).toBeGreaterThan(3);
  });

  describe("rewrites what stands between two offsets", () => {
    const from = book.indexOf("dcd e2f");
    const args = ["book.abc", "--offset", `${from}`, "--seed", "3"];

    test("in the time that was there, and says where it belongs", async () => {
      const { code, out, err } = await run(["continue", ...args, "--end", `${from + 7}`]);
      expect(code).toBe(0);
      expect(eighthsOfBars(`|${out.trim()}|d`)).toEqual([6]);
      expect(err).toContain(
        `This takes the place of what stands from ${from} to ${from + 7}.\nSeed 3-fused-i8.\n`,
      );
    });

    test("or says that nothing fits, and prints nothing", async () => {
      const short = ["continue", ...args, "--end", `${from + 7}`, "--max-chars", "1"];
      const { code, out, err } = await run(short);
      expect({ code, out }).toEqual({ code: 0, out: "" });
      expect(err).toContain("Nothing was composed that fits.\nSeed 3-fused-i8.\n");
    });
  });

  test("writes the line ends of the file", async () => {
    const [unix, dos] = [
      await continued("book.abc", "--seed", "2"),
      await continued("dos.abc", "--seed", "2"),
    ];
    const text = unix.candidates[0]?.text as string;
    expect(text).toContain("\n");
    expect(dos.candidates[0]?.text).toBe(text.replaceAll("\n", "\r\n"));
  });

  test("counts a byte order mark as part of the file", async () => {
    written(folder, "bom.abc", `\ufeff${book}`);
    const at = book.indexOf("fed|") + 4;
    const plain = await continued("book.abc", "--offset", `${at}`, "--seed", "4", "--bars", "1");
    const marked = await continued(
      "bom.abc",
      "--offset",
      `${at + 1}`,
      "--seed",
      "4",
      "--bars",
      "1",
    );
    expect(marked).toEqual(plain);
  });
});
