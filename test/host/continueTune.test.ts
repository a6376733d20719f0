import assert from "node:assert/strict";
import * as vscode from "vscode";
import { composeWithoutEnd } from "./changedModel";
import { closeAll, open, reel, run, type, undo, withSettings } from "./session";

suite("Continue Tune", () => {
  composeWithoutEnd();
  teardown(closeAll);

  test("adds whole bars in one undo step", async () => {
    const { document, selection } = await open(reel);
    const before = document.getText();
    const { written, said } = await withSettings({ bars: 4, seed: "7" }, () => run("continueTune"));
    assert.ok(written && written.text !== "", said);
    assert.equal(document.getText(), before + written.text);
    assert.ok(written.bars >= 1 && written.bars <= 4, `${written.bars} bars`);
    assert.match(said, /^Added \d bars? \(seed 7-\S+\)\./);
    const composed = document.getText();
    const cursor = vscode.window.activeTextEditor?.selection.active;
    assert.equal(cursor && document.offsetAt(cursor), composed.length);

    await type("z");
    assert.equal(document.getText(), `${composed}z`);
    await undo();
    assert.equal(document.getText(), composed, "Typing is a step of its own.");
    await undo();
    assert.equal(document.getText(), before, "Composing is one step.");
    assert.deepEqual(vscode.window.activeTextEditor?.selection, selection);
    await vscode.commands.executeCommand("redo");
    assert.equal(document.getText(), composed);
  });

  test("writes the same music from the same seed", async () => {
    const texts: string[] = [];
    let seed = "11";
    for (let time = 0; time < 3; time++) {
      const { document } = await open(reel);
      const { written } = await withSettings({ bars: 4, seed }, () => run("continueTune"));
      texts.push(document.getText());
      seed = written?.composed?.seedToken ?? "";
      assert.match(seed, /^11-/);
    }
    assert.equal(new Set(texts).size, 1);
    await open(reel);
    const { written } = await withSettings({ bars: 4, seed: "12" }, () => run("continueTune"));
    assert.notEqual(reel.replace("║", "") + written?.text, texts[0]);
  });

  test("writes the line ends of the document", async () => {
    const settings = { bars: 12, seed: "3", temperature: 0.6 };
    const { document: plain } = await open(reel);
    await withSettings(settings, () => run("continueTune"));
    const { document } = await open(reel.replaceAll("\n", "\r\n"));
    assert.equal(document.eol, vscode.EndOfLine.CRLF);
    await withSettings(settings, () => run("continueTune"));
    assert.equal(document.getText(), plain.getText().replaceAll("\n", "\r\n"));
    assert.ok(document.getText().length > reel.length + 10);
  });

  test("writes at the primary cursor, inside a book", async () => {
    const book = `${reel}\n\nX:2\nT:Ano║ther\nM:3/4\nK:C\nc2e2g2|\n`;
    const { document } = await open(book);
    const { written } = await withSettings({ bars: 2, seed: "5" }, () => run("continueTune"));
    const [before, ...after] = book.split("║");
    assert.ok(written && written.text !== "");
    assert.equal(document.getText(), before + written.text + after.join(""));
    await undo();
    assert.equal(vscode.window.activeTextEditor?.selections.length, 2);
  });

  test("is quick in a book of 5 MB", async () => {
    const one = reel.replace("║", "\n\n");
    const tunes = Math.ceil(5_000_000 / one.length);
    const half = one.repeat(tunes / 2);
    const { document } = await open(`${half}${reel}\n\n${half}`);
    const at = half.length + reel.length - 1;
    const begun = performance.now();
    const { written, said } = await withSettings({ bars: 2 }, () => run("continueTune"));
    assert.ok(written && written.text !== "", said);
    assert.equal(document.getText().slice(at, at + written.text.length), written.text);
    assert.equal(
      document.getText().length,
      2 * half.length + reel.length + 1 + written.text.length,
    );
    assert.ok(performance.now() - begun < 10_000);
  });

  test("says which characters the model does not know", async () => {
    await open("X:1\nM:4/4\nL:1/8\nK:G\n|:G2BG dG♥BG|c2ec d2BG|║");
    const { said } = await withSettings({ bars: 1 }, () => run("continueTune"));
    assert.match(said, /does not know ♥ /);
  });
});
