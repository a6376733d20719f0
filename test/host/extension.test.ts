import assert from "node:assert";
import * as vscode from "vscode";

suite("The extension", () => {
  test("knows .abc files", async () => {
    const document = await vscode.workspace.openTextDocument({
      language: "abc",
      content: "X:1\nK:C\n",
    });
    assert.strictEqual(document.languageId, "abc");
  });

  test("activates", async () => {
    const extension = vscode.extensions.getExtension("tunesmith.tunesmith");
    assert.ok(extension, "VS Code does not know the extension.");
    await extension.activate();
    assert.ok(extension.isActive);
  });

  test("offers its commands", async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    for (const name of ["continueTune", "continueFromSelection", "newTune"]) {
      assert.ok(known.has(`tunesmith.${name}`), name);
    }
  });
});
