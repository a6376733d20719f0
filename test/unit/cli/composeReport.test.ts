import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { writeModelFolder } from "../../../src/worker/modelFolder";
import { freshFolder, musicModel, written } from "../worker/folders";
import { type Tunesmith, tunesmith } from "./terminal";

const folder = freshFolder();
const tune = "X:1\nM:2/4\nL:1/8\nK:G\nB4|c4|d4|e4|f2ed|G4|]\n";
let run: Tunesmith;
beforeAll(async () => {
  run = await tunesmith(folder);
  const characters = "\n \"/0123468:#ABCDEFGKLM[]abcdefg|'_^=,";
  const model = musicModel({ endless: true, characters });
  writeModelFolder(path.join(folder, "models", "folk"), model, "float32");
  written(folder, "held.abc", `${tune}\n${tune.replace("G4", "A4")}`);
  written(folder, "learned.abc", tune);
  written(folder, "short.abc", "X:1\nM:2/4\nK:G\nB2|\n");
});

const report = ["compose-report", "--data", "held.abc"];

test("tunesmith compose-report shows one continuation, the best of several and the composer's", async () => {
  const { code, out, err } = await run([...report, "--train", "learned.abc", "--seeds", "2"]);
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringContaining("2 of 2 tunes continued"),
  });
  const rows = new Map(
    out
      .trimEnd()
      .split("\n")
      .map((line) => line.split(/ {2,}/))
      .map(([label = "", ...cells]) => [label, cells]),
  );
  expect(rows.get("")).toEqual(["one", "best of 4", "human"]);
  expect(rows.get("continuations")).toEqual(["4", "4", "2"]);
  expect(rows.get("exact bars")?.[0]).toBe("100.0 (100.0 to 100.0)");
  expect(rows.get("last note on the tonic")?.at(-1)).toBe("50.0 (0.0 to 100.0)");
  expect(rows.get("complete tunes")?.at(-1)).toBe("100.0 (100.0 to 100.0)");
  expect(rows.get("longest copied run (median, 95 %, most)")?.at(-1)).toMatch(/^\d+, 10, 10$/);
});

test("tunesmith compose-report repeats itself, and tells in JSON what it did", async () => {
  const args = [...report, "--tunes", "1", "--seed", "7", "--temperature", "1.2", "--json"];
  const [first, again] = [await run(args), await run(args)];
  expect(first.out).toBe(again.out);
  expect(JSON.parse(first.out)).toMatchObject({
    model: "small",
    seeds: [7],
    temperature: 1.2,
    keepMeter: true,
    motifStrength: 1,
    candidates: 4,
    tunes: 1,
    one: { texts: 1, figures: { exactBars: { low: 1, high: 1 } }, warnings: expect.any(Array) },
    human: { figures: { bars: { part: 2, whole: 1 } } },
  });
  const more = JSON.parse((await run([...args, "--motif-strength", "1.5"])).out);
  expect(more).toMatchObject({ motifStrength: 1.5 });
  const free = JSON.parse((await run([...args, "--no-constraints"])).out);
  expect(free).toMatchObject({ keepMeter: false, sectionStrength: 0 });
  expect(free.one.figures.exactBars.part).toBeLessThan(free.one.figures.exactBars.whole);
});

test("tunesmith compose-report --keys shows each signature, names the worst, and has it all in JSON", async () => {
  const args = [...report, "--keys", "--tunes", "1"];
  const { code, out, err } = await run(args);
  expect({ code, err }).toEqual({
    code: 0,
    err: expect.stringContaining("1 of 1 tunes continued"),
  });
  const tables = out.trimEnd().split("\n\n");
  expect(tables[0]).toBe("In every key, 1 of the 2 tunes that can be continued, in %:");
  const labels = (table = "") => table.split("\n").map((line) => line.split(/ {2,}/)[0]);
  expect(labels(tables[1])).toEqual([
    "one",
    ...["6 flats", "5 flats", "4 flats", "3 flats", "2 flats", "1 flat", "0 sharps"],
    ...["1 sharp", "2 sharps", "3 sharps", "4 sharps", "5 sharps", "6 sharps", "worst"],
  ]);
  expect(labels(tables[2])).toEqual(["best of 4", ...labels(tables[1]).slice(1)]);
  expect(tables[3]?.split(/ {2,}/)).toEqual(["human", "100.0", "100.0", "100.0", "100.0", "0.0"]);
  const json = JSON.parse((await run([...args, "--json"])).out);
  expect(json).toMatchObject({ model: "small", candidates: 4, tunes: 1, given: 2 });
  const scale = json.signatures[0].best.notesInScale;
  const first = tables[2]?.split("\n")[1]?.split(/ {2,}/)[1];
  expect(first).toBe(((100 * scale.part) / scale.whole).toFixed(1));
});

test.each([
  ["nothing", ["compose-report"], "--data is missing"],
  ["a stray word", [...report, "--json", "book.abc"], '"book.abc" belongs to no option'],
  ["tunes that do not go on", ["compose-report", "--data", "short.abc"], "There is no tune with"],
  ["more motifs than there can be", [...report, "--motif-strength", "3"], "--motif-strength is"],
  ["copies in every key", [...report, "--keys", "--train", "learned.abc"], "--train looks for"],
  ["no seeds", [...report, "--seeds", "0"], "--seeds is a whole number from 1"],
])("tunesmith compose-report refuses %s", async (_, args, sentence) => {
  const { code, out, err } = await run(args);
  expect({ code, out, err }).toEqual({ code: 2, out: "", err: expect.stringContaining(sentence) });
});
