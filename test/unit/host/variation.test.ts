import { describe, expect, test } from "vitest";
import { continueJob, rewriteJob } from "../../../src/host/compose/composeJob";
import { variationsOf } from "../../../src/host/compose/variation";
import type { Candidate, Composed } from "../../../src/shared/composeProtocol";

const source = "X:1\nM:4/4\nK:C\nCDEF|";

function composed(candidates: Candidate[], order: number[]): Composed {
  const insertAt = source.length;
  const shared = { after: "", unseen: "", seedToken: "1-fused-i8", model: "folk" };
  return { candidates, order, insertAt, replaceTo: insertAt, ...shared };
}

function texts(candidates: Candidate[], order: number[] = [...candidates.keys()]): string[] {
  const job = continueJob(source, source.length);
  return variationsOf(composed(candidates, order), job).map(({ text }) => text);
}

describe("variations", () => {
  test("are the finished texts, the best first", () => {
    const drawnFrom = [{ bars: [2, 2], from: [1, 1], share: 0.8 }] as const;
    const finished: Candidate[] = [
      { text: "CDEG|", logProb: -4, ended: "bars", drawnFrom },
      { text: "c4|C4|]", logProb: -7, ended: "end" },
    ];
    const job = continueJob(source, source.length);
    const result = composed(finished, [1, 0]);
    const whole = { onTonic: false, drawnFrom: [], composed: result };
    expect(variationsOf(result, job)).toEqual([
      { ...whole, text: "c4|C4|]", bars: 2, ended: "end", likelihood: -1, onTonic: true },
      { ...whole, text: "CDEG|", bars: 1, ended: "bars", likelihood: -0.8, drawnFrom },
    ]);
  });

  test("are whole bars of what was stopped", () => {
    const stopped: Candidate[] = [
      { text: "GABc|de", logProb: -1, ended: "cancelled" },
      { text: "cBAG|cB", logProb: -1, ended: "stuck" },
      { text: "c4|d", logProb: -1, ended: "length" },
      { text: "cd", logProb: -1, ended: "cancelled" },
    ];
    expect(texts(stopped)).toEqual(["GABc|", "cBAG|", "c4|"]);
  });

  test("are no music twice, and none that is empty", () => {
    const alike: Candidate[] = [
      { text: "", logProb: 0, ended: "end" },
      { text: "GABc|", logProb: -4, ended: "bars" },
      { text: "GABc|", logProb: -4, ended: "bars" },
    ];
    expect(texts(alike, [0, 2, 1])).toEqual(["GABc|"]);
  });

  test("are other music than stands there, and only what fits", () => {
    const book = `${source}GABc|\r\ncBAG|c4 C4|]`;
    const start = book.indexOf("GABc");
    const replaceTo = book.indexOf("|c4");
    const rewritten: Candidate[] = [
      { text: "GABc|\ncBAG", logProb: -1, ended: "bars" },
      { text: "GABc|CBAG|", logProb: -1, ended: "stuck" },
      { text: "GABc|\nCDEF", logProb: -1, ended: "bars" },
    ];
    const job = rewriteJob(book, start, replaceTo);
    const result = { ...composed(rewritten, [0, 1, 2]), insertAt: start, replaceTo };
    expect(variationsOf(result, job).map(({ text, bars }) => [text, bars])).toEqual([
      ["GABc|\nCDEF", 2],
    ]);
    expect(job.insertion(result)).toEqual({ at: start, to: replaceTo, prefix: "", suffix: "" });
  });

  test("are only those that are in the order", () => {
    const left: Candidate[] = [
      { text: "GABc|", logProb: -4, ended: "bars" },
      { text: "cBAG|", logProb: -4, ended: "bars" },
    ];
    expect(texts(left, [1])).toEqual(["cBAG|"]);
  });
});
