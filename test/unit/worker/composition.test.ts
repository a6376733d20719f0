import { beforeAll, describe, expect, test } from "vitest";
import type { ComposeOptions, ComposeTask } from "../../../src/shared/composeProtocol";
import { compose } from "../../../src/worker/composeEngine";
import { type LoadedModel, loadModel } from "../../../src/worker/loadedModel";
import { writeModelFolder } from "../../../src/worker/modelFolder";
import { countBars, isCountable, isExact } from "../../../src/worker/report/barCounter";
import { atCursor } from "../abc/cursor";
import { use } from "../model/backends";
import { freshFolder, musicModel } from "./folders";

const jig = "X:1\nT:Gate\nM:6/8\nL:1/8\nK:D\n";
const options: ComposeOptions = {
  temperature: 1,
  topP: 1,
  topK: 0,
  bars: 0,
  maxChars: 400,
  keepMeter: true,
  sectionStrength: 0.95,
  motifStrength: 1,
  seed: 3,
  candidates: 4,
};

let loaded: LoadedModel;
beforeAll(async () => {
  const folder = freshFolder();
  writeModelFolder(folder, musicModel({ endless: true }), "float32");
  loaded = await loadModel(folder, await use("wasm"), "float32");
  return () => loaded.network.dispose();
});

/** The candidates, the best first, and the source with each of them carried out. */
async function composed(task: ComposeTask & { source: string }, changes = {}, stopAfter = 0) {
  const stop = new AbortController();
  if (stopAfter > 0) setTimeout(() => stop.abort(), stopAfter);
  const streamed = new Map<number, string>();
  const listener = {
    placed() {},
    streamed: (index: number, text: string) => void streamed.set(index, text),
  };
  const result = await compose(loaded, task, { ...options, ...changes }, listener, stop.signal);
  const { candidates, order, insertAt, replaceTo } = result;
  expect([...order].sort()).toEqual([...candidates.keys()]);
  return order.map((index) => {
    const { text, ended } = candidates[index] ?? { text: "", ended: "stuck" };
    expect(streamed.get(index) ?? "").toBe(text);
    const whole = task.source.slice(0, insertAt) + text + task.source.slice(replaceTo);
    return { text, ended, whole };
  });
}

/** The times and bar lines of a tune's bars. */
function timesOf(tune: string) {
  return countBars(tune).map(({ time, left, right }) => [time, left, right]);
}

describe("in place of bars", () => {
  test.each([
    "d6|├d6|d6┤|d6|\n",
    "d6|d├d4 d|d3┤ d3|d6|\n",
    "d6|├d7|d5┤|d6|\n",
    "|:d6|├d3 d3|1 d6:|2 d4 d2┤|]\n",
    "|:├d6|d6:|\n|:d6|d6┤:|\n",
    "d6|├d3\n d3 | d6┤|\n",
    "├d6|Z2|d6┤|\n",
  ])("of %j others come of the same times, between the same bar lines", async (marked) => {
    const start = jig.length + marked.indexOf("├");
    const end = jig.length + marked.indexOf("┤") - 1;
    const source = jig + marked.replace(/[├┤]/g, "");
    const found = await composed({ kind: "rewrite", source, start, end });
    for (const { text, ended, whole } of found) {
      expect(ended).toBe("bars");
      expect(text).not.toBe(source.slice(start, end));
      expect(timesOf(whole), text).toEqual(timesOf(source));
    }
  });

  test("nothing comes when it is cut short", async () => {
    const source = `${jig}${"d6|".repeat(30)}`;
    const task = { kind: "rewrite", source, start: jig.length, end: source.length } as const;
    for (const { text } of await composed(task, { maxChars: 20 })) expect(text).toBe("");
    for (const { text } of await composed(task, {}, 4)) expect(text).toBe("");
  });
});

describe("in between", () => {
  test.each([
    ["between bars", "d6|d6|║d6|d6|\n"],
    ["at a line's end", "d6|d6|║\nd6|d6|\n"],
    ["in mid-bar", "d6|d2║d4|d6|\n"],
    ["before a hole", "d6|d2║d|d6|\n"],
    ["before the bar line of a full bar", "d6|d6║|d6|\n"],
    ["before the bar line of a short bar", "d6|d2║|d6|\n"],
    ["behind a begun bar above a full one", "d6|d2║\nd6|d6|\n"],
    ["between sections", "|:d6|d6:|\n║|:d6|d6:|\n"],
  ])("bars are right with what follows: %s", async (_, marked) => {
    const { text: source, offset } = atCursor(jig + marked);
    let written = 0;
    for (const bars of [1, 2, 4]) {
      const found = await composed({ kind: "continue", source, offset }, { bars });
      for (const { text, whole } of found) {
        if (text === "") continue;
        written++;
        for (const bar of countBars(whole)) {
          if (isCountable(bar)) expect(isExact(bar), text).toBe(true);
          expect(bar.hasJunk, text).toBe(false);
        }
      }
      // Those that do not fit come last.
      const empty = found.map(({ text }) => text === "");
      expect(empty).toEqual([...empty].sort());
    }
    expect(written).toBeGreaterThan(6);
  });

  test("whole bars or nothing stay when it is cut short", async () => {
    const { text: source, offset } = atCursor(`${jig}d6|d6|║d6|d6|\n`);
    const task = { kind: "continue", source, offset } as const;
    for (const maxChars of [5, 20, 50]) {
      for (const { whole } of await composed(task, { bars: 30, maxChars })) {
        expect(countBars(whole).filter(isCountable).every(isExact), whole).toBe(true);
      }
    }
    for (const { whole } of await composed(task, { bars: 300, maxChars: 5000 }, 10)) {
      expect(countBars(whole).filter(isCountable).every(isExact), whole).toBe(true);
    }
  });
});
