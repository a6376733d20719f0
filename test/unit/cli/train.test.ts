import { readdirSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { makeTfjsNode, tfjsNodeFolder } from "../../../scripts/setup/tfjsNode.mjs";
import { structureGroups } from "../../../src/music/structure/structureInputs";
import { readModelFolder } from "../../../src/worker/modelFolder";
import { inputsFor } from "../../../src/worker/structureEncoder";
import { tunes } from "../model/training";
import { freshFolder, written } from "../worker/folders";
import { buildTimeout, bundledChild, hasTfjsNode } from "../worker/tfjsNodeChild";
import { type Tunesmith, tunesmith } from "./terminal";

const folder = freshFolder();
const small = ["--hidden", "8", "--batch", "2", "--sequence-length", "32", "--seed", "5"];
let run: Tunesmith;
beforeAll(async () => {
  run = await tunesmith(folder);
  const numbered = tunes.map((tune, index) => `X:${index + 1}\nT:Tune\n${tune}`);
  written(folder, "data.abc", numbered.slice(0, 3).join("\n"));
  written(folder, "held.abc", numbered.slice(3).join("\n"));
  written(folder, "many.abc", Array.from({ length: 60 }, () => numbered.join("\n")).join("\n"));
});

/** A line that training prints, with what some kinds of it have. */
interface Told {
  kind: string;
  epoch?: number;
  trainLoss?: number;
  heldOutLoss?: number;
  charactersPerSecond?: number;
  secondsLeft?: number;
}

function lines(out: string): Told[] {
  return out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Told);
}

test("a model is trained, evaluated, trained further and composes", async () => {
  const args = ["train", "--data", "data.abc", "--held-out", "held.abc", "--epochs", "3", ...small];
  const first = await run([...args, "--out", "first", "--json"]);
  expect(first.code).toBe(0);
  const told = lines(first.out);
  expect(told[0]).toMatchObject({ kind: "data", tunes: 3, heldOutTunes: 1, skipped: 0 });
  const epochs = told.filter(({ kind }) => kind === "epoch");
  expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  for (const epoch of epochs) {
    for (const key of ["trainLoss", "heldOutLoss", "charactersPerSecond", "secondsLeft"] as const) {
      expect(epoch[key]).toEqual(expect.any(Number));
    }
  }
  expect(told.at(-1)).toEqual({ kind: "saved", epoch: 3, folder: "first" });
  const saved = readModelFolder(path.join(folder, "first"));
  expect(saved.metadata.training[0]).toMatchObject({
    seed: 5,
    epochs: 3,
    tunes: 3,
    options: { threads: expect.any(Number), batchSize: 2 },
  });

  const again = await run([...args, "--out", "again", "--json"]);
  expect(again.code).toBe(0);
  expect(readModelFolder(path.join(folder, "again")).weights).toEqual(saved.weights);

  const evaluated = await run(["evaluate", "--model", "first", "held.abc", "--json"]);
  expect(evaluated.code).toBe(0);
  const evaluation = JSON.parse(evaluated.out) as { nllPerChar: number };
  expect(Object.keys(evaluation)).toEqual([
    "tunes",
    "skipped",
    "chars",
    "dropped",
    "droppedBody",
    "nllPerChar",
    "bodyNllPerChar",
    "bodyNllPerTune",
  ]);
  expect(evaluation.nllPerChar).toBeCloseTo(epochs.at(-1)?.heldOutLoss as number, 5);

  const further = [
    "train",
    "--base",
    "first",
    "--data",
    "data.abc",
    "--held-out",
    "held.abc",
    "--epochs",
    "2",
    "--out",
    "second",
  ];
  const second = await run([...further, "--json"]);
  expect(second.code).toBe(0);
  const base = readModelFolder(path.join(folder, "second"));
  expect(base.metadata.training).toHaveLength(2);
  expect(base.vocabulary).toEqual(saved.vocabulary);
  const losses = lines(second.out).filter(({ kind }) => kind === "epoch");
  // Held-out losses, as dropout blurs those of training.
  expect(losses[0]?.heldOutLoss).toBeLessThan(epochs[0]?.heldOutLoss as number);

  const composed = await run([
    "continue",
    "data.abc",
    "--model",
    "second",
    "--json",
    "--max-chars",
    "9",
  ]);
  expect(composed.code).toBe(0);
  expect(JSON.parse(composed.out)).toMatchObject({ model: "second" });
});

