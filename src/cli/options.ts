import { parseArgs } from "node:util";
import { UserError } from "../shared/composeProtocol";

/** The options of a command: a name to what it takes. */
export type OptionSpecs = Readonly<Record<string, "text" | "list" | "flag">>;

/** The options and paths of a command line, read by their names. */
export class Options {
  readonly paths: readonly string[];
  private readonly values: Readonly<Record<string, unknown>>;

  /** Throws a UserError on an option that the command does not have or that lacks its value. */
  constructor(args: readonly string[], specs: OptionSpecs) {
    try {
      const options = Object.fromEntries(
        Object.entries(specs).map(([name, kind]) => [
          name,
          { type: kind === "flag" ? "boolean" : "string", multiple: kind === "list" } as const,
        ]),
      );
      const parsed = parseArgs({ args: spreadLists(args, specs), options, allowPositionals: true });
      this.paths = parsed.positionals;
      this.values = parsed.values;
    } catch (error) {
      throw new UserError(sentenceOf(error));
    }
  }

  /** Whether a flag is given. */
  flag(name: string): boolean {
    return this.values[name] === true;
  }

  /** The value of an option, or undefined. */
  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === "string" ? value : undefined;
  }

  /** The values of an option that can be given many of. */
  list(name: string): readonly string[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** One of a few words, or undefined. */
  oneOf<Word extends string>(name: string, words: readonly Word[]): Word | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const word = words.find((known) => known === value);
    if (word === undefined)
      throw new UserError(`--${name} is ${words.join(" or ")}, not "${value}".`);
    return word;
  }

  /** A number within limits, or undefined. */
  number(name: string, least: number, most: number, whole = false): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = value.trim() === "" ? Number.NaN : Number(value);
    if (!(number >= least && number <= most) || (whole && !Number.isInteger(number))) {
      const kind = whole ? "a whole number" : "a number";
      throw new UserError(`--${name} is ${kind} from ${least} to ${most}, not "${value}".`);
    }
    return number;
  }
}

/** The first sentence of what parseArgs says; the others tell of spellings that no option here needs. */
function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const lacking = /^Option '(?:-\w, )?(--[\w-]+).*argument (?:missing|is ambiguous)/.exec(message);
  if (lacking) return `${lacking[1]} needs a value.`;
  return `${message.split(/\.?(\s*\n|\. |$)/, 1).join("")}.`;
}

/** Lets a list option take all words up to the next option: `--data a b` becomes `--data a --data b`. */
function spreadLists(args: readonly string[], specs: OptionSpecs): string[] {
  const spread: string[] = [];
  let list: string | undefined;
  let taken = false;
  for (const arg of args) {
    if (arg.startsWith("--")) {
      list = specs[arg.slice(2)] === "list" ? arg : undefined;
      taken = false;
      spread.push(arg);
    } else if (list !== undefined) {
      if (taken) spread.push(list);
      spread.push(arg);
      taken = true;
    } else spread.push(arg);
  }
  return spread;
}
