import { MusicGrammar } from "../composing/musicGrammar";
import { type Plan, type Problem, planNewTune } from "../composing/plan";
import { planContinuation } from "../composing/planContinuation";
import { planFromSelection } from "../composing/planFromSelection";
import {
  type CharacterRule,
  type EndReason,
  type GenerateOptions,
  generate,
} from "../model/generate";
import { BarReader } from "../music/bars";
import {
  type Candidate,
  type Composed,
  type ComposeOptions,
  type ComposeTask,
  type Ended,
  UserError,
} from "../shared/composeProtocol";
import type { LoadedModel } from "./loadedModel";

/** Who hears of a composition while it is under way. */
export interface ComposeListener {
  /** The text will go to `insertAt`, with `after` behind it; told before the first `streamed`. */
  placed(insertAt: number, after: string): void;
  /** More text of a candidate. */
  streamed(candidate: number, text: string): void;
}

/**
 * Composes a task with a model: plans what the model reads, generates, and streams the candidates. Throws a UserError
 * when nothing can be composed there; when aborted, the result is what was written until then.
 */
export async function compose(
  loaded: LoadedModel,
  task: ComposeTask,
  options: ComposeOptions,
  listener: ComposeListener,
  signal: AbortSignal,
): Promise<Composed> {
  checkOptions(options);
  const { checkpoint, network, reader, info } = loaded;
  const { vocabulary, metadata } = checkpoint;
  const plan = planTask(task, metadata.preprocessing.fields);
  if ("problem" in plan) throw new UserError(plan.problem);
  const { ids, unknown } = vocabulary.encodePrime(plan.prime);
  const { backend } = info;
  listener.placed(plan.insertAt, plan.after);

  const candidates: Candidate[] = Array.from({ length: options.candidates }, () => ({
    text: "",
    logProb: 0,
    ended: "length",
  }));
  const write = (candidate: number, text: string): void => {
    if (text === "") return;
    (candidates[candidate] as Candidate).text += text;
    listener.streamed(candidate, text);
  };
  // What goes in before a continuation goes in with it; a new tune's header stands by itself.
  const begin = (candidate: number): void => {
    if ((candidates[candidate] as Candidate).text === "") write(candidate, plan.before);
  };
  if (task.kind !== "continue") for (const candidate of candidates.keys()) begin(candidate);
  for await (const event of generate(network, vocabulary, ids, {
    ...generateOptions(options, plan, task.kind !== "continue", signal),
    reader,
  })) {
    if (event.kind === "text") {
      begin(event.candidate);
      write(event.candidate, event.text);
      continue;
    }
    const candidate = candidates[event.candidate] as Candidate;
    candidate.logProb = event.logProb;
    candidate.ended = ended(event.reason);
  }
  return {
    candidates,
    order: [...candidates.keys()],
    insertAt: plan.insertAt,
    replaceTo: plan.insertAt,
    after: plan.after,
    unseen: [...new Set(unknown)].join(""),
    seedToken: `${options.seed}-${info.backend}-${network.precision === "int8" ? "i8" : "f32"}`,
    model: info.name,
    ...(info.backend !== backend && { lost: backend }),
  };
}

function planTask(task: ComposeTask, fields: string): Plan | Problem {
  switch (task.kind) {
    case "continue":
      return planContinuation(task.source, task.offset, fields);
    case "fromSelection":
      return planFromSelection(task.source, task.start, task.end, task.number, fields);
    case "rewrite":
      throw new UserError("Bars cannot be rewritten yet.");
    case "new":
      return planNewTune(task.number, fields);
  }
}

function generateOptions(
  options: ComposeOptions,
  plan: Plan,
  newTune: boolean,
  signal: AbortSignal,
): GenerateOptions {
  const { temperature, topK, topP, maxChars, seed, candidates, bars } = options;
  const ends = { before: plan.prime, endingLineStarts: ["X:", "%%begin"] };
  const shared = { temperature, topK, topP, maxChars, seed, candidates, signal, ...ends };
  return {
    ...shared,
    ...(bars > 0 && { stopBefore: () => stopAfterBars(plan.prime, bars) }),
    ...(options.keepMeter && { rule: keepingMeter(plan.prime) }),
    // A tune may be finished where it is to be continued, but not before a new one has begun.
    ...(newTune && { mayEndAfter: () => afterOneBar(plan.prime) }),
  };
}

/** Makes the rule of each candidate; what they all go on from is read once. */
function keepingMeter(prime: string): () => CharacterRule {
  const grammar = MusicGrammar.behind(prime);
  return () => grammar.copy();
}

/** True behind the first bar line that ends a bar of the text's own. */
function afterOneBar(prime: string): (character: string) => boolean {
  const reader = BarReader.behind(prime);
  const before = reader.bars;
  return (character) => {
    reader.read(character);
    return reader.bars > before || reader.endsBar;
  };
}

/** Stops before the character that follows the last bar line wanted; the bar that the prime has begun is the first. */
function stopAfterBars(prime: string, bars: number): (character: string) => boolean {
  const reader = BarReader.behind(prime);
  const last = reader.bars + bars;
  return (character) => {
    reader.read(character);
    return reader.bars >= last;
  };
}

function ended(reason: EndReason): Ended {
  return reason === "stopped" ? "bars" : reason;
}

/** Refuses options outside their limits, whoever sent them. */
function checkOptions(options: ComposeOptions): void {
  const whole = (value: number, least: number, most: number): boolean =>
    Number.isInteger(value) && value >= least && value <= most;
  const { temperature, topP, topK, bars, maxChars, seed, candidates } = options;
  if (!(temperature >= 0.01 && temperature <= 10)) {
    throw new UserError("The temperature is a number from 0.01 to 10.");
  }
  if (!(topP > 0 && topP <= 1)) throw new UserError("Top-p is a number above 0 and up to 1.");
  if (!whole(topK, 0, 1e6)) throw new UserError("Top-k is a whole number from 0.");
  if (!whole(bars, 0, 1e6)) throw new UserError("The number of bars is a whole number from 0.");
  if (!whole(maxChars, 1, 1e6)) throw new UserError("The longest text is 1 to 1000000 characters.");
  if (!whole(seed, 0, 2 ** 32 - 1)) throw new UserError("A seed is a whole number below 2^32.");
  if (!whole(candidates, 1, 64)) throw new UserError("The number of candidates is from 1 to 64.");
}
