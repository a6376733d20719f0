import assert from "node:assert/strict";
import * as vscode from "vscode";
import { continueWithOptions } from "../../src/host/compose/continueWithOptions";
import { pickVariation } from "../../src/host/compose/pickVariation";
import type { Variation } from "../../src/host/compose/variation";
import { closeAll, open, reel, run, undo, withSettings } from "./session";

const composed = {
  candidates: [],
  order: [],
  insertAt: 0,
  replaceTo: 0,
  after: "",
  unseen: "",
  seedToken: "1-fused-i8",
  model: "folk",
};
const variations = ["GABc|", "cBAG|"].map(
  (text): Variation => ({
    text,
    bars: 1,
    ended: "bars",
    likelihood: -1,
    onTonic: true,
    drawnFrom: [],
    composed,
  }),
);

suite("A list of variations", () => {
  teardown(closeAll);

  const keys: [what: string, keys: string[], previews: string[], chosen: number | undefined][] = [
    ["gives the best one by Enter", ["acceptSelectedQuickOpenItem"], ["GABc|", ""], 0],
    [
      "gives the one that was moved to",
      ["quickOpenSelectNext", "acceptSelectedQuickOpenItem"],
      ["GABc|", "cBAG|", ""],
      1,
    ],
    ["gives none by Escape", ["closeQuickOpen"], ["GABc|", ""], undefined],
  ];
  for (const [what, commands, expected, chosen] of keys) {
    test(`${what}, and previews those that are looked at`, async () => {
      const previews: string[] = [];
      let previewed = (): void => {};
      const preview = (text: string): void => {
        previews.push(text);
        previewed();
      };
      const shown = (): Promise<void> =>
        new Promise((resolve) => {
          previewed = resolve;
        });
      let next = shown();
      const picking = pickVariation(variations, preview, new AbortController().signal);
      for (const command of commands) {
        await next;
        next = shown();
        await vscode.commands.executeCommand(`workbench.action.${command}`);
      }
      assert.equal(await picking, chosen);
      assert.deepEqual(previews, expected);
    });
  }

  test("closes when the text under it changes", async () => {
    const controller = new AbortController();
    const picking = pickVariation(variations, () => controller.abort(), controller.signal);
    assert.equal(await picking, undefined);
  });
});

suite("Continue with Options", () => {
  teardown(closeAll);

  /** Presses Enter again and again until `running` is done. */
  async function enterThrough<Result>(running: Promise<Result>): Promise<Result> {
    let done = false;
    const watched = running.finally(() => {
      done = true;
    });
    while (!done) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
    }
    return await watched;
  }

  test("goes on with what is suggested, Enter by Enter", async () => {
    const { document } = await open(reel);
    const settings = { bars: 2, variations: 3, temperature: 1 };
    const { written, said } = await withSettings(settings, () =>
      enterThrough(run("continueWithOptions")),
    );
    assert.equal(written?.composed?.candidates.length, 3, said);
    assert.equal(document.getText(), reel.replace("║", "") + written?.text);
    await undo();
    assert.equal(document.getText(), reel.replace("║", ""));
  });

  test("composes at the same place again, wherever the cursor has gone", async () => {
    const editor = await open(reel);
    const source = editor.document.getText();
    const offsets: unknown[] = [];
    const composer: Parameters<typeof continueWithOptions>[0] = {
      isBusy: () => false,
      async compose(_, plan) {
        for (const offset of [source.length, 0]) {
          const at = editor.document.positionAt(offset);
          editor.selection = new vscode.Selection(at, at);
          const { task } = plan(source);
          offsets.push("offset" in task && task.offset);
        }
        return undefined;
      },
    };
    function get<T>(key: string): T | undefined;
    function get<T>(key: string, otherwise: T): T;
    function get<T>(_key: string, otherwise?: T): T | undefined {
      return otherwise;
    }
    const memory = { keys: () => [], get, update: async () => {} };
    const config = { temperature: 1, motifStrength: 1, bars: 2, variations: 2 };
    await enterThrough(continueWithOptions(composer, editor, config, memory));
    assert.deepEqual(offsets, [source.length, source.length]);
  });
});
