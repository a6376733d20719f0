import assert from "node:assert/strict";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
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

  const odd: [what: string, text: string][] = [
    ["the header", "X:1\nT:A ║Reel\nM:4/4\nL:1/8\nK:G\n"],
    ["the header of a tune with music", "X:1\nT:A ║Reel\nM:4/4\nL:1/8\nK:G\nG2BG dGBG|\n"],
    ["lyrics", "X:1\nM:4/4\nL:1/8\nK:G\nG2BG dGBG|\nw:la la ║la\nc2ec d2BG|\n"],
    ["a comment line", "X:1\nM:4/4\nL:1/8\nK:G\nG2BG dGBG|\n%rem║ark\nc2ec d2BG|\n"],
    ["a trailing comment", "X:1\nM:4/4\nL:1/8\nK:G\nG2BG dGBG|%rem║ark\nc2ec d2BG|\n"],
    ["quoted text", 'X:1\nM:4/4\nL:1/8\nK:G\nG2BG "A║m"dGBG|\n'],
  ];
  for (const [what, text] of odd) {
    test(`breaks nothing when the cursor is in ${what}`, async () => {
      const { document } = await open(text);
      const { written, told } = await withSettings({ bars: 2, seed: "2" }, () =>
        run("continueTune"),
      );
      const lines = document.getText().split("\n");
      for (const line of text.replace("║", "").split("\n")) {
        assert.ok(
          lines.some((now) => now.startsWith(line)),
          `${JSON.stringify(line)} of ${JSON.stringify(document.getText())}`,
        );
      }
      assert.equal(told.length, 1);
      assert.ok(written || told[0]?.level === "warning", told[0]?.sentence);
    });
  }

  test("is answered by one sentence: no editor", async () => {
    await closeAll();
    const { said } = await run("continueTune");
    assert.match(said, /^Open a tune book/);
  });

  test("is answered by one sentence: nothing selected", async () => {
    await open(reel);
    const { said } = await run("continueFromSelection");
    assert.match(said, /^Nothing is selected/);
  });

  test("is answered by one sentence: a file system that cannot be written", async () => {
    const text = new TextEncoder().encode(reel.replace("║", ""));
    const size = text.length;
    const provider: vscode.FileSystemProvider = {
      onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
      watch: () => new vscode.Disposable(() => {}),
      stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size }),
      readFile: () => text,
      readDirectory: () => [],
      createDirectory: () => {},
      writeFile: () => {},
      delete: () => {},
      rename: () => {},
    };
    const registered = vscode.workspace.registerFileSystemProvider("sealed", provider, {
      isReadonly: true,
    });
    try {
      const uri = vscode.Uri.parse("sealed:/book.abc");
      const { document } = await vscode.window.showTextDocument(uri);
      await vscode.languages.setTextDocumentLanguage(document, "abc");
      const { said } = await run("continueTune");
      assert.match(said, /^This document is read-only/);
      assert.equal(document.getText(), reel.replace("║", ""));
    } finally {
      await closeAll();
      registered.dispose();
    }
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
