import assert from "node:assert/strict";
import * as vscode from "vscode";
import { type Afterwards, offerAfterwards } from "../../src/host/compose/afterwards";
import type { Written } from "../../src/host/compose/composeRun";
import { withOneFile } from "./oneFile";
import { closeAll, open, reel, run, type, withSettings } from "./session";

const before = reel.replace("║", "");

suite("The place that was asked for", () => {
  teardown(closeAll);

  const places: [what: string, typed: string][] = [
    ["holds", ""],
    ["is given up when the text changes", "%mine"],
  ];
  for (const [what, typed] of places) {
    test(`${what} while the file system takes its time`, async () => {
      let isSlow = false;
      let asked = (): void => {};
      let answer = (): void => {};
      const question = new Promise<void>((resolve) => {
        asked = resolve;
      });
      const answered = new Promise<void>((resolve) => {
        answer = resolve;
      });
      const ready = async (): Promise<void> => {
        if (!isSlow) return;
        asked();
        await answered;
      };
      const slow = { scheme: `slow${typed.length}`, text: before, ready };
      await withOneFile(slow, async ({ document }) => {
        await vscode.commands.executeCommand("cursorBottom");
        const { written, said } = await withSettings({ bars: 2, seed: "3" }, async () => {
          isSlow = true;
          const running = run("continueTune");
          await question;
          await vscode.commands.executeCommand("cursorTop");
          if (typed !== "") await type(typed);
          answer();
          return await running;
        });
        const expected =
          typed === ""
            ? /^Added \d bars? /
            : /^Stopped because the text changed: nothing was added\.$/;
        assert.match(said, expected);
        assert.equal(document.getText(), typed + before + written?.text);
      });
    });
  }

  const composed = {
    candidates: [],
    order: [],
    replaceTo: 0,
    seedToken: "1-fused-i8",
    unseen: "",
    insertAt: 0,
    after: "",
    model: "folk",
  };
  const finished: Written = { text: "", bars: 0, stopped: "end", variations: [], composed };

  /** Offers `chosen` after a run and takes it when `meanwhile` is done; gives what was warned of and where it ran again. */
  async function choose(
    chosen: string,
    run: Pick<Afterwards, "editor" | "written">,
    meanwhile: () => Thenable<unknown>,
  ): Promise<{ warned: string[]; again: string[] }> {
    const warned: string[] = [];
    const again: string[] = [];
    await offerAfterwards({
      ...run,
      sentence: "Done.",
      notices: {
        info: async (_sentence, ...actions) => {
          await meanwhile();
          return actions.find((action) => action === chosen);
        },
        warn: async (sentence) => {
          warned.push(sentence);
          return undefined;
        },
      },
      again: async ({ document }) => {
        again.push(document.getText());
        return true;
      },
      next: nothing,
    });
    return { warned, again };
  }

  const nothing = async (): Promise<void> => {};

  test("is where Try Again writes when the tune was finished there", async () => {
    const editor = await open(reel);
    const ran = await choose("Try Again", { editor, written: finished }, nothing);
    assert.deepEqual(ran, { warned: [], again: [before] });
  });

  test("is where Try Again writes, once the bars are taken back", async () => {
    const editor = await open(reel);
    await type("GABc|");
    const written: Written = { ...finished, text: "GABc|", bars: 1 };
    const ran = await choose("Try Again", { editor, written }, () => open("X:1\nK:C\n"));
    assert.deepEqual(ran, { warned: [], again: [before] });
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
  });

  for (const text of ["", "GABc|"]) {
    test(`is not guessed by Try Again after an edit: ${text || "nothing"} was added`, async () => {
      const editor = await open(reel);
      if (text !== "") await type(text);
      const written: Written = { ...finished, text };
      const { warned, again } = await choose("Try Again", { editor, written }, () => type("%mine"));
      assert.equal(again.length, 0);
      assert.equal(warned.length, 1);
      assert.match(warned[0] ?? "", /^The text has changed since/);
      assert.equal(editor.document.getText(), `${before}${text}%mine`);
    });
  }
});
