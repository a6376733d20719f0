import { afterAll, beforeAll, expect, test } from "vitest";
import { type LoadedModel, loadModel } from "../../../../src/worker/loadedModel";
import { writeModelFolder } from "../../../../src/worker/modelFolder";
import { composeReport, type ReportTask } from "../../../../src/worker/report/composeReport";
import { logProbabilities } from "../../../../src/worker/report/likelihood";
import { use } from "../../model/backends";
import { PlainNetwork, plainLoss } from "../../model/plainNetwork";
import { freshFolder, musicModel } from "../folders";

const folder = freshFolder();
const checkpoint = musicModel();
let loaded: LoadedModel;
beforeAll(async () => {
  writeModelFolder(folder, checkpoint, "float32");
  loaded = await loadModel(folder, await use("fused"), "float32");
});
afterAll(() => loaded.network.dispose());

const tune = (last: string): string => `M:2/4\nL:1/8\nK:G\nB4|c4|d4|e4|f2ed|${last}|]\n`;
const book = ["g4", "B3", "GB2d"].map((last, index) => `X:${index}\n${tune(last)}`).join("\n");
const task: ReportTask = {
  tunes: [{ kind: "book", text: book, file: "" }],
  learned: [{ kind: "book", text: `X:1\n${tune("c4")}`, file: "" }],
  most: 10,
  seeds: [1, 2],
  options: { temperature: 1, keepMeter: true, sectionStrength: 0, motifStrength: 1, candidates: 3 },
};
const { signal } = new AbortController();

test("measures what is composed beside what people wrote", async () => {
  const done: string[] = [];
  const report = await composeReport(
    loaded,
    task,
    (tunes, all) => done.push(`${tunes}/${all}`),
    signal,
  );
  expect(done).toEqual(["1/3", "2/3", "3/3"]);
  expect(report).toMatchObject({ tunes: 3, one: { texts: 6 }, best: { texts: 6 } });
  expect(report.one.figures.exactBars.part).toBe(report.one.figures.exactBars.whole);
  expect(report.human).toMatchObject({
    texts: 3,
    figures: {
      exactBars: { part: 3, whole: 3 },
      understood: { part: 3, whole: 3 },
      sectionsOfFours: { part: 0, whole: 3 },
      wholeSections: { part: 2, whole: 3 },
      endsOnTonic: { part: 1, whole: 3, low: 0, high: 1 },
      bars: { part: 6, whole: 3 },
    },
    // What is common is "f2ed|", and what ends the tunes is "4|]".
    longestCopy: { median: 5, most: 5 },
    warnings: [],
    otherwisePlayed: [],
  });
  expect(await composeReport(loaded, task, () => {}, signal)).toEqual(report);
  const other = await composeReport(loaded, { ...task, seeds: [3] }, () => {}, signal);
  expect(other.one.figures).not.toEqual(report.one.figures);
  expect(other.human).toEqual(report.human);
});

test("interrupted, it reports on the tunes that are done, and on none it does not", async () => {
  const stop = new AbortController();
  const report = await composeReport(
    loaded,
    task,
    (done) => done === 2 && stop.abort(),
    stop.signal,
  );
  expect(report).toMatchObject({ tunes: 2, one: { texts: 4 }, human: { texts: 2 } });
  await expect(composeReport(loaded, task, () => {}, AbortSignal.abort())).rejects.toMatchObject({
    name: "AbortError",
  });
});

test("refuses tunes that do not go on", async () => {
  const short = [{ kind: "book", text: "X:1\nM:2/4\nK:G\nB2|c2|\n", file: "" }] as const;
  await expect(
    composeReport(loaded, { ...task, tunes: short }, () => {}, signal),
  ).rejects.toMatchObject({ name: "UserError" });
});

test("ln p is that of what was written, and of the end where there is one", async () => {
  const text = "X:1\nM:2/4\nK:G\nbc|d|";
  const start = text.indexOf("|") + 1;
  const plain = new PlainNetwork(checkpoint.architecture, checkpoint.weights);
  const { vocabulary } = checkpoint;
  const read = "M:2/4\nK:G\nbc|d|";
  const ids = [0, ...Array.from(`${read}\n`, (letter) => vocabulary.idOf(letter) as number), 1];
  const state = plain.start();
  const losses = ids
    .slice(1)
    .map((id, at) => plainLoss(plain.step([ids[at] as number], state), id));
  const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
  const [ended, cut] = await logProbabilities(
    loaded,
    [
      { text, start, ended: "end" },
      { text, start, ended: "length" },
    ],
    signal,
  );
  const from = read.length - 2;
  expect(ended).toEqual({ part: expect.closeTo(-sum(losses.slice(from)), 3), whole: 4 });
  expect(cut).toEqual({ part: expect.closeTo(-sum(losses.slice(from, -2)), 3), whole: 2 });
});
