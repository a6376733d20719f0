import { afterAll, beforeAll, expect, test } from "vitest";
import { TransposableTune } from "../../../../src/music/transpose/transposable";
import { type LoadedModel, loadModel } from "../../../../src/worker/loadedModel";
import { writeModelFolder } from "../../../../src/worker/modelFolder";
import { composeReport, type ReportTask } from "../../../../src/worker/report/composeReport";
import { keyMeasures, keysReport } from "../../../../src/worker/report/keysReport";
import { use } from "../../model/backends";
import { freshFolder, musicModel } from "../folders";

const folder = freshFolder();
let loaded: LoadedModel;
beforeAll(async () => {
  const characters = "\n \"/0123468:#ABCDEFGKLMX[]abcdefg|'_^=,dor";
  const known = [...new Set(characters)].join("");
  writeModelFolder(folder, musicModel({ characters: known }), "float32");
  loaded = await loadModel(folder, await use("fused"), "float32");
});
afterAll(() => loaded.network.dispose());

const bars = "B4|c4|d4|e4|";
const major = `M:2/4\nL:1/8\nK:G\n${bars}f2ed|G4|]\n`;
const dorian = `M:2/4\nL:1/8\nK:Ador\nE2|${bars}^f2=c2|G4:|\nA4|]\n`;
const free = `M:2/4\nL:1/8\nK:none\n${bars}f2ed|]\n`;
/** With any sharp it would need a triple sharp. */
const far = `M:2/4\nL:1/8\nK:C\n^^B4|c4|d4|e4|f2ed|]\n`;
const short = "M:2/4\nL:1/8\nK:G\nB4|c4|]\n";

const taskOf = (...tunes: string[]): ReportTask => ({
  tunes: tunes.map((text) => ({ kind: "book", text: `X:1\n${text}`, file: "" })),
  learned: [],
  most: 10,
  seeds: [1, 2],
  options: {
    temperature: 1,
    keepMeter: false,
    sectionStrength: 0,
    motifStrength: 1,
    candidates: 2,
  },
});
const { signal } = new AbortController();

test("figures by key are those of the tunes written in each key", async () => {
  const done: string[] = [];
  const told = (tunes: number, all: number) => done.push(`${tunes}/${all}`);
  const report = await keysReport(loaded, taskOf(major, free, far, dorian, short), told, signal);
  expect(done).toEqual(["1/2", "2/2"]);
  expect(report).toMatchObject({ tunes: 2, given: 4 });
  const { signatures, worst, human } = report;
  expect(signatures.map(({ fifths }) => fifths)).toEqual([
    -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6,
  ]);
  for (const { fifths, impossible, one, best } of signatures) {
    expect(impossible).toBe(fifths >= 1 ? 2 : 1);
    const moved = [major, dorian].map((text) => {
      const tune = TransposableTune.of(text);
      return tune?.to(fifths, tune.octavesTo(fifths))?.text ?? "";
    });
    const there = await composeReport(loaded, taskOf(...moved), () => {}, signal);
    for (const name of keyMeasures) {
      expect(one[name]).toEqual(there.one.figures[name]);
      expect(best[name]).toEqual(there.best.figures[name]);
      expect(human[name]).toEqual(there.human.figures[name]);
    }
  }
  const named = keyMeasures.filter((name) => worst.one[name] !== undefined);
  expect(named).toContain("notesInScale");
  for (const name of keyMeasures) {
    const shares = signatures.map(({ one }) => one[name].part / one[name].whole);
    const lowest = signatures[shares.indexOf(Math.min(...shares))]?.fifths;
    const isNamed = name !== "repeatedBars" && new Set(shares).size > 1;
    expect(worst.one[name]).toBe(isNamed ? lowest : undefined);
  }
});

test("so many tunes are continued, and only whole ones when interrupted", async () => {
  const first = await keysReport(
    loaded,
    { ...taskOf(free, major, dorian), most: 1 },
    () => {},
    signal,
  );
  expect(first).toMatchObject({
    tunes: 1,
    given: 3,
    human: { endsOnTonic: { part: 1, whole: 1 } },
  });
  const stop = new AbortController();
  const stopped = await keysReport(loaded, taskOf(major, dorian), () => stop.abort(), stop.signal);
  expect(stopped).toEqual({ ...first, given: 2, signatures: stopped.signatures });
  expect(stopped.signatures.map(({ one }) => one)).toEqual(first.signatures.map(({ one }) => one));
  const never = keysReport(loaded, taskOf(major), () => {}, AbortSignal.abort());
  await expect(never).rejects.toMatchObject({ name: "AbortError" });
});

test("without a tune that can be in all keys it says so", async () => {
  const report = keysReport(loaded, taskOf(free, far, short), () => {}, signal);
  await expect(report).rejects.toMatchObject({
    name: "UserError",
    message: expect.stringContaining("can be written with each signature"),
  });
});
