/** Whether a tune does something wherever it could, nowhere, or so that no habit shows; `mostly` and `hardly` are not sure. */
export type Usage = "always" | "mostly" | "unclear" | "hardly" | "never";

/** Fewer occasions show nothing; so many, without exception, a habit that is sure. */
const fewest = 3;
const enough = 16;
/** Of so many occasions, one may be an exception. */
const perException = 20;

/** What is added to ln p of a character that goes against a habit that is not sure. */
export const unlikely = -3;
/** That of one that never comes. */
export const never = Number.NEGATIVE_INFINITY;

/** Counts on how many occasions a tune does something. */
export class Occasions {
  private times = 0;
  private done = 0;

  see(isDone: boolean): void {
    this.times++;
    if (isDone) this.done++;
  }

  get usage(): Usage {
    const { times, done } = this;
    if (times < fewest) return "unclear";
    const exceptions = Math.min(done, times - done);
    if (exceptions * perException > times) return "unclear";
    if (times < enough) return done > exceptions ? "mostly" : "hardly";
    return done > exceptions ? "always" : "never";
  }
}

/** What is added to ln p of a character that does, or does not do, what a tune has such a usage of. */
export function weighUsage(usage: Usage, isDone: boolean): number {
  switch (usage) {
    case "always":
      return isDone ? 0 : never;
    case "mostly":
      return isDone ? 0 : unlikely;
    case "hardly":
      return isDone ? unlikely : 0;
    case "never":
      return isDone ? never : 0;
    default:
      return 0;
  }
}
