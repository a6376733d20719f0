import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, open, run, undo, withSettings } from "./session";

const before = "X:1\r\nT:A Reel\r\nR:reel\r\nM:4/4\r\nL:1/8\r\nK:G\r\n|:G2BG dGBG|";
const bars = "c2ec d2BG|A2cA eAcA";
const after = "|G2BG dGBG|c2ec d2B2|A2F2 G4:|\r\n";

/** Opens a book and selects bars of it. */
async function select(book: string, music: string): Promise<vscode.TextEditor> {
  const editor = await open(book);
  const { document } = editor;
  const start = document.getText().indexOf(music);
  editor.selection = new vscode.Selection(
    document.positionAt(start),
    document.positionAt(start + music.length),
  );
  return editor;
}

suite("Rewrite Selection", () => {
  teardown(closeAll);

  test("puts other music in place of the bars, and the next variation after it", async () => {
    const editor = await select(before + bars + after, bars);
    const { document } = editor;
    const settings = { seed: "5", variations: 4, temperature: 1 };
    const { written, said } = await withSettings(settings, () => run("rewriteSelection"));
    assert.match(said, /^Rewrote 2 bars \(seed 5-/);
    assert.ok(written && written.text !== "" && written.variations.length > 1, said);
    const [first, second] = written.variations.map(({ text }) => text.replaceAll("\n", "\r\n"));
    assert.ok(first && second && first !== bars);
    assert.equal(document.getText(), before + first + after);
    assert.equal(document.getText(editor.selection), first);
    await run("nextVariation");
    assert.equal(document.getText(), before + second + after);
    assert.equal(document.getText(editor.selection), second);
    await undo();
    assert.equal(document.getText(), before + first + after);
    await undo();
    assert.equal(document.getText(), before + bars + after);
    assert.equal(document.getText(editor.selection), bars);
  });

  test("touches nothing when nothing fits", async () => {
    const { document } = await select(before + bars + after, bars);
    const settings = { variations: 8, temperature: 0.01, maxCharacters: 1 };
    const { said } = await withSettings(settings, () => run("rewriteSelection"));
    assert.equal(said, "No other music was found that fits there.");
    assert.equal(document.getText(), before + bars + after);
  });

  test("is refused with a sentence where no bars are selected", async () => {
    const { document } = await select(before + bars + after, "T:A Reel");
    const { said } = await run("rewriteSelection");
    assert.match(said, /^The selection is in the header of the tune/);
    assert.equal(document.getText(), before + bars + after);
  });
});
