import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, open, reel, tunesmith, type, withSettings } from "./session";
import { begun, suggested, texts, withoutVsCodeAsking } from "./suggesting";

suite("Suggestions", () => {
  withoutVsCodeAsking();
  teardown(closeAll);

  test("complete the bar at the cursor", async () => {
    const { selection } = await open(begun);
    const [item, ...others] = await suggested();
    assert.match(String(item?.insertText), /[A-Ga-gz][^|]*\|/);
    assert.deepEqual(item?.range, new vscode.Range(selection.active, selection.active));
    assert.equal(others.length, 0);
  });

  test("stay the same at the same place, and while one types along them", async () => {
    const editor = await open(begun);
    const [text = ""] = await texts();
    assert.notEqual(text, "");
    await type(text.slice(0, 1));
    assert.deepEqual(await texts(), [text.slice(1)]);
    await type(text.slice(1, 3));
    assert.deepEqual(await texts(), [text.slice(3)]);
    await vscode.commands.executeCommand("undo");
    await closeAll();
    await open(begun);
    assert.notEqual(vscode.window.activeTextEditor, editor);
    assert.deepEqual(await texts(), [text]);
  });

  test("are three when asked for, the one that is shown first", async () => {
    await open(begun);
    const shown = await texts();
    const asked = await texts({ asked: true });
    assert.equal(asked[0], shown[0]);
    assert.ok(asked.length > 1 && asked.length <= 3, `${asked.length}`);
    assert.equal(new Set(asked).size, asked.length);
    assert.deepEqual(await texts({ asked: true }), asked);
  });

  test("have the line ends of the document", async () => {
    const two = "G2BG dGBG|c2ec d2BG|\n";
    const lines = `${reel.replace("║", "")}\n${two.repeat(6)}G2BG dGBG|c2e║\n`;
    await open(lines);
    const plain = await texts({ asked: true });
    await open(lines.replaceAll("\n", "\r\n"));
    assert.ok(plain.some((text) => text.includes("\n")));
    assert.deepEqual(
      await texts({ asked: true }),
      plain.map((text) => text.replaceAll("\n", "\r\n")),
    );
  });

  test("are not made with a selection, with several cursors, or in a list of completions", async () => {
    const editor = await open(begun);
    const { active } = editor.selection;
    editor.selection = new vscode.Selection(active.translate(0, -2), active);
    assert.deepEqual(await texts(), []);
    const start = new vscode.Position(6, 2);
    editor.selections = [active, start].map((at) => new vscode.Selection(at, at));
    assert.deepEqual(await texts(), []);
    editor.selection = new vscode.Selection(active, active);
    const range = new vscode.Range(active, active);
    assert.deepEqual(await texts({ selected: { text: "G", range } }), []);
    assert.equal((await texts()).length, 1);
  });

  test("follow the mode", async () => {
    await open(begun);
    await withSettings({ "suggestions.mode": "manual" }, async () => {
      assert.deepEqual(await texts(), []);
      const [text = ""] = await texts({ asked: true });
      assert.notEqual(text, "");
      assert.deepEqual(await texts(), []);
      await type(text.slice(0, 1));
      assert.equal((await texts())[0], text.slice(1));
      await vscode.commands.executeCommand("undo");
    });
    await withSettings({ "suggestions.mode": "off" }, async () => {
      assert.deepEqual(await texts({ asked: true }), []);
    });
    assert.equal((await texts()).length, 1);
  });

  test("give way to the next request, and come after a crash", async () => {
    await open(begun);
    const cancelling = new vscode.CancellationTokenSource();
    const first = texts({ token: cancelling.token });
    const second = texts();
    assert.deepEqual(await first, []);
    const [text = ""] = await second;
    assert.notEqual(text, "");
    const other = text.startsWith("B") ? "d" : "B";
    await type(other);
    cancelling.cancel();
    assert.deepEqual(await texts({ token: cancelling.token }), []);
    await (await tunesmith()).terminateWorker();

    assert.equal((await texts()).length, 1, "a fresh thread");
  });
});
