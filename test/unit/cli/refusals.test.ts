import { mkdirSync, truncateSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { writeModelFolder } from "../../../src/worker/modelFolder";
import { book, freshFolder, musicModel, written } from "../worker/folders";
import { type Tunesmith, tunesmith } from "./terminal";

const folder = freshFolder();
const lyrics = "X:1\nT:Gate\nK:D\nabc| % so\nw:la la\ndef|\n";
let run: Tunesmith;
beforeAll(async () => {
  run = await tunesmith(folder);
  writeModelFolder(path.join(folder, "models", "folk"), musicModel(), "float32");
  written(folder, "book.abc", book);
  written(folder, "lyrics.abc", lyrics);
  written(folder, "empty.abc", "");
  written(folder, "noTune.abc", "abc|def|\n");
  written(folder, "noMusic.abc", "X:1\nK:D\n");
  written(folder, "bad.jsonl", "{}\n");
  written(
    folder,
    "junk.abc",
    Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256),
  );
  written(folder, "file", "text");
  const truncated = path.join(folder, "truncated");
  writeModelFolder(truncated, musicModel(), "float32");
  truncateSync(path.join(truncated, "weights.bin"), 100);
  mkdirSync(path.join(folder, "foreign"));
  written(path.join(folder, "foreign"), "model.json", '{"format":"layers-model"}');
  written(path.join(folder, "foreign"), "weights.bin", "");
});

const train = ["train", "--data", "book.abc", "--out", "out"];
const offsetOf = (text: string): string => `${lyrics.indexOf(text) + 1}`;

