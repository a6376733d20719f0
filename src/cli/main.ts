import { randomInt } from "node:crypto";
import { homedir } from "node:os";
import path from "node:path";
import { UserError, userErrorName } from "../shared/composeProtocol";
import { cacheFolder } from "../worker/cacheFolder";
import { composeReportOptions, runComposeReport } from "./composeReport";
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

const backends = "[--backend auto|fused|tfjs-node|wasm|cpu] [--tfjs-node-path DIR] [--threads N]";

const commands: Readonly<Record<string, Command>> = {
  continue: {
    options: continueOptions,
    usage:
      "continue FILE [--offset N [--end M]] [--bars N] [--max-chars N] [--temperature T] [--top-p P] [--top-k K] [--seed N] " +
      `[--candidates N] [--no-constraints] [--section-strength S] [--motif-strength S] [--model DIR] ${backends} [--precision int8|float32] [--json]`,
    run: runContinue,
  },
  train: {
    options: trainOptions,
    usage:
      "train --data PATH... --out DIR [--held-out PATH...] [--base DIR] [--cell lstm|rnn] [--hidden N] [--layers N] " +
      "[--embedding N] [--structure | --inputs KINDS] [--copy] [--transpose SHARE] [--dropout P] [--epochs N | --minutes M] [--optimizer adam|sgd] [--learning-rate R] [--seed N] [--json] " +
      "[--name NAME] [--schedule cosine|constant] [--weight-decay W] [--clip NORM] [--batch N] [--sequence-length N] " +
      '[--fields CODES|"*"] [--markers symbols|spelled] [--precision float32|float16] ' +
      backends,
    run: runTrain,
  },
  evaluate: {
    options: evaluateOptions,
    usage: `evaluate [--model DIR] PATH... [--keys] ${backends} [--precision int8|float32] [--json]`,
    run: runEvaluate,
  },
  "compose-report": {
    options: composeReportOptions,
    usage:
      "compose-report --data PATH... [--train PATH...] [--model DIR] [--temperature T] [--seed N] [--seeds N] [--tunes N] " +
      `[--keys] [--no-constraints] [--section-strength S] [--motif-strength S] ${backends} [--precision int8|float32] [--json]`,
    run: runComposeReport,
  },
};

const usage = [
  "Usage:",
  ...Object.values(commands).map((command) => `  tunesmith ${command.usage}`),
  "",
  "PATH: an .abc file, a folder of them, a .jsonl file with an abc field, or a text file with <start> and <end>.",
].join("\n");

async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const distFolder = __dirname;
  const logged: string[] = [];
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const tellLogged = (): void => {
    for (const line of logged.splice(0)) tell(line);
  };
  const terminal: Terminal = {
    args,
    distFolder,
    bundledModel: path.join(distFolder, "..", "models", "folk"),
    cacheFolder: cacheFolder(process.platform, process.env, homedir()),
    signal,
    freshSeed: () => randomInt(2 ** 32),
    log: (line) => void logged.push(line),
    print(line) {
      tellLogged();
      process.stdout.write(`${line}\n`);
    },
    note: tell,
  };
  const [name, ...rest] = args;
  if (name === "help" || [name, ...rest].some((arg) => arg === "--help" || arg === "-h")) {
    terminal.print(usage);
    return 0;
  }
  try {
    const known = `${Object.keys(commands).join(", ")}; see tunesmith --help.`;
    if (name === undefined) throw new UserError(`Name a command: ${known}`);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new UserError(`There is no command "${name}", only ${known}`);
    await command.run(new Options(rest, command.options), terminal);
    return 0;
  } catch (error) {
    if (error instanceof Error && error.name === userErrorName) {
      terminal.note(`tunesmith: ${error.message}`);
      return 2;
    }
    tellLogged();
    if (signal.aborted) {
      terminal.note("tunesmith: Stopped.");
      return 130;
    }
    terminal.note(`tunesmith: ${error instanceof Error ? error.stack : error}`);
    return 1;
  }
}

/**
 * Runs to the end and leaves. Node waits for background compilation whenever its event loop runs empty, and can wait for
 * ever (nodejs/node#54918): so the loop is kept busy while the command works and for a moment after, and then left.
 */
async function runAndLeave(): Promise<never> {
  const busy = setInterval(() => {}, 1000);
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  // Whoever read the output may have gone: `tunesmith ... | head -1`.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => stop.abort());
  const code = await main(process.argv.slice(2), stop.signal);
  for (const stream of [process.stdout, process.stderr]) {
    await new Promise<void>((resolve) => stream.write("", () => resolve()));
  }
  await new Promise((resolve) => setTimeout(resolve, 50));
  clearInterval(busy);
  process.exit(code);
}

void runAndLeave();
