import { type ComposeOptions, UserError } from "../shared/composeProtocol";
import { mostMotifStrength } from "../shared/usual";

/** Refuses options outside their limits, whoever sent them. */
export function checkOptions(options: ComposeOptions): void {
  const whole = (value: number, least: number, most: number): boolean =>
    Number.isInteger(value) && value >= least && value <= most;
  const { temperature, topP, topK, bars, maxChars, seed, candidates, sectionStrength } = options;
  const { motifStrength } = options;
  if (!(temperature >= 0.01 && temperature <= 10)) {
    throw new UserError("The temperature is a number from 0.01 to 10.");
  }
  if (!(topP > 0 && topP <= 1)) throw new UserError("Top-p is a number above 0 and up to 1.");
  if (!whole(topK, 0, 1e6)) throw new UserError("Top-k is a whole number from 0.");
  if (!whole(bars, 0, 1e6)) throw new UserError("The number of bars is a whole number from 0.");
  if (!whole(maxChars, 1, 1e6)) throw new UserError("The longest text is 1 to 1000000 characters.");
  if (!whole(seed, 0, 2 ** 32 - 1)) throw new UserError("A seed is a whole number below 2^32.");
  if (!whole(candidates, 1, 64)) throw new UserError("The number of candidates is from 1 to 64.");
  if (!(sectionStrength >= 0 && sectionStrength <= 1)) {
    throw new UserError("The strength of sections is a number from 0 to 1.");
  }
  if (!(motifStrength >= 0 && motifStrength <= mostMotifStrength)) {
    throw new UserError(`The strength of motifs is a number from 0 to ${mostMotifStrength}.`);
  }
}