describe("tunesmith refuses in one line", () => {
  test.each<[string, string[], string]>([
    ["no command", [], "Name a command: continue, train, evaluate, compose-report"],
    ["an unknown command", ["compose"], 'no command "compose"'],
    ["an inherited name", ["toString"], 'no command "toString"'],
    ["an unknown option", ["continue", "book.abc", "--tempo", "3"], "Unknown option '--tempo'"],
    ["a missing value", ["continue", "book.abc", "--bars"], "--bars needs a value"],
    ["an option as a value", ["continue", "book.abc", "--bars", "--json"], "--bars needs a value"],
    ["no file", ["continue"], "Name the tune book"],
    ["two files", ["continue", "book.abc", "book.abc"], "Name one tune book"],
    ["a missing file", ["continue", "none.abc"], "none.abc cannot be read: there is no such file"],
    ["a folder as a file", ["continue", "models"], "models cannot be read: it is a folder"],
    ["an empty file", ["continue", "empty.abc"], "no tune in empty.abc"],
    ["a file without X:", ["continue", "noTune.abc"], "no tune in noTune.abc"],
    ["a file of junk", ["continue", "junk.abc"], "no tune in junk.abc"],
    ["an offset where no tune is", ["continue", "noTune.abc", "--offset", "3"], "no tune here"],
    [
      "an offset beyond the end",
      ["continue", "book.abc", "--offset", "9999"],
      "--offset is a whole number from 0 to ",
    ],
    [
      "an offset in lyrics",
      ["continue", "lyrics.abc", "--offset", offsetOf("la la")],
      "in a line of lyrics",
    ],
    [
      "an offset in a header",
      ["continue", "lyrics.abc", "--offset", offsetOf("Gate")],
      "in the header",
    ],
    [
      "an offset in a comment",
      ["continue", "lyrics.abc", "--offset", offsetOf("% so")],
      "in a comment",
    ],
    ["a missing model", ["continue", "book.abc", "--model", "none"], "There is no model in none"],
    ["a file as a model", ["continue", "book.abc", "--model", "file"], "There is no model in file"],
    [
      "a truncated model",
      ["continue", "book.abc", "--model", "truncated"],
      "weights.bin is truncated",
    ],
    ["a foreign model", ["continue", "book.abc", "--model", "foreign"], "not a Tunesmith model"],
    ["a bad seed", ["continue", "book.abc", "--seed", "reel"], '"reel" is not a seed'],
    [
      "an unknown backend",
      ["continue", "book.abc", "--backend", "gpu"],
      '--backend is auto or fused or tfjs-node or wasm or cpu, not "gpu"',
    ],
    [
      "a precision to store in",
      ["continue", "book.abc", "--precision", "float16"],
      '--precision is int8 or float32, not "float16"',
    ],
    [
      "a folder without tfjs-node",
      ["continue", "book.abc", "--tfjs-node-path", "models"],
      "models.",
    ],
    [
      "half a thread to compose with",
      ["continue", "book.abc", "--threads", "1.5"],
      "--threads is a whole number from 0 to 1024",
    ],
    [
      "no threads to evaluate with",
      ["evaluate", "book.abc", "--threads", "none"],
      "--threads is a whole number from 0 to 1024",
    ],
    ["training on nothing", ["train", "--out", "out"], "--data is missing"],
    ["training for nothing", ["train", "--data", "book.abc"], "--out is missing"],
    ["a stray word", ["train", "book.abc"], '"book.abc" belongs to no option'],
    ["missing data", ["train", "--data", "none", "--out", "out"], "no file or folder none"],
    [
      "data without tunes",
      ["train", "--data", "noTune.abc", "--out", "out"],
      "no tune to train on",
    ],
    ["malformed data", ["train", "--data", "bad.jsonl", "--out", "out"], "bad.jsonl, line 1"],
    [
      "an --out that is a file",
      ["train", "--data", "book.abc", "--out", "file"],
      "No model can be saved in file",
    ],
    [
      "an --out below a file",
      ["train", "--data", "book.abc", "--out", "file/below"],
      "No model can be saved in file/below",
    ],
    ["an unknown cell", [...train, "--cell", "gru"], '--cell is lstm or rnn, not "gru"'],
    ["more than all", [...train, "--transpose", "2"], "--transpose is a number from 0 to 1"],
    ["too many layers", [...train, "--layers", "4"], "--layers is a whole number from 1 to 3"],
    [
      "structure with spelled marks",
      [...train, "--structure", "--markers", "spelled"],
      "Structure inputs do not go with marks that are spelled out; have tunes marked by symbols.",
    ],
    [
      "structure for a model that has none",
      [...train, "--structure", "--base", "models/folk"],
      "--structure does not go with --base",
    ],
    [
      "copying for a model that does not",
      [...train, "--copy", "--base", "models/folk"],
      "--copy does not go with --base",
    ],
    [
      "unknown kinds of inputs",
      [...train, "--inputs", "counters,weather"],
      "--inputs lists some of counters, memory, heading, melody.",
    ],
    [
      "some inputs beside all of them",
      [...train, "--structure", "--inputs", "memory"],
      "--inputs does not go with --structure",
    ],
    ["copying without memory", [...train, "--inputs", "melody", "--copy"], "--copy goes with --st"],
    ["copying without structure", [...train, "--copy"], "--copy goes with --structure"],
    ["a missing base", [...train, "--base", "none"], "There is no model in none"],
    ["a precision to compute in", [...train, "--precision", "int8"], "--precision is float32 or"],
    ["half a thread", [...train, "--threads", "1.5"], "--threads is a whole number from 0 to 1024"],
    [
      "a precision that the backend has not",
      ["evaluate", "book.abc", "--backend", "wasm", "--precision", "int8"],
      "The backend wasm has no int8, only float32",
    ],
    ["nothing to evaluate on", ["evaluate"], "Name the tunes"],
    ["tunes without music", ["evaluate", "noMusic.abc"], "no tune to evaluate"],
    [
      "holding out tunes without music",
      ["train", "--data", "book.abc", "--held-out", "noMusic.abc", "--out", "never"],
      "no tune among those to hold out",
    ],
    ["evaluating a missing file", ["evaluate", "none.abc"], "no file or folder none.abc"],
    [
      "evaluating a missing model",
      ["evaluate", "--model", "none", "book.abc"],
      "There is no model in none",
    ],
  ])("%s", async (_, args, sentence) => {
    const { code, out, err } = await run(args);
    expect(err).toContain(sentence);
    expect(err).toMatch(/^tunesmith: [^\n]*\.\n$/);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  test.each([
    ["--temperature", "0"],
    ["--temperature", "hot"],
    ["--temperature", ""],
    ["--top-p", "2"],
    ["--bars", "1.5"],
    ["--max-chars", "0"],
    ["--candidates", "1e9"],
    ["--offset", "NaN"],
  ])("%s=%s", async (option, value) => {
    const { code, out, err } = await run(["continue", "book.abc", `${option}=${value}`]);
    expect(err).toMatch(
      new RegExp(`^tunesmith: ${option} is a (whole )?number from .*, not "${value}"\\.\n$`),
    );
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });
});

test("its usage is a result", async () => {
  for (const args of [["--help"], ["help"], ["continue", "--help"]]) {
    const { code, out, err } = await run(args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const name of ["continue", "train", "evaluate", "compose-report"])
      expect(out).toContain(`tunesmith ${name} `);
  }
});
