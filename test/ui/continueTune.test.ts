import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import { Workbench } from "./workbench";

const book =
  "X:1\nT:The Unfinished Reel\nR:reel\nM:4/4\nL:1/8\nK:D\nd2fd Adfd|e2ge Bege|d2fd Adfd|";

let workbench: Workbench;

beforeAll(async () => {
  workbench = await Workbench.open(book, { "tunesmith.bars": 2, "tunesmith.seed": "7" });
});

afterAll(() => workbench?.dispose());

test("Continue Tune writes bars that one Undo takes back", async () => {
  onTestFailed(() => workbench.picture("continueTune-failed"));
  await workbench.goToEnd();
  await workbench.run("Tunesmith: Continue Tune");
  await workbench.told(/Added \d+ bars? \(seed 7-/);
  await workbench.picture("continueTune");
  const continued = await workbench.save();
  expect(continued.startsWith(book)).toBe(true);
  expect(continued.slice(book.length)).toMatch(/[A-Ga-g].*\|/);

  await workbench.undo();
  expect(await workbench.save()).toBe(book);

  await workbench.redo();
  expect(await workbench.save()).toBe(continued);
});
