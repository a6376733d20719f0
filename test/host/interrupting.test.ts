import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import { composeWithoutEnd } from "./changedModel";
import { closeAll, open, reel, run, runAndMeddle, set, tunesmith, type, undo } from "./session";

const before = reel.replace("║", "");

/** Fails unless `added` ends behind a bar line. */
function assertWholeBars(added: string): void {
  assert.match(added, /[|\]:]$/, JSON.stringify(added));
}

suite("Interrupting", () => {
  composeWithoutEnd();
  // One that streams in.
  suiteSetup(() => set({ variations: 1 }));
  suiteTeardown(() => set({ variations: undefined }));
  teardown(closeAll);

  test("by Stop Composing keeps the whole bars, in one undo step", async () => {
    const { document } = await open(reel);
    const { written, said } = await runAndMeddle("continueTune", document, () =>
      vscode.commands.executeCommand("tunesmith.stopComposing"),
    );
    assert.equal(written?.stopped, "cancelled", said);
    assert.match(said, /^Cancelled: \d+ bars? (was|were) added \(seed /);
    assert.equal(document.getText(), before + written.text);
    assertWholeBars(written.text);
    await undo();
    assert.equal(document.getText(), before);
  });

  // A moment after the first bar, VS Code has put the cursor behind it.
  const cursorFollows = () => new Promise<void>((resolve) => setTimeout(resolve, 150));
  const waysToStop: [string, string, () => Thenable<unknown>][] = [
    ["Stop Composing", "", () => vscode.commands.executeCommand("tunesmith.stopComposing")],
    ["typing", "%mine", () => cursorFollows().then(() => type("%mine"))],
  ];
  for (const [way, typed, stop] of waysToStop) {
    test(`by ${way} keeps tunes apart`, async () => {
      const next = "\nX:2\nK:C\nCDEF|\n";
      const { document } = await open(`${before}\n║${next}`);
      const { written } = await runAndMeddle("continueTune", document, stop);
      assert.ok(written);
      assertWholeBars(written.text);
      assert.equal(document.getText(), `${before}\n${written.text}${typed}\n${next}`);
    });
  }

  test("by typing leaves what was typed", async () => {
    const { document } = await open(reel);
    const { written, said } = await runAndMeddle("continueTune", document, () => type("%mine"));
    assert.equal(written?.stopped, "edited", said);
    assert.match(said, /^Stopped because the text changed: \d+ bars? (was|were) added/);
    assertWholeBars(written.text);
    assert.equal(document.getText(), `${before}${written.text}%mine`);
    await undo();
    assert.equal(document.getText(), before + written.text);
  });

  test("by an edit from elsewhere leaves that edit", async () => {
    const { document } = await open(reel);
    const { written, said } = await runAndMeddle("continueTune", document, async () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), "%theirs\n");
      // VS Code refuses an edit that crosses another one on its way.
      while (!(await vscode.workspace.applyEdit(edit)));
    });
    assert.equal(written?.stopped, "edited", said);
    assertWholeBars(written.text);
    assert.equal(document.getText(), `%theirs\n${before}${written.text}`);
  });

  test("by Undo takes the bars back", async () => {
    const { document } = await open(reel);
    const { written, said } = await runAndMeddle("continueTune", document, undo);
    assert.equal(written?.stopped, "undone", said);
    assert.equal(document.getText(), before);
  });

  test("by another editor in its place keeps the whole bars", async () => {
    const { document } = await open(reel);
    const { written, said } = await runAndMeddle("continueTune", document, () => open("X:1\n"));
    assert.equal(written?.stopped, "hidden", said);
    assert.match(said, /^Stopped because the editor was hidden or closed: /);
    assertWholeBars(written.text);
    assert.equal(document.getText(), before + written.text);
  });

  test("by closing the editor leaves the file alone", async () => {
    const { document } = await open(reel);
    const { said } = await runAndMeddle("continueTune", document, closeAll);
    assert.match(said, /^Stopped because the (text changed|editor was hidden or closed): /);
    assert.equal(readFileSync(document.uri.fsPath, "utf8"), before);
  });

  test("by a second run is refused", async () => {
    const { document } = await open(reel);
    let second = "";
    const { written } = await runAndMeddle("continueTune", document, async () => {
      second = (await run("newTune")).said;
      await vscode.commands.executeCommand("tunesmith.stopComposing");
    });
    assert.match(second, /^Composing is under way/);
    assert.equal(document.getText(), before + written?.text);
  });

  test("by a crash of the model keeps the whole bars, and the next run works", async () => {
    const { document } = await open(reel);
    const { terminateWorker } = await tunesmith();
    const { written, told } = await runAndMeddle("continueTune", document, terminateWorker);
    assert.equal(written?.stopped, "failed");
    assert.match(
      told.at(-1)?.sentence ?? "",
      /^Composing failed after .*: The model's thread stopped/,
    );
    assert.equal(told.at(-1)?.level, "error");
    assertWholeBars(written.text);
    assert.equal(document.getText(), before + written.text);
    await undo();
    assert.equal(document.getText(), before);
    const again = await runAndMeddle("continueTune", document, () =>
      vscode.commands.executeCommand("tunesmith.stopComposing"),
    );
    assert.ok(again.written && again.written.text !== "", again.said);
  });
});
