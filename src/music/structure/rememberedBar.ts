/** A bar that has ended: its characters up to its bar line, each with the time of the bar behind it, in whole notes. */
export interface RememberedBar {
  readonly characters: readonly string[];
  readonly times: readonly number[];
  /** Its number in the tune; a pick-up is not counted and has the number of the bar before it. */
  readonly number: number;
}

/** Characters kept of a bar; one that is longer is remembered up to there. */
const longest = 256;

/** A bar that is being written. */
export class BegunBar {
  readonly characters: string[] = [];
  readonly times: number[] = [];

  add(character: string, time: number): void {
    if (this.characters.length === longest) return;
    this.characters.push(character);
    this.times.push(time);
  }

  copy(): BegunBar {
    const copy = new BegunBar();
    copy.characters.push(...this.characters);
    copy.times.push(...this.times);
    return copy;
  }
}

/**
 * The place in a bar behind what stands at this time: behind the same character if it can be, else behind the last one;
 * undefined where the bar has nothing at this time.
 */
export function placeAt(bar: RememberedBar, time: number, character: string): number | undefined {
  const { characters, times } = bar;
  let place = time === 0 ? 0 : undefined;
  for (let index = times.length - 1; index >= 0; index--) {
    if (times[index] !== time) continue;
    if (characters[index] === character) return index + 1;
    place ||= index + 1;
  }
  return place;
}
