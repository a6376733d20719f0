import { behindBar } from "../composing/behindUnit";
import { ComposingRule } from "../composing/composingRule";
import { HabitKeeper } from "../composing/habitKeeper";
import { readHabits } from "../composing/habits";
import { Motifs } from "../composing/motifs";
import {
  barsToWholePhrases,
  isInSettledBar,
  leadsInto,
  type Passage,
  passageTo,
} from "../composing/passage";
import { type Plan, type Problem, planNewTune } from "../composing/plan";
import { planContinuation } from "../composing/planContinuation";
import { planFromSelection } from "../composing/planFromSelection";
import { planRewrite } from "../composing/planRewrite";
import { rewritingPassage } from "../composing/rewriting";
import type { GenerateOptions } from "../model/generate";
import { MusicReader } from "../music/reading/musicReader";
import { type DrawnBars, drawnBars } from "../music/structure/drawnFrom";
import type { StructureReader } from "../music/structure/structureReader";
import {
  type Candidate,
  type ComposeOptions,
  type ComposeTask,
  UserError,
} from "../shared/composeProtocol";
import type { LoadedModel } from "./loadedModel";

/** What composing takes of the options beside its rule. */
export type Sampling = Pick<
  ComposeOptions,
  "temperature" | "topP" | "topK" | "maxChars" | "seed" | "candidates"
>;

/** How a text is to be kept right. */
type Keeping = Pick<ComposeOptions, "keepMeter" | "sectionStrength" | "motifStrength">;

/** A text to compose: what the model reads first, what it has to keep to and to meet. */
export class Composition {
  readonly plan: Plan;
  readonly replaceTo: number;
  readonly isNewTune: boolean;
  /** What the model reads first, and characters of it that it does not know. */
  readonly ids: readonly number[];
  readonly unknown: string;
  /** Behind the prime; not to be read on. */
  readonly reader: MusicReader;
  private readonly passage: Passage | undefined;
  private readonly keeping: Keeping;
  private readonly barsAtLeast: number;

  constructor(
    { checkpoint }: LoadedModel,
    plan: Plan & { readonly replaceTo?: number },
    keeping: Keeping,
    wanted: {
      readonly reader: MusicReader;
      readonly passage: Passage | undefined;
      readonly barsAtLeast: number;
      readonly isNewTune?: boolean;
    },
  ) {
    this.plan = plan;
    this.replaceTo = plan.replaceTo ?? plan.insertAt;
    this.isNewTune = wanted.isNewTune ?? false;
    const { ids, unknown } = checkpoint.vocabulary.encodePrime(plan.prime);
    this.ids = ids;
    this.unknown = unknown;
    this.reader = wanted.reader;
    this.passage = wanted.passage;
    this.barsAtLeast = wanted.barsAtLeast;
    this.keeping = keeping;
  }

  /** Whether music follows that the text has to meet. */
  get isInBetween(): boolean {
    return this.plan.follows.trim() !== "";
  }

  /** How much of what the tune has is to come back. */
  get motifStrength(): number {
    return this.keeping.motifStrength;
  }

  /** How to generate the text. */
  generating(sampling: Sampling): Omit<GenerateOptions, "reader" | "signal"> {
    const { temperature, topP, topK, maxChars, seed, candidates } = sampling;
    const { plan, reader, passage, keeping, barsAtLeast } = this;
    const habits = new HabitKeeper(readHabits(plan.prime));
    const motifs = Motifs.behind(plan.prime, keeping.motifStrength);
    // Where music follows, the tune does not end.
    const guidance = {
      ...keeping,
      passage,
      barsAtLeast: this.isInBetween ? Infinity : barsAtLeast,
    };
    return {
      ...{ temperature, topP, topK, maxChars, seed, candidates },
      before: plan.prime,
      endingLineStarts: ["X:", "%%begin"],
      rule: () => new ComposingRule(reader.copy(), guidance, habits.copy(), motifs?.copy()),
    };
  }

