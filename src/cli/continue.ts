import { type ComposeOptions, type ComposeTask, UserError } from "../shared/composeProtocol";
import { computePrecisions } from "../shared/computing";
import { drawnFromSentence } from "../shared/drawnFrom";
import { parseSeed, seedRemarks } from "../shared/seed";
import { mostMotifStrength, usualMotifStrength, usualSectionStrength } from "../shared/usual";
import { Ladder, placesOf, rungsFrom } from "../worker/backend";
import { readBookFile } from "../worker/bookFile";
import { compose } from "../worker/composeEngine";
import { describeModel, loadModel } from "../worker/loadedModel";
import { computingOf, computingOptions } from "./computing";
import type { OptionSpecs, Options } from "./options";
import type { Terminal } from "./terminal";

/** The options of `tunesmith continue`. */
export const continueOptions: OptionSpecs = {
  offset: "text",
  end: "text",
  bars: "text",
  "max-chars": "text",
  temperature: "text",
  "top-p": "text",
  "top-k": "text",
  seed: "text",
  candidates: "text",
  "no-constraints": "flag",
  "section-strength": "text",
  "motif-strength": "text",
  model: "text",
  ...computingOptions,
  precision: "text",
  json: "flag",
};

/** Continues a tune of a file and prints what would be inserted; SIGINT ends it with what there is. */
export async function runContinue(options: Options, terminal: Terminal): Promise<void> {
  const [file, ...others] = options.paths;
  if (file === undefined) throw new UserError("Name the tune book to continue.");
  if (others.length > 0) throw new UserError("Name one tune book, not several.");
  const { source, eol, endOfLastTune } = readBookFile(file);
  const offset = options.number("offset", 0, source.length, true) ?? endOfLastTune;
  if (offset === undefined) {
    throw new UserError(`There is no tune in ${file}: a tune starts with an X: line.`);
  }
  const given = parseSeed(options.text("seed") ?? "");
  const composing = composeOptions(options, given?.seed ?? terminal.freshSeed());
  const computing = computingOf(options, terminal);
  const precision = options.oneOf("precision", computePrecisions) ?? computing.precision;
  const places = placesOf(computing, terminal.distFolder);
  const log = (line: string): void => terminal.log(line);
  const ladder = new Ladder(places, log, rungsFrom(computing.backend));
  const folder = options.text("model") ?? terminal.bundledModel;
  const loaded = await loadModel(folder, ladder, precision);
  terminal.log(describeModel(loaded));

  const end = options.number("end", offset, source.length, true);
  const task: ComposeTask =
    end === undefined
      ? { kind: "continue", source, offset }
      : { kind: "rewrite", source, start: offset, end };
  const silent = { placed() {}, streamed() {} };
  const composed = await compose(loaded, task, composing, silent, terminal.signal);
  if (composed.unseen !== "") terminal.note(`The model does not know: ${composed.unseen}`);
  for (const remark of seedRemarks(composed, given?.madeOn ?? "")) terminal.note(remark);
  const candidates = composed.candidates.map((candidate) => ({
    ...candidate,
    text: (candidate.text && candidate.text + composed.after).replaceAll("\n", eol),
  }));
  if (options.flag("json")) {
    const { model, insertAt, replaceTo } = composed;
    const { seed, temperature } = composing;
    const isMoved = end !== undefined && replaceTo !== end;
    const elsewhere = {
      ...(insertAt !== offset && { insertAt }),
      ...(isMoved && { replaceTo }),
    };
    terminal.print(JSON.stringify({ model, seed, temperature, ...elsewhere, candidates }));
    return;
  }
  for (const { text, drawnFrom = [] } of candidates) {
    if (text !== "") terminal.print(text);
    if (drawnFrom.length > 0) terminal.note(drawnFromSentence(drawnFrom));
  }
  const { insertAt, replaceTo } = composed;
  if (candidates.every(({ text }) => text === "")) {
    const isFinished = candidates.every(({ ended }) => ended === "end");
    terminal.note(
      isFinished
        ? "The model considers the tune finished here."
        : "Nothing was composed that fits.",
    );
  } else if (end !== undefined) {
    terminal.note(`This takes the place of what stands from ${insertAt} to ${replaceTo}.`);
  } else if (insertAt !== offset) terminal.note(`This belongs at offset ${insertAt}.`);
  terminal.note(`Seed ${composed.seedToken}.`);
}

function composeOptions(options: Options, seed: number): ComposeOptions {
  return {
    temperature: options.number("temperature", 0.01, 10) ?? 0.8,
    topP: options.number("top-p", 0.01, 1) ?? 1,
    topK: options.number("top-k", 0, 1e6, true) ?? 0,
    bars: options.number("bars", 0, 1e6, true) ?? 0,
    maxChars: options.number("max-chars", 1, 1e6, true) ?? 2000,
    keepMeter: !options.flag("no-constraints"),
    sectionStrength: options.flag("no-constraints")
      ? 0
      : (options.number("section-strength", 0, 1) ?? usualSectionStrength),
    motifStrength: options.number("motif-strength", 0, mostMotifStrength) ?? usualMotifStrength,
    seed,
    candidates: options.number("candidates", 1, 64, true) ?? 1,
  };
}
