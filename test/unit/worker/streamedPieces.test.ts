import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { StreamedPieces } from "../../../src/worker/streamedPieces";

test("texts of a turn go together, in order, and nothing stays behind", async () => {
  const sent: [number, string][] = [];
  const pieces = new StreamedPieces((candidate, text) => sent.push([candidate, text]));
  pieces.add(0, "a");
  expect(sent).toEqual([[0, "a"]]);
  for (const character of "bcd") {
    pieces.add(1, character);
    pieces.add(0, character);
  }
  await turn();
  await turn();
  expect(
    sent
      .filter(([candidate]) => candidate === 1)
      .map(([, text]) => text)
      .join(""),
  ).toBe("bcd");
  expect(sent.map(([, text]) => text).join("").length).toBe(7);
  expect(sent.length).toBeLessThan(7);
  const before = sent.length;
  pieces.add(2, "e");
  pieces.flush();
  expect(sent.at(-1)).toEqual([2, "e"]);
  await turn();
  expect(sent).toHaveLength(before + 1);
});

test("texts do not wait long while the event loop stands still", () => {
  const sent: string[] = [];
  const pieces = new StreamedPieces((_, text) => sent.push(text));
  pieces.add(0, "a");
  const until = performance.now() + 40;
  while (performance.now() < until) pieces.add(0, "b");
  expect(sent.length).toBeGreaterThan(1);
  pieces.flush();
});
