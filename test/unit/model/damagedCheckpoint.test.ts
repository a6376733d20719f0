import { describe, expect, test } from "vitest";
import { readCheckpoint, writeCheckpoint } from "../../../src/model/checkpoint";
import { checkpointOf } from "./checkpoints";
import { copying } from "./network";

const files = writeCheckpoint(checkpointOf({ layers: 2 }), "float32");

/** What is said of a model; "" when it is read. */
function said(modelJson: string, weights: Uint8Array = files.weights): string {
  try {
    readCheckpoint({ modelJson, weights });
    return "";
  } catch (error) {
    const { name, message } = error as Error;
    return name === "Error" ? message : `${name}: ${message}`;
  }
}

/** The text of model.json with one value changed; undefined takes it out. */
function withValue(path: string, value: unknown): string {
  const json: unknown = JSON.parse(files.modelJson);
  const keys = path.split(".");
  const last = keys.pop() as string;
  const owner = keys.reduce((at, key) => (at as Record<string, unknown>)[key], json);
  (owner as Record<string, unknown>)[last] = value;
  return JSON.stringify(json);
}

const metadata = "userDefinedMetadata.tunesmith";
const layers = "modelTopology.model_config.config.layers";
const manifest = "weightsManifest.0.weights";

test("the undamaged model is read", () => {
  expect(said(files.modelJson)).toBe("");
  expect(said(withValue("generatedBy", "someone else"))).toBe("");
});

describe("model.json", () => {
  test.each([
    "",
    "not JSON",
    files.modelJson.slice(0, 500),
    "12",
    "null",
    '"text"',
    "\u0000\u0001",
  ])("that begins %j is no JSON object", (text) => {
    expect(said(text)).toMatch(/^model\.json is damaged: it is not JSON\.$/);
  });

  test.each<[string, unknown, string]>([
    ["userDefinedMetadata", undefined, "not a Tunesmith model"],
    ["userDefinedMetadata", { other: 1 }, "not a Tunesmith model"],
    [metadata, 7, "not a Tunesmith model"],
    [metadata, [], "not a Tunesmith model"],
    [`${metadata}.version`, 2, "is of version 2"],
    [`${metadata}.version`, undefined, "is of version undefined"],
    [`${metadata}.name`, 5, "metadata is not whole"],
    [`${metadata}.characters`, undefined, "metadata is not whole"],
    [`${metadata}.characters`, "abc", "metadata is not whole"],
    [`${metadata}.characters.0`, 9, "metadata is not whole"],
    [`${metadata}.characters`, [], "vocabulary is empty"],
    [`${metadata}.characters.1`, "ab", "is not one character"],
    [`${metadata}.characters.1`, "A", 'has "A" twice'],
    [`${metadata}.characters`, ["A", "B"], "another number of characters"],
    [`${metadata}.markers`, "spelled", "another number of characters"],
    [`${metadata}.markers`, "none", "metadata is not whole"],
    [`${metadata}.preprocessing`, undefined, "metadata is not whole"],
    [`${metadata}.preprocessing.fields`, null, "metadata is not whole"],
    [`${metadata}.inputs`, undefined, "metadata is not whole"],
    [`${metadata}.inputs`, [], "at least one input"],
    [`${metadata}.inputs.0`, null, "metadata is not whole"],
    [`${metadata}.inputs.0.size`, -1, "metadata is not whole"],
    [`${metadata}.inputs.0.size`, 1e12, "another number of characters"],
    [`${metadata}.inputs.1`, { name: "bar", size: 1e15 }, "bar_embedding/embeddings is missing"],
    [`${metadata}.training`, undefined, "metadata is not whole"],
    ["modelTopology", undefined, "describes no layers"],
    ["modelTopology.model_config", null, "describes no layers"],
    [layers, {}, "describes no layers"],
    [layers, [], "1 to 3 layers, not 0"],
    [layers, [null, 3, "LSTM", {}], "1 to 3 layers, not 0"],
    [`${layers}.2.class_name`, "SimpleRNN", "recurrent_1/kernel is missing or of another shape"],
    [`${layers}.2.class_name`, "GRU", "there are more than it has"],
    [`${layers}.2.config`, undefined, "1 to 4096 units, not 0"],
    [`${layers}.2.config.units`, -8, "1 to 4096 units, not -8"],
    [`${layers}.2.config.units`, 1e9, "1 to 4096 units"],
    [`${layers}.2.config.units`, 16, "is missing or of another shape"],
    [`${layers}.2.config.units`, "8", "1 to 4096 units"],
    [`${layers}.1.config.output_dim`, 1e9, "1 to 4096 columns"],
    [`${layers}.1.config.output_dim`, 7, "is missing or of another shape"],
    [`${layers}.4.config.rate`, 1, "Dropout is at least 0 and below 1"],
    ["weightsManifest", undefined, "lists no weights"],
    ["weightsManifest", [], "lists no weights"],
    [manifest, { length: 4 }, "lists no weights"],
    [manifest, [], "holds more weights"],
    [`${manifest}.0`, null, "without a name or a possible shape"],
    [`${manifest}.0.name`, 5, "without a name or a possible shape"],
    [`${manifest}.0.name`, "elsewhere", "character_embedding/embeddings is missing"],
    [`${manifest}.0.shape`, "11,6", "without a name or a possible shape"],
    [`${manifest}.0.shape`, [-11, -6], "without a name or a possible shape"],
    [`${manifest}.0.shape`, [1.5, 44], "without a name or a possible shape"],
    [`${manifest}.0.shape`, [null, 6], "without a name or a possible shape"],
    [`${manifest}.0.shape`, [1e9, 1e9], "weights.bin is truncated"],
    [`${manifest}.0.shape`, [1e200, 1e200], "weights.bin is truncated"],
    [`${manifest}.0.shape`, [6, 10], "is missing or of another shape"],
    [`${manifest}.0.shape`, [60], "is missing or of another shape"],
    [`${manifest}.0.dtype`, "int32", "stored as int32"],
    [`${manifest}.0.quantization`, { dtype: "uint8" }, "stored as uint8"],
    [`${manifest}.0.quantization`, { dtype: "float16" }, "weights.bin"],
  ])("with %s = %j", (path, value, sentence) => {
    const message = said(withValue(path, value));
    expect(message).toContain(sentence);
    expect(message).toMatch(/^[^\n]*\.$/);
    expect(message).not.toMatch(/^\w*Error:/);
  });
});

