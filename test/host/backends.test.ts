import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { closeAll, open, reel, run, withSettings } from "./session";

suite("The settings of the backend", () => {
  teardown(closeAll);

  test("hold from the next command on, and a seed made otherwise is told of", async () => {
    const made: string[] = [];
    for (const settings of [
      {},
      { precision: "float32" },
      { backend: "wasm", seed: "7-fused-i8" },
      { backend: "no such", precision: 8 },
    ]) {
      await open(reel);
      const changed = { bars: 1, seed: "7", ...settings };
      const { written, said } = await withSettings(changed, () => run("continueTune"));
      made.push(written?.composed?.seedToken ?? said);
      const otherwise = /The seed was made on fused-i8, so the music may differ\.$/;
      if (changed.seed !== "7") assert.match(said, otherwise);
      else assert.doesNotMatch(said, otherwise);
    }
    assert.deepEqual(made, ["7-fused-i8", "7-fused-f32", "7-wasm-f32", "7-fused-i8"]);
  });

  test("name a backend that does not work: the next one composes, which is told once", async () => {
    const empty = mkdtempSync(path.join(tmpdir(), "no-tfjs-node-"));
    const settings = { backend: "tfjs-node", tfjsNodePath: empty, bars: 1 };
    try {
      await withSettings(settings, async () => {
        await open(reel);
        const first = await run("continueTune");
        assert.match(
          first.said,
          /^The backend tfjs-node does not work here, so wasm composes instead; the log says why\.\nAdded /,
        );
        assert.match(first.written?.composed?.seedToken ?? "", /-wasm-f32$/);
        await open(reel);
        assert.match((await run("continueTune")).said, /^Added /);
      });
    } finally {
      rmSync(empty, { recursive: true });
    }
  });
});
