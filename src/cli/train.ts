import path from "node:path";
import { UserError } from "../shared/composeProtocol";
import { readModelFolder } from "../worker/modelFolder";
import { type Reading, structureGroups } from "../worker/structureEncoder";
import { trainingLadder } from "../worker/trainingProbe";
import { type TrainEvent, type TrainTask, trainModel } from "../worker/trainModel";
import { computingOf, computingOptions } from "./computing";
import type { OptionSpecs, Options } from "./options";
import type { Terminal } from "./terminal";

/** The options of `tunesmith train`. */
export const trainOptions: OptionSpecs = {
  data: "list",
  "held-out": "list",
  out: "text",
  base: "text",
  name: "text",
  cell: "text",
  hidden: "text",
  layers: "text",
  dropout: "text",
  embedding: "text",
  structure: "flag",
  inputs: "text",
  copy: "flag",
  transpose: "text",
  epochs: "text",
  minutes: "text",
  optimizer: "text",
  "learning-rate": "text",
  schedule: "text",
  "weight-decay": "text",
  clip: "text",
  batch: "text",
  "sequence-length": "text",
  fields: "text",
  markers: "text",
  precision: "text",
  seed: "text",
  ...computingOptions,
  json: "flag",
};

/** Fields that a model keeps unless told otherwise: rhythm, meter, unit length, key, parts and voices. */
const usualFields = "RMLKPV";

/** Trains a model and saves it; SIGINT stops and keeps the best checkpoint. */
export async function runTrain(options: Options, terminal: Terminal): Promise<void> {
  if (options.paths.length > 0) throw new UserError(`"${options.paths[0]}" belongs to no option.`);
  const computing = computingOf(options, terminal);
  const log = (line: string): void => terminal.log(line);
  const choose = trainingLadder(computing, terminal.distFolder, terminal.cacheFolder, log);
  const task = taskOf(options, terminal);
  const onStop = (): void => terminal.note("Stopping; the best checkpoint is kept.");
  terminal.signal.addEventListener("abort", onStop, { once: true });
  const json = options.flag("json");
  let saved: string | undefined;
  for await (const event of trainModel(choose, task)) {
    if (event.kind === "saved") saved = event.folder;
    terminal.print(json ? JSON.stringify(event) : describe(event));
  }
  if (saved === undefined)
    throw new UserError("Stopped before anything was learned; nothing is saved.");
}

