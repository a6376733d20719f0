import { type Composed, UserError } from "./composeProtocol";

/** A seed as a person gives it: the number, and the backend it was made on when a whole token was given. */
export interface GivenSeed {
  readonly seed: number;
  /** Such as `fused-i8`; "" when only a number was given. */
  readonly madeOn: string;
}

/** Reads a seed setting: nothing for "", else a number or a token such as `42-fused-i8`. */
export function parseSeed(given: string): GivenSeed | undefined {
  const trimmed = given.trim();
  if (trimmed === "") return undefined;
  const [, digits = "", madeOn = ""] = /^(\d{1,10})(?:-([a-z0-9-]+))?$/i.exec(trimmed) ?? [];
  const seed = Number(digits);
  if (digits === "" || seed > 0xffff_ffff) {
    throw new UserError(
      `"${trimmed}" is not a seed: give a whole number up to 4294967295, or a seed that Tunesmith has shown, such as 42-fused-i8.`,
    );
  }
  return { seed, madeOn: madeOn.toLowerCase() };
}

/** The backend and precision that a seed token names. */
export function madeOn(seedToken: string): string {
  return seedToken.slice(seedToken.indexOf("-") + 1);
}

/** What is to be said of the seed of a result, a sentence each; `given` is what the seed that was given was made on. */
export function seedRemarks(
  { seedToken, lost }: Pick<Composed, "seedToken" | "lost">,
  given: string,
): string[] {
  const now = madeOn(seedToken);
  return [
    ...(lost === undefined
      ? []
      : [
          `The backend ${lost} stopped working and ${now} went on, so the seed may give other music.`,
        ]),
    ...(given === "" || given === now
      ? []
      : [`The seed was made on ${given}, so the music may differ.`]),
  ];
}
