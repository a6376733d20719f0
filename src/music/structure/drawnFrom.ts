import { type Prediction, StructureReader } from "./structureReader";

/** Bars that were drawn from earlier ones, one from the next after the other. */
export interface DrawnBars {
  /** The numbers of the first and the last, pick-ups not counted. */
  readonly bars: readonly [first: number, last: number];
  /** Those of the bars they were drawn from. */
  readonly from: readonly [first: number, last: number];
  /** The share of their characters that those predicted, 0 to 1. */
  readonly share: number;
}

/** A bar, and which earlier ones, all alike, it was drawn from. */
interface DrawnBar {
  readonly number: number;
  readonly from: ReadonlySet<number>;
  readonly share: number;
}

/** The share of a bar's characters from which on it is as the bar that predicted them. */
const leastShare = 0.75;

/**
 * The earlier bar that each character of a text behind `prime` was drawn from: of those that predicted it the one that had
 * been right the longest; undefined where none did, and for bar lines and what is no music.
 */
export function drawnFrom(prime: string, text: string): (Prediction | undefined)[] {
  const reader = StructureReader.behind(prime);
  return [...text].map((character) => {
    const [likeliest] = reader.predictedBy(character);
    reader.read(character);
    return reader.isInBar ? likeliest : undefined;
  });
}

/** The whole bars of a text that are as earlier ones of the tune, in their order; `start` has read what is before it. */
export function drawnBars(start: StructureReader, text: string): DrawnBars[] {
  const reader = start.copy();
  const drawn: DrawnBar[] = [];
  let bar = reader.hasBegunBar ? undefined : new BegunTally();
  for (const character of text) {
    const { bars, barsEnded } = reader;
    const predictions = reader.predictedBy(character);
    reader.read(character);
    if (reader.isInBar && character.trim() !== "") bar?.add(predictions);
    if (reader.barsEnded === barsEnded) continue;
    if (bar && reader.bars > bars) drawn.push(...bar.drawnFrom(bars + 1));
    bar = new BegunTally();
  }
  return runsOf(drawn);
}

/** What of a bar that is being written which earlier bars predicted. */
class BegunTally {
  private characters = 0;
  private readonly predicted = new Map<number, number>();

  /** Adds a character that was predicted so. */
  add(predictions: readonly Prediction[]): void {
    this.characters++;
    // A bar may be followed by several sources; a pick-up is counted for none.
    for (const bar of new Set(predictions.map((prediction) => prediction.bar))) {
      if (bar > 0) this.predicted.set(bar, 1 + (this.predicted.get(bar) ?? 0));
    }
  }

  /** The bar, as number `number`, with those that predicted the most of it; nothing where that was too little. */
  drawnFrom(number: number): DrawnBar[] {
    const most = Math.max(0, ...this.predicted.values());
    const share = most / this.characters;
    if (!(share >= leastShare)) return [];
    const alike = [...this.predicted].filter(([, count]) => count === most);
    return [{ number, from: new Set(alike.map(([bar]) => bar)), share }];
  }
}

/** Joins bars that follow each other as those they were drawn from do: the longest runs, of equal ones the first. */
function runsOf(drawn: readonly DrawnBar[]): DrawnBars[] {
  const runs: DrawnBars[] = [];
  for (let at = 0; at < drawn.length; ) {
    const bar = drawn[at] as DrawnBar;
    let longest: DrawnBars | undefined;
    let length = 0;
    for (const from of [...bar.from].sort((a, b) => a - b)) {
      let count = 1;
      while (follows(drawn[at + count], bar.number + count, from + count)) count++;
      if (count <= length) continue;
      length = count;
      longest = {
        bars: [bar.number, bar.number + count - 1],
        from: [from, from + count - 1],
        share: drawn.slice(at, at + count).reduce((sum, { share }) => sum + share, 0) / count,
      };
    }
    if (longest) runs.push(longest);
    at += Math.max(1, length);
  }
  return runs;
}

function follows(bar: DrawnBar | undefined, number: number, from: number): boolean {
  return bar?.number === number && bar.from.has(from);
}
