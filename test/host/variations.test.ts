import assert from "node:assert/strict";
import * as vscode from "vscode";
import { composeWithoutEnd } from "./changedModel";
import { closeAll, open, type Ran, reel, run, type, undo, withSettings } from "./session";

const before = reel.replace("║", "");

suite("Several variations", () => {
  teardown(closeAll);

  test("give the best one, as a whole, in one undo step", async () => {
    const { document } = await open(reel.replaceAll("\n", "\r\n"));
    const source = document.getText();
    let changes = 0;
    const watching = vscode.workspace.onDidChangeTextDocument((event) => {
      changes += event.document === document ? event.contentChanges.length : 0;
    });
    const settings = { bars: 4, seed: "7", variations: 4 };
    const { written, said } = await withSettings(settings, () => run("continueTune"));
    watching.dispose();
    assert.ok(written, said);
    assert.equal(changes, 1);
    const { candidates = [], order = [] } = written.composed ?? {};
    assert.equal(candidates.length, 4);
    assert.equal(written.text, candidates[order[0] ?? -1]?.text);
    assert.equal(document.getText(), source + written.text.replaceAll("\n", "\r\n"));
    await undo();
    assert.equal(document.getText(), source);
  });

  test("tell which bars are as earlier ones", async () => {
    await open(reel);
    const settings = { bars: 12, seed: "7", variations: 4, motifStrength: 2 };
    const { written, said } = await withSettings(settings, () => run("continueTune"));
    const { drawnFrom = [] } = written?.variations[0] ?? {};
    assert.ok(drawnFrom.length > 0, written?.text);
    assert.match(said, /^Added 12 bars \(seed 7-\S+\)\. Bars? \d+(?:–\d+)? as in bars? \d+/);
  });
});

suite("Several variations that do not end", () => {
  composeWithoutEnd();
  teardown(closeAll);

  /** Continues a tune, and meddles once several bars of each variation have been composed. */
  async function continueAndMeddle(meddle: () => Thenable<unknown>): Promise<Ran> {
    const running = run("continueTune");
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await meddle();
    return await running;
  }

  test("give the whole bars of the best one when stopped", async () => {
    const { document } = await open(reel);
    const { written, said } = await continueAndMeddle(() =>
      vscode.commands.executeCommand("tunesmith.stopComposing"),
    );
    assert.match(said, /^Cancelled: \d+ bars were added \(seed /);
    assert.match(written?.text ?? "", /[|\]:]$/);
    assert.equal(document.getText(), before + written?.text);
    await undo();
    assert.equal(document.getText(), before);
  });

  test("leave a text alone that has changed meanwhile", async () => {
    const { document } = await open(reel);
    const { said } = await continueAndMeddle(() => type("%mine"));
    assert.equal(said, "Stopped because the text changed: nothing was added.");
    assert.equal(document.getText(), `${before}%mine`);
  });
});
