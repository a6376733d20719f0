import assert from "node:assert/strict";
import { composeWith } from "./changedModel";
import { closeAll, open, reel, run, withSettings } from "./session";

suite("Keep Meter", () => {
  // A model that wants nothing but one note: only the meter makes it write bar lines.
  composeWith((bias, vocabulary) => {
    bias[vocabulary.idOf("A") as number] = 1000;
  });
  teardown(closeAll);

  const settings = { bars: 3, seed: "5", maxCharacters: 200 };

  test("holds the model to bars that add up", async () => {
    await open(reel);
    const { written, said } = await withSettings(settings, () => run("continueTune"));
    assert.equal(written?.bars, 3, said);
    const bars = written.text.split("|").slice(0, 3);
    for (const bar of bars) assert.equal(bar.match(/A/g)?.length, 8, written.text);
  });

  test("lets the model alone when it is off", async () => {
    await open(reel);
    const off = { ...settings, keepMeter: false };
    const { written, said } = await withSettings(off, () => run("continueTune"));
    assert.ok(written, said);
    assert.match(written.text, /^A+$/);
    assert.equal(written.bars, 0);
  });
});