  /** Which of a text's bars are as earlier ones; `start` has read the prime. */
  drawnFrom(start: StructureReader, { text }: Pick<Candidate, "text">): DrawnBars[] {
    const own = text.slice(this.plan.before.length);
    // The bar line behind what is rewritten stays.
    return drawnBars(start, this.replaceTo > this.plan.insertAt ? `${own}|` : own);
  }

  /** As much of a text as meets what follows: all of it, or its whole bars where it was cut short, or nothing. */
  whatFits({ text, ended }: Pick<Candidate, "text" | "ended">): string {
    const { reader, plan, keeping } = this;
    if (!keeping.keepMeter) return text;
    // What is rewritten has the time that was there, right or wrong.
    if (this.replaceTo > plan.insertAt) return ended === "bars" ? text : "";
    const meets = (part: string): boolean =>
      leadsInto(reader, part.slice(plan.before.length), plan.follows);
    if (ended === "bars" && meets(text)) return text;
    const bars = wholeBars(reader, text);
    return bars.length > plan.before.length && meets(bars) ? bars : "";
  }
}

/** The bars of a text, which goes on from `reader`, whose bar lines are there. */
function wholeBars(reader: MusicReader, text: string): string {
  const behind = reader.copy();
  let end = 0;
  for (let at = 0; at < text.length; at++) if (behind.read(text.charAt(at))) end = at;
  return text.slice(0, behind.end() ? text.length : end);
}

/** Prepares a task; throws a UserError when nothing can be composed there. */
export function prepare(
  loaded: LoadedModel,
  task: ComposeTask,
  options: ComposeOptions,
): Composition {
  const { fields } = loaded.checkpoint.metadata.preprocessing;
  const { bars } = options;
  if (task.kind === "rewrite") {
    const plan = known(planRewrite(task.source, task.start, task.end, fields));
    const reader = MusicReader.behind(plan.prime);
    const passage = rewritingPassage(reader, plan.replaced);
    // What is rewritten keeps the time of its bars, whatever else is free.
    const keeping = { ...options, keepMeter: true };
    return new Composition(loaded, plan, keeping, { reader, passage, barsAtLeast: 0 });
  }
  const asked = known(planTask(task, fields));
  const behindAsked = MusicReader.behind(asked.prime);
  const moved =
    task.kind === "continue"
      ? behindSettledBar(behindAsked, task.source, asked, fields)
      : undefined;
  const plan = moved ?? asked;
  const reader = moved ? MusicReader.behind(moved.prime) : behindAsked;
  const isNewTune = task.kind !== "continue";
  return new Composition(loaded, plan, options, {
    reader,
    passage: passageOf(reader, plan.follows, bars, options.keepMeter),
    // A tune may be finished where it is to be continued, but not before a new one has begun.
    barsAtLeast: isNewTune ? 1 : 0,
    isNewTune,
  });
}

/** Within a bar that is to stay as it is, music goes on behind its bar line. */
function behindSettledBar(
  reader: MusicReader,
  source: string,
  plan: Plan,
  fields: string,
): Plan | undefined {
  if (!isInSettledBar(reader, plan.follows)) return undefined;
  const offset = behindBar(source, plan.insertAt);
  const behind = offset === undefined ? undefined : planContinuation(source, offset, fields);
  return behind && "problem" in behind ? undefined : behind;
}

function passageOf(
  reader: MusicReader,
  follows: string,
  bars: number,
  keepMeter: boolean,
): Passage | undefined {
  if (follows.trim() === "") return bars > 0 ? { bars, frames: [] } : undefined;
  const wanted = bars || barsToWholePhrases(reader, follows);
  return keepMeter ? passageTo(reader, follows, wanted) : { bars: wanted, frames: [] };
}

function planTask(task: Exclude<ComposeTask, { kind: "rewrite" }>, fields: string): Plan | Problem {
  switch (task.kind) {
    case "continue":
      return planContinuation(task.source, task.offset, fields);
    case "fromSelection":
      return planFromSelection(task.source, task.start, task.end, task.number, fields);
    case "new":
      return planNewTune(task.number, fields);
  }
}

function known<Planned extends Plan>(planned: Planned | Problem): Planned {
  if ("problem" in planned) throw new UserError(planned.problem);
  return planned;
}
