import { UserError } from "../shared/composeProtocol";
import { computePrecisions } from "../shared/computing";
import {
  mostMotifStrength,
  usualMotifStrength,
  usualSectionStrength,
  usualVariations,
} from "../shared/usual";
import { Ladder, placesOf, rungsFrom } from "../worker/backend";
import { describeModel, loadModel } from "../worker/loadedModel";
import { composeReport, type Report, type ReportTask } from "../worker/report/composeReport";
import { type KeysReport, keysReport } from "../worker/report/keysReport";
import { readTuneSources } from "../worker/tuneFiles";
import { computingOf, computingOptions } from "./computing";
import { keysReportTable } from "./keysReportTable";
import type { OptionSpecs, Options } from "./options";
import { reportTable } from "./reportTable";
import type { Terminal } from "./terminal";

/** The options of `tunesmith compose-report`. */
export const composeReportOptions: OptionSpecs = {
  model: "text",
  data: "list",
  train: "list",
  temperature: "text",
  seed: "text",
  seeds: "text",
  tunes: "text",
  "section-strength": "text",
  "motif-strength": "text",
  "no-constraints": "flag",
  keys: "flag",
  ...computingOptions,
  precision: "text",
  json: "flag",
};

/** Continues tunes and prints what is measured on them; SIGINT ends it with the tunes that are done. */
export async function runComposeReport(options: Options, terminal: Terminal): Promise<void> {
  if (options.paths.length > 0) throw new UserError(`"${options.paths[0]}" belongs to no option.`);
  const task = taskOf(options);
  const computing = computingOf(options, terminal);
  const precision = options.oneOf("precision", computePrecisions) ?? computing.precision;
  const log = (line: string): void => terminal.log(line);
  const places = placesOf(computing, terminal.distFolder);
  const ladder = new Ladder(places, log, rungsFrom(computing.backend));
  const loaded = await loadModel(options.text("model") ?? terminal.bundledModel, ladder, precision);
  terminal.log(describeModel(loaded));
  const keys = options.flag("keys");
  const told = keys ? 5 : 25;
  const onTune = (done: number, tunes: number): void => {
    if (done % told === 0 || done === tunes) terminal.note(`${done} of ${tunes} tunes continued`);
  };
  const { signal } = terminal;
  const { seeds, options: how } = task;
  const print = (report: Report | KeysReport, table: readonly string[]): void => {
    if (signal.aborted) terminal.note(`Stopped; this is of ${report.tunes} tunes.`);
    const json = { model: loaded.info.name, seeds, ...how, ...report };
    for (const line of options.flag("json") ? [JSON.stringify(json)] : table) terminal.print(line);
  };
  if (keys) {
    const report = await keysReport(loaded, task, onTune, signal);
    print(report, keysReportTable(report, how.candidates));
  } else {
    const report = await composeReport(loaded, task, onTune, signal);
    print(report, reportTable(report, how.candidates));
  }
}

function taskOf(options: Options): ReportTask {
  const data = options.list("data");
  if (data.length === 0) throw new UserError("--data is missing: name the tunes to continue.");
  if (options.flag("keys") && options.list("train").length > 0) {
    throw new UserError("--train looks for copies, which --keys does not count.");
  }
  const seed = options.number("seed", 0, 2 ** 31, true) ?? 1;
  const seeds = options.number("seeds", 1, 1000, true) ?? 1;
  const free = options.flag("no-constraints");
  return {
    tunes: readTuneSources(data),
    learned: readTuneSources(options.list("train")),
    most: options.number("tunes", 1, 1e6, true) ?? Number.POSITIVE_INFINITY,
    seeds: Array.from({ length: seeds }, (_, index) => seed + index),
    options: {
      temperature: options.number("temperature", 0.01, 10) ?? 0.8,
      keepMeter: !free,
      sectionStrength: free
        ? 0
        : (options.number("section-strength", 0, 1) ?? usualSectionStrength),
      motifStrength: options.number("motif-strength", 0, mostMotifStrength) ?? usualMotifStrength,
      candidates: usualVariations,
    },
  };
}
