import { beforeAll, expect, test } from "vitest";
import type { ComposeOptions } from "../../../src/shared/composeProtocol";
import { compose } from "../../../src/worker/composeEngine";
import { type LoadedModel, loadModel } from "../../../src/worker/loadedModel";
import { writeModelFolder } from "../../../src/worker/modelFolder";
import type { Rung } from "../../../src/worker/rung";
import { certainCopy } from "./certainCopy";
import { useRung } from "./everyRung";
import { freshFolder } from "./folders";

let rung: Rung;
useRung("fused", (used) => {
  rung = used;
});
let loaded: LoadedModel;
beforeAll(async () => {
  const folder = freshFolder();
  writeModelFolder(folder, certainCopy(), "float32");
  loaded = await loadModel(folder, rung, "float32");
  return () => loaded.network.dispose();
});

const header = "X:1\nM:4/4\nL:1/8\nK:D\n";
const usual: ComposeOptions = {
  ...{ temperature: 1, topP: 1, topK: 0, bars: 40, maxChars: 2000, keepMeter: true },
  ...{ sectionStrength: 0, motifStrength: 1, seed: 1, candidates: 1 },
};

/** The bars behind a prime, without blanks. */
async function barsBehind(prime: string, changes: Partial<ComposeOptions>): Promise<string[]> {
  const source = header + prime;
  const silent = { placed() {}, streamed() {} };
  const { candidates } = await compose(
    loaded,
    { kind: "continue", source, offset: source.length },
    { ...usual, ...changes },
    silent,
    new AbortController().signal,
  );
  expect(candidates[0]?.ended).toBe("bars");
  const text = prime + (candidates[0]?.text ?? "");
  return text
    .replace(/\s/g, "")
    .split(/[|:\]]*\|[|:\]]*/)
    .filter((bar) => bar !== "");
}

/** How often, at most, a stretch of bars comes in a row. */
function mostInARow(bars: readonly string[]): number {
  let most = 0;
  for (let stretch = 1; stretch <= 8; stretch++) {
    let run = 0;
    for (let at = stretch; at < bars.length; at++) {
      run = bars[at] === bars[at - stretch] ? run + 1 : 0;
      most = Math.max(most, 1 + Math.floor(run / stretch));
    }
  }
  return most;
}

test.each<[string, Partial<ComposeOptions>]>([
  ["as it is", {}],
  ["when a great deal is to come back", { motifStrength: 2 }],
  ["when hardly anything is", { motifStrength: 0 }],
  ["at the lowest temperature", { temperature: 0.01 }],
  ["with the likeliest alone", { topK: 1 }],
  [
    "at the lowest temperature, when a great deal is to come back",
    { temperature: 0.01, motifStrength: 2 },
  ],
  ["when sections are led", { sectionStrength: 0.8 }],
])("a network that can but copy goes round no more than a few times: %s", async (_, changes) => {
  const bars = await barsBehind("d2ef gfed|", changes);
  expect(bars.length).toBeGreaterThan(30);
  expect(mostInARow(bars)).toBeLessThanOrEqual(changes.temperature === 0.01 ? 8 : 5);
  // Repeats are not forbidden.
  if (changes.motifStrength !== 0) expect(mostInARow(bars)).toBeGreaterThanOrEqual(2);
});
