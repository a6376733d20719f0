import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import * as vscode from "vscode";
import { composeWithoutEnd } from "./changedModel";
import { withOneFile } from "./oneFile";
import { closeAll, open, reel, runAndMeddle, tunesmith, type, withSettings } from "./session";
import { begun, texts, withoutVsCodeAsking } from "./suggesting";

suite("Suggestions keep out of the way", () => {
  withoutVsCodeAsking();
  teardown(closeAll);

  suite("of Continue Tune", () => {
    composeWithoutEnd();

    test("while it writes into the document", async () => {
      const { document } = await open(reel);
      let meanwhile: string[] | undefined;
      await withSettings({ variations: 1, bars: 200, seed: "1" }, async () => {
        await runAndMeddle("continueTune", document, async () => {
          meanwhile = await texts();
          await vscode.commands.executeCommand("tunesmith.stopComposing");
        });
      });
      assert.deepEqual(meanwhile, []);
      assert.equal((await texts()).length, 1);
    });
  });

  test("of what cannot be written", async () => {
    const text = begun.replace("║", "");
    await withOneFile({ scheme: "sealed", text, isReadonly: true }, async ({ document }) => {
      const editor = await vscode.window.showTextDocument(document);
      const end = document.lineAt(6).range.end;
      editor.selection = new vscode.Selection(end, end);
      assert.deepEqual(await texts(), []);
    });
  });

  test("of the left side of a comparison", async () => {
    const { document, selection } = await open(begun);
    const other = await open(`${begun}% other\n`);
    await vscode.commands.executeCommand("vscode.diff", document.uri, other.document.uri);
    await vscode.commands.executeCommand("workbench.action.compareEditor.focusSecondarySide");
    const left = vscode.window.activeTextEditor;
    assert.equal(left?.document, document);
    left.selection = selection;
    assert.deepEqual(await texts(), []);
  });

  test("when the model is damaged: nothing pops up, and another one suggests", async () => {
    await open(begun);
    const { onDidTell, suggestions } = await tunesmith();
    const told: string[] = [];
    const listening = onDidTell(({ sentence }) => told.push(sentence));
    await withSettings({ modelFolder: "/nowhere/at/all" }, async () => {
      assert.equal((await texts()).length, 1);
      assert.match(suggestions.state.trouble ?? "", /nowhere.*the bundled model composes instead/);
    });
    await type("A");
    await texts();
    assert.equal(suggestions.state.trouble, undefined);
    listening.dispose();
    assert.deepEqual(told, []);
  });

  test("when the model's thread crashes: the same place is asked for again", async () => {
    await open(begun);
    const { suggestions, terminateWorker } = await tunesmith();
    const crashing = suggestions.state.onDidChange(() => {
      crashing.dispose();
      void terminateWorker();
    });
    assert.deepEqual(await texts(), []);
    assert.match(suggestions.state.trouble ?? "", /^Suggesting failed: /);
    assert.equal((await texts()).length, 1);
    assert.equal(suggestions.state.trouble, undefined);
  });

  test("for as long as the setting says", async () => {
    await open(begun);
    await withSettings({ "suggestions.debounce": 300 }, async () => {
      const start = performance.now();
      assert.equal((await texts()).length, 1);
      assert.ok(performance.now() - start >= 300);
      assert.equal((await tunesmith()).suggestions.state.pending, 0);
    });
  });
});

suite("Suggestions while someone types in a book of 1,000 tunes", () => {
  teardown(closeAll);

  test("leave no request behind", async () => {
    const tune = `${reel.replace("║", "")}\n\n`;
    const { document } = await open(`${tune.repeat(500)}${begun}\n${tune.repeat(500)}`);
    const { suggestions } = await tunesmith();
    for (const character of "G2BG dGBG|c2ec d2BG|\nG2BG dGBG|c2ec dBAG|") {
      await type(character);
      await wait(40);
    }
    while (suggestions.state.pending > 0) await wait(10);
    assert.ok(suggestions.state.latency !== undefined);
    assert.equal(suggestions.state.trouble, undefined);
    assert.ok(document.getText().includes("G2BG G2BG dGBG|c2ec d2BG|\nG2BG dGBG|c2ec dBAG|"));
  });
});
