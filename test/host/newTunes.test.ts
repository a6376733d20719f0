import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, open, reel, run, undo, withSettings } from "./session";

const settings = { bars: 6, seed: "9" };

suite("A new tune", () => {
  teardown(closeAll);

  test("without an open book goes into an untitled one", async () => {
    await closeAll();
    const { written, said } = await withSettings(settings, () => run("newTune"));
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.languageId, "abc", said);
    assert.ok(document.isUntitled);
    assert.equal(document.getText(), `${written?.text}\n`);
    assert.match(document.getText(), /^X:1\n(?:[A-Za-z]:.*\n)*K:.*\n[\s\S]*\|/);
    assert.match(said, /^Added a new tune of \d+ bars? \(seed 9-/);
    await undo();
    assert.equal(document.getText(), "");
  });

  test("goes to the end of the book, with the next number, in one undo step", async () => {
    const book = `${reel.replace("║", "")}\n\nX:41\nK:C\nCD║EF|`;
    const { document } = await open(book.replaceAll("\n", "\r\n"));
    const before = document.getText();
    const { written } = await withSettings(settings, () => run("newTune"));
    assert.ok(written);
    assert.match(written.text, /^X:42\n/);
    const tune = written.text.replaceAll("\n", "\r\n");
    assert.equal(document.getText(), `${before}\r\n\r\n${tune}\r\n`);
    const cursor = vscode.window.activeTextEditor?.selection.active;
    assert.equal(cursor && document.offsetAt(cursor), before.length + 4 + tune.length);
    await undo();
    assert.equal(document.getText(), before);
  });

  test("from a selection goes behind its tune", async () => {
    const first = reel.replace("║", "");
    const rest = "\n\nX:7\nM:3/4\nK:C\nc2e2g2|\n";
    const editor = await open(first + rest);
    const { document } = editor;
    const bars = first.indexOf("G2BG");
    editor.selection = new vscode.Selection(
      document.positionAt(bars),
      document.positionAt(bars + 10),
    );
    const { written, said } = await withSettings(settings, () => run("continueFromSelection"));
    assert.ok(written && written.text !== "", said);
    assert.match(written.text, /^X:8\n(?:[A-Za-z]:.*\n)*K:.*\n/);
    assert.equal(document.getText(), `${first}\n\n${written.text}${rest}`);
    await undo();
    assert.equal(document.getText(), first + rest);
    assert.equal(document.getText(vscode.window.activeTextEditor?.selection), "G2BG dGBG|");
  });
});