test("in words it tells speed, losses, time left and where the model is", async () => {
  const { code, out } = await run([
    "train",
    "--data",
    "data.abc",
    "--epochs",
    "1",
    "--out",
    "words",
    ...small,
  ]);
  expect(code).toBe(0);
  expect(out).toMatch(/^3 tunes, \d+ characters to learn/);
  expect(out).toMatch(
    /epoch 1 .* chars\/s .* 0:00 left .* loss \d\.\d{4} \(best\)\n {2}Saved to words\.\n$/,
  );
});

test("interrupted, it keeps the best checkpoint and exits cleanly", async () => {
  let interrupted = false;
  const args = [
    "train",
    "--data",
    "many.abc",
    "--held-out",
    "held.abc",
    "--epochs",
    "1000",
    "--out",
    "stopped",
  ];
  const { code, out, err } = await run([...args, ...small, "--json"], (soFar, kill) => {
    if (interrupted || !soFar.includes('"saved"')) return;
    interrupted = true;
    kill("SIGINT");
  });
  expect(interrupted).toBe(true);
  expect(code).toBe(0);
  expect(err).toContain("Stopping; the best checkpoint is kept.\n");
  const epochs = lines(out).filter(({ kind }) => kind === "epoch");
  expect(epochs.length).toBeLessThan(20);
  expect(readdirSync(path.join(folder, "stopped")).sort()).toEqual(["model.json", "weights.bin"]);
  const best = Math.min(...epochs.map((epoch) => epoch.heldOutLoss as number));
  const evaluated = await run(["evaluate", "--model", "stopped", "held.abc", "--json"]);
  expect((JSON.parse(evaluated.out) as { nllPerChar: number }).nllPerChar).toBeCloseTo(best, 5);
});

test.runIf(process.platform !== "win32" && (await hasTfjsNode()))(
  "interrupted, it finishes on tfjs-node what it has begun there",
  async () => {
    await makeTfjsNode();
    await bundledChild(path.join(folder, "dist"));
    let interrupted = false;
    // An epoch of several seconds, of which the first is interrupted.
    const data = Array.from({ length: 40 }, () => "many.abc");
    const args = [
      "train",
      "--data",
      ...data,
      "--held-out",
      "held.abc",
      "--out",
      "native",
      ...small,
    ];
    // As it was typed, from the folder it was typed in.
    const native = [
      "--backend",
      "tfjs-node",
      "--tfjs-node-path",
      path.relative(folder, tfjsNodeFolder),
    ];
    const { code, out, err } = await run([...args, ...native, "--json"], (soFar, kill) => {
      if (interrupted || !soFar.includes('"progress"')) return;
      interrupted = true;
      kill("SIGINT");
    });
    expect(code).toBe(0);
    expect(err).toMatch(
      /^Backend: tfjs-node .*\nTraining on tfjs-node with \d+ threads?\.\nStopping; the best checkpoint is kept\.\n$/,
    );
    expect(lines(out).filter(({ kind }) => kind === "epoch")).toHaveLength(1);
    const [record] = readModelFolder(path.join(folder, "native")).metadata.training;
    expect(record).toMatchObject({
      backend: "tfjs-node",
      options: { threads: expect.any(Number) },
    });
  },
  buildTimeout,
);

test("that nobody listens to ends quietly and keeps its best", async () => {
  const args = ["train", "--data", "many.abc", "--epochs", "1000", ...small];
  const { code, err } = await run([...args, "--out", "unheard", "--json"], (out, _, hangUp) => {
    if (out.includes('"saved"')) hangUp();
  });
  expect(err).not.toMatch(/Error|EPIPE|at /);
  expect(code).toBe(0);
  expect(readModelFolder(path.join(folder, "unheard")).architecture.hidden).toBe(8);
});

test("goes on from a model as it is, and says so when told otherwise", async () => {
  const args = ["train", "--data", "data.abc", "--base", "first", "--out", "second"];
  const { code, err } = await run([...args, "--hidden", "9"]);
  expect(code).toBe(2);
  expect(err).toBe(
    "tunesmith: --hidden does not go with --base, which keeps the network it names.\n",
  );
});

