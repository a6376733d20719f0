import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, open, set, tunesmith, type } from "./session";
import { type Asking, begun, runUntilChanged, texts } from "./suggesting";

suite("Taking suggestions", () => {
  teardown(closeAll);

  /** Opens a tune with a begun bar, and has VS Code show a suggestion; gives its first text. */
  async function showing(
    marked = begun,
    asking: Asking = {},
  ): Promise<{ document: vscode.TextDocument; text: string }> {
    const { document } = await open(marked);
    (await tunesmith()).suggestions.counts.reset();
    const [text = ""] = await texts(asking);
    assert.notEqual(text, "");
    await vscode.commands.executeCommand("editor.action.inlineSuggest.trigger");
    return { document, text };
  }

  async function counts(): Promise<[offered: number, whole: number, part: number]> {
    const { offered, whole, part } = (await tunesmith()).suggestions.counts.now;
    return [offered, whole, part];
  }

  const before = begun.replace("║", "").trimEnd();

  test("takes all of one, and counts it", async () => {
    const { document, text } = await showing();
    await runUntilChanged("editor.action.inlineSuggest.commit");
    assert.equal(document.getText(), `${before} ${text}\n`);
    assert.deepEqual((await counts()).slice(1), [1, 0]);
  });

  test("takes one note after the other, and counts a part", async () => {
    const { document, text } = await showing();
    const [note = ""] = /^\s*[\^_=]*[A-Ga-gz][,']*[\d/]*/.exec(text) ?? [];
    await runUntilChanged("tunesmith.acceptNextNote");
    assert.equal(document.getText(), `${before} ${note}\n`);
    await vscode.commands.executeCommand("tunesmith.acceptNextNote");
    assert.match(document.getText().slice(before.length + 1 + note.length), /^\S+\n$/);
    const [, whole, part] = await counts();
    assert.deepEqual([whole, part], [0, 1]);
  });

  for (const [what, eol] of [
    ["", "\n"],
    [" in a file with CRLF", "\r\n"],
  ] as const) {
    test(`takes one bar after the other of those asked for${what}`, async () => {
      const { document } = await showing(begun.replaceAll("\n", eol), { asked: true });
      const start = before.replaceAll("\n", eol).length + 1;
      for (let bars = 1; bars <= 2; bars++) {
        await runUntilChanged("tunesmith.acceptNextBar");
        const added = document.getText().slice(start).trimEnd();
        assert.equal(added.match(/\|/g)?.length, bars, added);
        assert.match(added, /\|[:\]\d]*$/);
      }
    });
  }

  test("goes on with the next bar once all of one is taken", async () => {
    const { document } = await showing();
    await runUntilChanged("tunesmith.acceptNextBar");
    await runUntilChanged("tunesmith.acceptNextBar");
    const added = document.getText().slice(before.length);
    assert.equal(added.match(/\|+/g)?.length, 2, added);
  });

  test("takes no more than there is", async () => {
    const { document } = await open(begun);
    await vscode.commands.executeCommand("editor.action.inlineSuggest.hide");
    const unchanged = document.getText();
    await vscode.commands.executeCommand("tunesmith.acceptNextBar");
    assert.equal(document.getText(), unchanged);
  });

  test("counts nothing of what another extension suggests", async () => {
    const { document } = await showing();
    const other = vscode.languages.registerInlineCompletionItemProvider(
      { language: "abc" },
      { provideInlineCompletionItems: () => [new vscode.InlineCompletionItem("zz zz|")] },
    );
    try {
      await set({ "suggestions.mode": "off" });
      await type(" ");
      await runUntilChanged("tunesmith.acceptNextNote");
    } finally {
      other.dispose();
      await set({ "suggestions.mode": undefined });
    }
    assert.match(document.getText(), /zz?\n$/);
    assert.deepEqual((await counts()).slice(1), [0, 0]);
  });

  test("counts nothing that is typed", async () => {
    const { text } = await showing();
    for (const character of text.slice(0, 3)) await type(character);
    assert.deepEqual((await counts()).slice(1), [0, 0]);
  });
});
