import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import { withOneFile } from "./oneFile";
import { closeAll, open, reel, run, withSettings } from "./session";

suite("Bad input", () => {
  teardown(closeAll);

  const refused: [what: string, text: string, sentence: RegExp][] = [
    ["an empty file", "║", /^There is no tune here to continue/],
    ["a file without X:", "K:C\nCDEF|║\n", /^There is no tune here to continue/],
    ["free text", `${reel.replace("║", "")}\n\nSome wo║rds.\n\nMore.\n`, /outside a tune/],
    ["the file header", `%a bo║ok\n\n${reel.replace("║", "")}`, /outside a tune/],
  ];
  for (const [what, text, sentence] of refused) {
    test(`is answered by one sentence: ${what}`, async () => {
      const { document } = await open(text);
      const { written, told } = await run("continueTune");
      assert.equal(written, undefined);
      assert.deepEqual(
        told.map(({ level }) => level),
        ["warning"],
      );
      assert.match(told[0]?.sentence ?? "", sentence);
      assert.equal(document.getText(), text.replace("║", ""));
    });
  }

  const head = "X:1\nT:A Reel\nM:4/4\nL:1/8\nK:G\n";
  const misplaced: [what: string, text: string, sentence: RegExp][] = [
    [
      "the header of a tune with music",
      `${head.replace("A ", "A ║")}G2BG dGBG|\n`,
      /^The cursor is in the header of this tune\. Put it in the music/,
    ],
    [
      "lyrics",
      `${head}G2BG dGBG|\nw:la la ║la\nc2ec d2BG|\n`,
      /^The cursor is in a line of lyrics\. Put it in the music/,
    ],
    [
      "a comment line",
      `${head}G2BG dGBG|\n%rem║ark\nc2ec d2BG|\n`,
      /^The cursor is in a comment\. Put it in the music/,
    ],
    [
      "a trailing comment",
      `${head}G2BG dGBG|%rem║ark\nc2ec d2BG|\n`,
      /^The cursor is in a comment\. Put it in the music/,
    ],
    [
      "quoted text",
      `${head}G2BG "A║m"dGBG|\n`,
      /^The cursor is inside quoted text\. Put it behind the closing quote\./,
    ],
  ];
  for (const [what, text, sentence] of misplaced) {
    test(`is answered by one sentence: the cursor in ${what}`, async () => {
      const { document } = await open(text);
      const { written, told } = await run("continueTune");
      assert.equal(written?.text ?? "", "");
      assert.deepEqual(
        told.map(({ level }) => level),
        ["warning"],
      );
      assert.match(told[0]?.sentence ?? "", sentence);
      assert.equal(document.getText(), text.replace("║", ""));
    });
  }

  test("is answered by music below it: the cursor in a header without music", async () => {
    const { document } = await open(head.replace("A ", "A ║"));
    const { written, said } = await withSettings({ bars: 2, seed: "2" }, () => run("continueTune"));
    assert.ok(written && written.bars > 0, said);
    assert.match(said, /^Added \d bars? /);
    assert.equal(document.getText(), `${head.trimEnd()}${written.text}\n`);
    // A pick-up may stand in a line of its own.
    assert.match(written.text, /^\n[^|]*\|/);
  });

  test("is answered by one sentence: no editor", async () => {
    await closeAll();
    const { said } = await run("continueTune");
    assert.match(said, /^Open a tune book/);
  });

  test("is answered by one sentence: a new tune inside an open block of text", async () => {
    const book = `${head}G2BG dGBG|\n\n%%begintext\nWords.\n`;
    const { document } = await open(book);
    const { said } = await run("newTune");
    assert.equal(said, "The book ends inside a %%begintext block. Close it with %%endtext first.");
    assert.equal(document.getText(), book);
  });

  test("is answered by one sentence: nothing selected", async () => {
    await open(reel);
    const { said } = await run("continueFromSelection");
    assert.match(said, /^Nothing is selected/);
  });

  test("is answered by one sentence: a file system that cannot be written", async () => {
    const text = reel.replace("║", "");
    const sealed = { scheme: "sealed", text, isReadonly: true };
    await withOneFile(sealed, async ({ document }) => {
      const { said } = await run("continueTune");
      assert.match(said, /^This document is read-only/);
      assert.equal(document.getText(), text);
    });
  });

  test("is answered by one sentence: an editor made read-only", async () => {
    const { document } = await open(reel);
    await vscode.commands.executeCommand("workbench.action.files.setActiveEditorReadonlyInSession");
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { said, written } = await withSettings({ bars: 1 }, () => run("continueTune"));
    assert.match(said, /^This document is read-only: nothing was added/);
    assert.equal(written?.text, "");
    assert.equal(document.getText(), reel.replace("║", ""));
    await vscode.commands.executeCommand(
      "workbench.action.files.resetActiveEditorReadonlyInSession",
    );
  });

  test("is answered by one sentence: a seed that is none", async () => {
    const { document } = await open(reel);
    const { said, told } = await withSettings({ seed: "reel" }, () => run("continueTune"));
    assert.equal(told.length, 1);
    assert.match(said, /^"reel" is not a seed/);
    assert.equal(document.getText(), reel.replace("║", ""));
  });

  test("in numbers is brought into their range", async () => {
    await open(reel);
    const settings = { temperature: -3, topP: 7, topK: -1, bars: 2, maxCharacters: 0 };
    const { written, said } = await withSettings(settings, () => run("continueTune"));
    assert.ok(written && written.text.length <= 1, said);
  });

  const folders: [what: string, make: (folder: string, bundled: string) => void][] = [
    ["missing", (folder) => rmSync(folder, { recursive: true })],
    ["foreign", (folder) => writeFileSync(path.join(folder, "model.json"), '{"format":"other"}')],
    [
      "truncated",
      (folder, bundled) => {
        copyFileSync(path.join(bundled, "model.json"), path.join(folder, "model.json"));
        const weights = readFileSync(path.join(bundled, "weights.bin"));
        writeFileSync(path.join(folder, "weights.bin"), weights.subarray(0, weights.length / 2));
      },
    ],
  ];
  for (const [what, make] of folders) {
    test(`in the model folder is named, and the bundled model composes: ${what}`, async () => {
      const folder = mkdtempSync(path.join(tmpdir(), "model-"));
      const extension = vscode.extensions.getExtension("tunesmith.tunesmith");
      make(folder, path.join(extension?.extensionPath ?? "", "models/folk"));
      try {
        await open(reel);
        const settings = { bars: 1, modelFolder: folder };
        const { written, said } = await withSettings(settings, () => run("continueTune"));
        assert.ok(said.includes(folder), said);
        assert.match(said, /; the bundled model composes instead\.\n/);
        assert.ok(written?.composed, said);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });
  }
});