test("a model that copies of the structure is trained, evaluated, trained further and composes", async () => {
  const args = ["train", "--data", "data.abc", "--held-out", "held.abc", "--epochs", "2", ...small];
  const first = await run([...args, "--structure", "--copy", "--out", "structured", "--json"]);
  expect(first.code).toBe(0);
  const saved = readModelFolder(path.join(folder, "structured"));
  const { inputs } = saved.architecture;
  expect(inputs).toEqual(inputsFor(saved.vocabulary, { structure: structureGroups, copy: true }));
  expect(inputs.filter(({ copied }) => copied)).toHaveLength(6);
  const learned = saved.weights.get("next_character_of_the_bar_before_copy/kernel");
  expect(learned?.some((value) => value !== 0)).toBe(true);

  const evaluated = await run(["evaluate", "--model", "structured", "held.abc", "--json"]);
  const { nllPerChar } = JSON.parse(evaluated.out) as { nllPerChar: number };
  const epochs = lines(first.out).filter(({ kind }) => kind === "epoch");
  expect(nllPerChar).toBeCloseTo(epochs.at(-1)?.heldOutLoss as number, 5);

  const more = ["train", "--data", "data.abc", "--epochs", "1", "--base", "structured"];
  const further = await run([...more, "--out", "further", "--json"]);
  expect(further.code).toBe(0);
  const after = readModelFolder(path.join(folder, "further"));
  expect(after.architecture).toEqual(saved.architecture);
  expect(after.weights).not.toEqual(saved.weights);

  const composed = await run(["continue", "data.abc", "--model", "further", "--candidates", "2"]);
  expect(composed.code).toBe(0);
});

test("a model is trained on tunes in other keys, the same by the same seed", async () => {
  const args = ["train", "--data", "data.abc", "--held-out", "held.abc", "--epochs", "2", ...small];
  const train = async (out: string, ...more: string[]) => {
    const { code, out: told } = await run([...args, ...more, "--out", out, "--json"]);
    expect(code).toBe(0);
    return { told: lines(told), saved: readModelFolder(path.join(folder, out)) };
  };
  const keys = await train("keys", "--transpose", "1");
  expect(keys.told[0]).toMatchObject({ kind: "data", tunes: 3, transposable: 3 });
  expect(keys.saved.metadata.training[0]?.options).toMatchObject({ transpose: 1 });
  // Flats stand in none of the tunes themselves.
  expect(keys.saved.vocabulary.idOf("_")).toBeDefined();
  const again = await train("keysAgain", "--transpose", "1");
  expect(again.saved.weights).toEqual(keys.saved.weights);
  const other = await train("keysHalf", "--transpose", "0.5");
  expect(other.saved.weights).not.toEqual(keys.saved.weights);
  const own = await train("keysOwn", "--transpose", "0");
  expect(own.told[0]).not.toHaveProperty("transposable");

  const byKey = ["evaluate", "--model", "keys", "held.abc", "--keys"];
  const { out: json } = await run([...byKey, "--json"]);
  expect(JSON.parse(json)).toMatchObject({ tunes: 1, keys: { tunes: 1, modes: { major: 1 } } });
  const { code, out: table } = await run(byKey);
  expect(code).toBe(0);
  expect(table).toMatch(
    /\nIn every key, 1 of the 1 tunes, nats per body:\nsignature .* all .* major/,
  );
  expect(table).toMatch(
    /\n6 flats +(\d+\.\d) +\1 +0 +0\n5 flats .*\n1 flat .*\n0 sharps .*\n1 sharp /s,
  );
  expect(table).toMatch(
    /\n2 sharps +(\d+\.\d) +\1 +1 +0\n.*\nas they are +\1\nworst +\d+\.\d, with /s,
  );
  expect(own.saved.metadata.training[0]?.options).toMatchObject({ transpose: 0 });
});

test("a network reads the kinds of inputs that are listed, in embeddings of so many columns", async () => {
  const args = [
    "train",
    "--data",
    "data.abc",
    "--epochs",
    "1",
    "--hidden",
    "8",
    "--embedding",
    "4",
  ];
  await run([...args, "--inputs", "counters,melody", "--out", "some", "--json"]);
  const { architecture, vocabulary } = readModelFolder(path.join(folder, "some"));
  expect(architecture.embedding).toBe(4);
  expect(architecture.inputs).toEqual(inputsFor(vocabulary, { structure: ["counters", "melody"] }));
  expect(architecture.inputs).toHaveLength(9);
});
