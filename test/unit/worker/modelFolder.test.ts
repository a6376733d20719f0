import { mkdirSync, readdirSync, readFileSync, truncateSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../../../src/shared/composeProtocol";
import { readModelFolder, writeModelFolder } from "../../../src/worker/modelFolder";
import { freshFolder, musicModel, written } from "./folders";

const root = freshFolder();
let folder = root;
let count = 0;
beforeEach(() => {
  folder = path.join(root, `model-${count++}`);
});

function refusal(act: () => void): string {
  try {
    act();
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect((error as Error).message).toMatch(/^[^\n]*\.$/);
    return (error as Error).message;
  }
}

describe("a model's folder", () => {
  test("is made where there is none, and holds the model and nothing else", () => {
    const deep = path.join(folder, "a", "b");
    const model = musicModel();
    writeModelFolder(deep, model, "float32");
    expect(readdirSync(deep).sort()).toEqual(["model.json", "weights.bin"]);
    expect(readModelFolder(deep)).toEqual(model);
  });

  test("takes a better model in place of the one it holds, and leaves other files alone", () => {
    writeModelFolder(folder, musicModel({ seed: 1 }), "float32");
    written(folder, "README.md", "a card");
    writeModelFolder(folder, musicModel({ seed: 2, name: "better" }), "float16");
    expect(readModelFolder(folder).metadata.name).toBe("better");
    expect(readdirSync(folder).sort()).toEqual(["README.md", "model.json", "weights.bin"]);
  });

  test("keeps its model and no leftovers when a new one cannot be written", () => {
    writeModelFolder(folder, musicModel({ name: "kept" }), "float32");
    const before = readFileSync(path.join(folder, "weights.bin"));
    // A folder stands where the description is to be written first.
    mkdirSync(path.join(folder, `model.json.${process.pid}.tmp`));
    const said = refusal(() => writeModelFolder(folder, musicModel({ seed: 5 }), "float32"));
    expect(said).toContain(`The model cannot be saved in ${folder}: it is a folder, not a file.`);
    expect(readModelFolder(folder).metadata.name).toBe("kept");
    expect(readFileSync(path.join(folder, "weights.bin"))).toEqual(before);
    expect(readdirSync(folder)).not.toContain(`weights.bin.${process.pid}.tmp`);
  });

  test("cannot be where a file is", () => {
    const file = written(root, "file", "text");
    for (const place of [file, path.join(file, "below")]) {
      const said = refusal(() => writeModelFolder(place, musicModel(), "float32"));
      expect(said).toContain(`No model can be saved in ${place}: `);
    }
  });
});

describe("a folder without a usable model is named", () => {
  test("when it is missing, empty, a file or inside one", () => {
    const file = written(root, "afile", "text");
    mkdirSync(folder);
    for (const place of [path.join(root, "none"), folder, file, path.join(file, "below")]) {
      expect(refusal(() => readModelFolder(place))).toBe(
        `There is no model in ${place}: it has no model.json.`,
      );
    }
  });

  test("when a file of the model is missing or a folder", () => {
    mkdirSync(folder);
    written(folder, "model.json", "{}");
    expect(refusal(() => readModelFolder(folder))).toContain("it has no weights.bin.");
    mkdirSync(path.join(folder, "weights.bin"));
    expect(refusal(() => readModelFolder(folder))).toContain("cannot be used: it is a folder");
  });

  test("when its weights are truncated", () => {
    writeModelFolder(folder, musicModel(), "float32");
    truncateSync(path.join(folder, "weights.bin"), 1000);
    expect(refusal(() => readModelFolder(folder))).toBe(
      `The model in ${folder} cannot be used: weights.bin is truncated: it holds fewer weights than model.json lists.`,
    );
  });

  test("when it is another kind of model", () => {
    mkdirSync(folder);
    written(folder, "model.json", JSON.stringify({ format: "layers-model", weightsManifest: [] }));
    written(folder, "weights.bin", "");
    expect(refusal(() => readModelFolder(folder))).toContain("not a Tunesmith model");
  });

  test("when it has an input that nothing computes", () => {
    const model = musicModel({ structure: true });
    writeModelFolder(folder, model, "float32");
    expect(readModelFolder(folder).architecture.inputs.length).toBeGreaterThan(1);
    const file = path.join(folder, "model.json");
    const [, { name, size }] = model.metadata.inputs as [unknown, { name: string; size: number }];
    const json = readFileSync(file, "utf8");
    written(folder, "model.json", json.replaceAll(name, "moon"));
    expect(refusal(() => readModelFolder(folder))).toBe(
      `The model in ${folder} cannot be used: its input "moon" of ${size} values is none that this version of Tunesmith knows.`,
    );
  });

  test("when its description is cut off", () => {
    writeModelFolder(folder, musicModel(), "float32");
    truncateSync(path.join(folder, "model.json"), 700);
    expect(refusal(() => readModelFolder(folder))).toContain(
      "model.json is damaged: it is not JSON.",
    );
  });
});