describe("weights.bin", () => {
  const { weights } = files;

  test.each([0, 1, 3, weights.length - 4, weights.length - 1])("cut off at %i", (length) => {
    expect(said(files.modelJson, weights.subarray(0, length))).toMatch(
      /^weights\.bin is truncated/,
    );
  });

  test.each([1, 4, 1_000_000])("with %i bytes too many", (more) => {
    const longer = new Uint8Array(weights.length + more);
    longer.set(weights);
    expect(said(files.modelJson, longer)).toBe(
      "weights.bin holds more weights than model.json lists.",
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("that holds %d", (value) => {
    const damaged = Uint8Array.from(weights);
    new DataView(damaged.buffer).setFloat32(400, value, true);
    expect(said(files.modelJson, damaged)).toMatch(/holds what is no number\.$/);
  });
});

describe("a model that copies inputs", () => {
  const whole = writeCheckpoint(checkpointOf({ inputs: copying.inputs }), "float32");
  const changed = (from: string, to: string): string =>
    said(whole.modelJson.replace(from, to), whole.weights);

  test("is read undamaged", () => {
    expect(changed("", "")).toBe("");
  });

  test.each([
    [
      '"name":"next","size":11,"copied":true',
      '"name":"next","size":11',
      "there are more than it has",
    ],
    ["next_copy/bias", "elsewhere", "next_copy/bias is missing"],
    ['"size":5}', '"size":5,"copied":true}', 'can be copied, not "bar"'],
    ['"copied":true', '"copied":"yes"', "metadata is not whole"],
    ["named_output/embeddings", "elsewhere", "named_output/embeddings is missing"],
  ])("with %s as %s", (from, to, sentence) => {
    expect(whole.modelJson).toContain(from);
    expect(changed(from, to)).toContain(sentence);
  });

  test("names no other outputs than its own", () => {
    const weights = Uint8Array.from(whole.weights);
    new DataView(weights.buffer).setFloat32(weights.length - 4, 0.5, true);
    expect(said(whole.modelJson, weights)).toBe(
      "weights.bin is damaged: named_output/embeddings does not name the outputs.",
    );
  });
});
