import { randomInt } from "node:crypto";
import path from "node:path";
import { userErrorName } from "../shared/composeProtocol";
import { continueOptions, runContinue } from "./continue";
import { evaluateOptions, runEvaluate } from "./evaluate";
import { type OptionSpecs, Options } from "./options";
import type { Terminal } from "./terminal";
import { runTrain, trainOptions } from "./train";

interface Command {
  readonly options: OptionSpecs;
  readonly usage: string;
  run(options: Options, terminal: Terminal): Promise<void>;
}

const commands: Readonly<Record<string, Command>> = {
  continue: {
    options: continueOptions,
    usage:
      "continue FILE [--offset N] [--bars N] [--max-chars N] [--temperature T] [--top-p P] [--top-k K] [--seed N] " +
      "[--candidates N] [--model DIR] [--json]",
    run: runContinue,
  },
  train: {
    options: trainOptions,
    usage:
      "train --data PATH... --out DIR [--held-out PATH...] [--base DIR] [--cell lstm|rnn] [--hidden N] [--layers N] " +
      "[--dropout P] [--epochs N | --minutes M] [--optimizer adam|sgd] [--learning-rate R] [--seed N] [--json]",
    run: runTrain,
  },
  evaluate: {
    options: evaluateOptions,
    usage: "evaluate [--model DIR] PATH... [--json]",
    run: runEvaluate,
  },
};

const usage = [
  "Usage:",
  ...Object.values(commands).map((command) => `  tunesmith ${command.usage}`),
  "",
  "PATH: an .abc file, a folder of them, a .jsonl file with an abc field, or a text file with <start> and <end>.",
].join("\n");

async function main(args: readonly string[]): Promise<number> {
  const distFolder = __dirname;
  const terminal: Terminal = {
    args,
    distFolder,
    bundledModel: path.join(distFolder, "..", "models", "folk"),
    freshSeed: () => randomInt(2 ** 32),
    print: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
  };
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || rest.includes("--help") || name === "--help") {
    terminal.print(usage);
    return name === undefined ? 2 : 0;
  }
  try {
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) {
      terminal.note(`tunesmith: there is no command "${name}"; see tunesmith --help.`);
      return 2;
    }
    await command.run(new Options(rest, command.options), terminal);
    return 0;
  } catch (error) {
    if (error instanceof Error && error.name === userErrorName) {
      terminal.note(`tunesmith: ${error.message}`);
      return 2;
    }
    terminal.note(`tunesmith: ${error instanceof Error ? error.stack : error}`);
    return 1;
  }
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