function taskOf(options: Options, terminal: Terminal): TrainTask {
  const out = options.text("out");
  const data = options.list("data");
  if (data.length === 0) throw new UserError("--data is missing: name the tunes to train on.");
  if (out === undefined) throw new UserError("--out is missing: name the folder for the model.");
  const baseFolder = options.text("base");
  const base = baseFolder === undefined ? undefined : readModelFolder(baseFolder);
  for (const fixed of base
    ? ["cell", "hidden", "embedding", "layers", "inputs", "fields", "markers"]
    : []) {
    if (options.text(fixed) !== undefined) {
      throw new UserError(`--${fixed} does not go with --base, which keeps the network it names.`);
    }
  }
  for (const kind of base ? ["structure", "copy"] : []) {
    if (options.flag(kind)) {
      throw new UserError(`--${kind} does not go with --base, which keeps the network it names.`);
    }
  }
  const optimizer = options.oneOf("optimizer", ["adam", "sgd"]) ?? "adam";
  const epochs = options.number("epochs", 1, 100_000, true);
  const minutes = options.number("minutes", 0.01, 100_000);
  const markers = options.oneOf("markers", ["symbols", "spelled"]);
  const embedding = options.number("embedding", 1, 4096, true);
  const hidden = options.number("hidden", 1, 4096, true) ?? 256;
  return {
    data,
    heldOut: options.list("held-out"),
    out,
    name: options.text("name") ?? path.basename(path.resolve(out)),
    precision: options.oneOf("precision", ["float32", "float16"]) ?? "float32",
    ...(base && { base }),
    cell: options.oneOf("cell", ["lstm", "rnn"]) ?? "lstm",
    hidden,
    layers: options.number("layers", 1, 3, true) ?? 1,
    dropout: options.number("dropout", 0, 0.95) ?? base?.architecture.dropout ?? 0.3,
    ...(embedding !== undefined && { embedding }),
    reading: readingOf(options),
    transpose: options.number("transpose", 0, 1) ?? 0,
    fields: options.text("fields") ?? usualFields,
    ...(markers && { markers }),
    recipe: {
      optimizer,
      learningRate:
        options.number("learning-rate", 1e-7, 100) ??
        (optimizer === "sgd" ? 1 : defaultRate(hidden)),
      schedule: options.oneOf("schedule", ["cosine", "constant"]) ?? "cosine",
      weightDecay: options.number("weight-decay", 0, 10) ?? 0.05,
      clip: options.number("clip", 0, 1e6) ?? 1,
      batchSize: options.number("batch", 1, 1024, true) ?? 16,
      sequenceLength: options.number("sequence-length", 1, 10_000, true) ?? 128,
      epochs: epochs ?? (minutes === undefined ? 10 : 100_000),
      ...(minutes === undefined ? {} : { minutes }),
      seed: options.number("seed", 0, 2 ** 32 - 1, true) ?? 1,
      now: () => Date.now(),
      signal: terminal.signal,
    },
    command: ["tunesmith", ...terminal.args.map(withoutFolders)].join(" "),
  };
}

/** What the network reads beside the characters: all of the structure, or some kinds of inputs. */
function readingOf(options: Options): Reading {
  const listed = options.text("inputs");
  if (listed !== undefined && options.flag("structure")) {
    throw new UserError("--inputs does not go with --structure, which takes all of them.");
  }
  const names = listed?.split(",").map((name) => name.trim()) ?? [];
  const chosen = structureGroups.filter((group) => names.includes(group));
  if (names.length !== chosen.length) {
    throw new UserError(`--inputs lists some of ${structureGroups.join(", ")}.`);
  }
  const structure = options.flag("structure") ? structureGroups : chosen;
  const copy = options.flag("copy");
  if (copy && !structure.includes("memory")) {
    throw new UserError("--copy goes with --structure: it copies what the structure foretells.");
  }
  return { structure, copy };
}

/** A model may be shared, so its record does not tell where on this machine things are. */
function withoutFolders(arg: string): string {
  return path.isAbsolute(arg) ? path.basename(arg) : arg;
}

function defaultRate(hidden: number): number {
  return hidden > 300 ? 2e-3 : 3e-3;
}

function describe(event: TrainEvent): string {
  if (event.kind === "data") {
    const { tunes, heldOutTunes, skipped, characters, dropped, vocabulary } = event;
    const { transposable } = event;
    const keys = transposable === undefined ? "" : ` (${transposable} of them in other keys, too)`;
    return (
      `${tunes} tunes${keys}, ${characters} characters to learn (${dropped} not seen), ` +
      `vocabulary of ${vocabulary}; ` +
      `${heldOutTunes} tunes held out, ${skipped} skipped.`
    );
  }
  if (event.kind === "saved") return `  Saved to ${event.folder}.`;
  const { epoch, progress, charactersPerSecond, secondsLeft, trainLoss, heldOutLoss, best } = event;
  const held = heldOutLoss === undefined ? "" : `, held-out ${heldOutLoss.toFixed(4)}`;
  const mark = event.kind === "epoch" && best ? " (best)" : "";
  return (
    `epoch ${epoch}  ${(100 * progress).toFixed(1).padStart(5)} %  ` +
    `${Math.round(charactersPerSecond)} chars/s  ${minutesAndSeconds(secondsLeft)} left  ` +
    `loss ${trainLoss.toFixed(4)}${held}${mark}`
  );
}

function minutesAndSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
