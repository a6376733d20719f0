import { UserError } from "../shared/composeProtocol";
import { computePrecisions } from "../shared/computing";
import { Ladder, placesOf, rungsFrom } from "../worker/backend";
import { evaluateModel } from "../worker/evaluateModel";
import { readModelFolder } from "../worker/modelFolder";
import { computingOf, computingOptions } from "./computing";
import { keysTable } from "./keysTable";
import type { OptionSpecs, Options } from "./options";
import type { Terminal } from "./terminal";

/** The options of `tunesmith evaluate`. */
export const evaluateOptions: OptionSpecs = {
  model: "text",
  ...computingOptions,
  precision: "text",
  keys: "flag",
  json: "flag",
};

/** Evaluates a model on tunes and prints its losses. */
export async function runEvaluate(options: Options, terminal: Terminal): Promise<void> {
  if (options.paths.length === 0) throw new UserError("Name the tunes to evaluate on.");
  const checkpoint = readModelFolder(options.text("model") ?? terminal.bundledModel);
  const computing = computingOf(options, terminal);
  const precision = options.oneOf("precision", computePrecisions) ?? "float32";
  const places = placesOf(computing, terminal.distFolder);
  const log = (line: string): void => terminal.log(line);
  const ladder = new Ladder(places, log, rungsFrom(computing.backend));
  const { signal } = terminal;
  const keys = options.flag("keys");
  const how = { precision, keys, signal };
  const result = await evaluateModel(ladder, checkpoint, options.paths, how);
  if (options.flag("json")) {
    terminal.print(JSON.stringify(result));
    return;
  }
  terminal.print(
    `${result.tunes} tunes (${result.skipped} skipped), ${result.chars} characters predicted; ` +
      `${result.dropped} not seen by the model, ${result.droppedBody} of them in bodies.`,
  );
  terminal.print(`whole tunes  ${result.nllPerChar.toFixed(4)} nats per character`);
  terminal.print(
    `bodies       ${result.bodyNllPerChar.toFixed(4)} nats per character, ` +
      `${result.bodyNllPerTune.toFixed(1)} per tune`,
  );
  if (result.keys) for (const line of keysTable(result.keys, result.tunes)) terminal.print(line);
}
