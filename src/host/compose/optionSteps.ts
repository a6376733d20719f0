import { UserError } from "../../shared/composeProtocol";
import { parseSeed } from "../../shared/seed";
import { type Limits, limits } from "../limits";
import type { Wishes } from "./wishes";

/** What Continue with Options asks for, as the user types it. */
export interface Answers {
  readonly temperature: string;
  readonly motifStrength: string;
  readonly bars: string;
  readonly variations: string;
  readonly seed: string;
}

/** One question. */
export interface Step {
  readonly key: keyof Answers;
  readonly prompt: string;
  readonly placeholder: string;
  /** What is wrong with an answer, in a sentence, or nothing. */
  readonly problem: (answer: string) => string | undefined;
}

/** The questions of Continue with Options, in order. */
export const optionSteps: readonly Step[] = [
  {
    key: "temperature",
    prompt:
      "Temperature: how far the music strays. 0.5 stays with the expected, 1 surprises as the tunes learned from do.",
    placeholder: "0.01 to 10",
    problem: numberProblem("The temperature is a number", limits.temperature, false),
  },
  {
    key: "motifStrength",
    prompt:
      "Motif strength: how much to repeat. 0 hardly brings anything back, 1 as much as the model has learned, 2 a great deal.",
    placeholder: "0 to 2",
    problem: numberProblem("The motif strength is a number", limits.motifStrength, false),
  },
  {
    key: "bars",
    prompt:
      "Bars: how many to write, the begun one being the first. 0 goes on to the end of the tune.",
    placeholder: "0 to 256",
    problem: numberProblem("The number of bars is a whole number", limits.bars, true),
  },
  {
    key: "variations",
    prompt: "Variations: how many to compose and choose from.",
    placeholder: "1 to 8",
    problem: numberProblem("The number of variations is a whole number", limits.variations, true),
  },
  {
    key: "seed",
    prompt: "Seed: a number, or a seed that was shown, such as 42-fused-i8. Empty for a fresh one.",
    placeholder: "a fresh one",
    problem: seedProblem,
  },
];

/** What answers without a problem ask for. */
export function wishesOf({ temperature, motifStrength, bars, variations, seed }: Answers): Wishes {
  return {
    temperature: numberIn(temperature),
    motifStrength: numberIn(motifStrength),
    bars: numberIn(bars),
    variations: numberIn(variations),
    seed: parseSeed(seed) ?? "fresh",
  };
}

function numberProblem(
  what: string,
  [least, most]: Limits,
  isWhole: boolean,
): (answer: string) => string | undefined {
  return (answer) => {
    const number = numberIn(answer);
    const fits = number >= least && number <= most && (!isWhole || Number.isInteger(number));
    return fits ? undefined : `${what} from ${least} to ${most}.`;
  };
}

/** A number with a decimal point or comma; NaN for anything else. */
function numberIn(answer: string): number {
  const number = answer.trim().replace(",", ".");
  return /^\d*\.?\d+$/.test(number) ? Number(number) : Number.NaN;
}

function seedProblem(answer: string): string | undefined {
  try {
    parseSeed(answer);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}
