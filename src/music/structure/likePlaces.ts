import type { RememberedBar } from "./rememberedBar";

/** Where music can be gone on with: behind the first `place` characters of a bar, counted from the tune's first. */
export interface Place {
  readonly bar: number;
  readonly place: number;
}

/** How many characters before two places have to be the same for them to be alike, the most first. */
const contexts = [6, 3] as const;
export const longestContext = contexts[0];
/** Bars are kept in heaps of so many and their powers: few heaps to look through, few bars to move. */
const together = 4;
const mostBars = 64;
/** More than the characters that are kept of a bar. */
const placesInBar = 512;

/** Some bars in a row, and where in them, behind which context, music was last; never changed in place. */
interface Heap {
  readonly bars: readonly RememberedBar[];
  readonly places: ReadonlyMap<number, number>;
}

/**
 * Finds the latest place in the last bars of a tune at the same time of the bar and behind the same characters. Never
 * changed in place: who adds a bar gets another.
 */
export class LikePlaces {
  private readonly heaps: readonly Heap[];
  /** The number of the first bar that is kept. */
  private readonly first: number;

  constructor(heaps: readonly Heap[] = [], first = 0) {
    this.heaps = heaps;
    this.first = first;
  }

  /** With one more bar, before which these characters stood. */
  with(bar: RememberedBar, before: readonly number[]): LikePlaces {
    const kept = this.heaps.reduce((sum, { bars }) => sum + bars.length, 0);
    const heaps = [
      ...this.heaps,
      { bars: [bar], places: placesOf(bar, this.first + kept, before) },
    ];
    for (;;) {
      const last = heaps.slice(-together);
      const size = last[0]?.bars.length ?? 0;
      if (last.length < together || last.at(-1)?.bars.length !== size || size >= mostBars) break;
      heaps.splice(-together, together, merged(last));
    }
    const tooMany = heaps.length > 1 && kept + 1 >= 2 * mostBars ? heaps.shift() : undefined;
    return new LikePlaces(heaps, this.first + (tooMany?.bars.length ?? 0));
  }

  /** The bar of this number; undefined where it is not kept. */
  bar(number: number): RememberedBar | undefined {
    let index = number - this.first;
    if (index < 0) return undefined;
    for (const { bars } of this.heaps) {
      if (index < bars.length) return bars[index];
      index -= bars.length;
    }
    return undefined;
  }

  /** The latest place like this one, and how many characters before it are known to be the same. */
  find(time: number, before: readonly number[]): (Place & { readonly same: number }) | undefined {
    for (const same of contexts) {
      if (before.length < same) continue;
      const key = keyOf(time, before, same);
      for (let index = this.heaps.length - 1; index >= 0; index--) {
        const found = this.heaps[index]?.places.get(key);
        if (found === undefined) continue;
        return { bar: Math.floor(found / placesInBar), place: found % placesInBar, same };
      }
    }
    return undefined;
  }
}

function placesOf(
  { characters, times }: RememberedBar,
  number: number,
  before: readonly number[],
): Map<number, number> {
  const places = new Map<number, number>();
  const context = [...before];
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] as string;
    if (character === " ") continue;
    context.push(character.charCodeAt(0));
    for (const same of contexts) {
      if (context.length < same) continue;
      const key = keyOf(times[index] as number, context, same);
      places.set(key, number * placesInBar + index + 1);
    }
  }
  return places;
}

function merged(heaps: readonly Heap[]): Heap {
  const places = new Map<number, number>();
  for (const heap of heaps) for (const [key, place] of heap.places) places.set(key, place);
  return { bars: heaps.flatMap(({ bars }) => bars), places };
}

/** A number for a time of the bar, in whole notes, and the last characters before it (FNV-1a). */
function keyOf(time: number, before: readonly number[], count: number): number {
  let hash = 0x811c9dc5 ^ Math.floor(16 * time);
  for (let index = before.length - count; index < before.length; index++) {
    hash = Math.imul(hash, 0x01000193) ^ (before[index] as number);
  }
  // What fits into 30 bits is looked up fastest.
  return Math.imul(hash, 0x01000193) & 0x3fffffff;
}
