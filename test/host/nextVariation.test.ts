import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, open, reel, run, type, undo, withSettings } from "./session";

const next = "\n\nX:2\nT:Another\nK:C\nCDEF|\n";
const book = reel.replace("║", `║${next}`);
const [before = ""] = book.split("║");

/** Continues the first tune of a book; gives the document and what it holds with each of the variations. */
async function continued(settings: Record<string, unknown>, marked = book) {
  const { document } = await open(marked);
  const source = document.getText();
  const { written, said } = await withSettings({ bars: 2, ...settings }, () => run("continueTune"));
  assert.ok(written, said);
  const inDocument = (text: string): string => (source.includes("\r") ? crlf(text) : text);
  const texts = written.variations.map(
    ({ text }) => inDocument(before) + inDocument(text) + inDocument(next),
  );
  assert.equal(document.getText(), texts[0]);
  return { document, texts, source };
}

function crlf(text: string): string {
  return text.replaceAll("\n", "\r\n");
}

suite("Next Variation", () => {
  teardown(closeAll);

  test("puts in one after the other, as undo steps of their own", async () => {
    const settings = { seed: "7", variations: 3, temperature: 1 };
    const { document, texts, source } = await continued(settings, crlf(book));
    assert.equal(new Set(texts).size, 3);
    for (const index of [1, 2, 0]) {
      const { said } = await run("nextVariation");
      assert.match(said, new RegExp(`^Variation ${index + 1} of 3: 2 bars \\(seed 7-`));
      assert.equal(document.getText(), texts[index]);
      const cursor = vscode.window.activeTextEditor?.selection.active;
      const end = document.getText().length - crlf(next).length;
      assert.equal(cursor && document.offsetAt(cursor), end);
    }
    for (const index of [2, 1]) {
      await undo();
      assert.equal(document.getText(), texts[index]);
    }
    await run("nextVariation");
    assert.equal(document.getText(), texts[2], "It goes on from the one that stands there.");
    for (let time = 0; time < 3; time++) await undo();
    assert.equal(document.getText(), source);
  });

  test("finds the music when the book has changed around it", async () => {
    const { document, texts } = await continued({ variations: 2, temperature: 1 });
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "%mine\n");
    edit.insert(document.uri, document.positionAt(document.getText().length), "%mine\n");
    assert.ok(await vscode.workspace.applyEdit(edit));
    await run("nextVariation");
    assert.equal(document.getText(), `%mine\n${texts[1]}%mine\n`);
  });

  test("leaves music alone that was changed", async () => {
    const { document } = await continued({ variations: 2 });
    await type("z");
    const changed = document.getText();
    const { said } = await run("nextVariation");
    assert.match(said, /^The music that was composed last is no longer there as it was/);
    assert.equal(document.getText(), changed);
  });

  test("composes others where there is only one", async () => {
    const { document, texts } = await continued({ variations: 1, temperature: 1 });
    const { said } = await run("nextVariation");
    assert.match(said, /^Variation 2 of [234]: 2 bars /);
    assert.ok(document.getText().startsWith(before) && document.getText().endsWith(next));
    assert.notEqual(document.getText(), texts[0]);
    await undo();
    assert.equal(document.getText(), texts[0]);
  });

  test("says so where nothing was composed", async () => {
    await continued({ variations: 2 });
    const { document } = await open(reel);
    const { said } = await run("nextVariation");
    assert.match(said, /^Nothing was composed here/);
    assert.equal(document.getText(), reel.replace("║", ""));
  });
});
