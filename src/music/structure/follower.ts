import { placeAt, type RememberedBar } from "./rememberedBar";

/** Follows an earlier bar while another is written: what stood in it at this place is what it predicts. */
export class Follower {
  bar: RememberedBar | undefined;
  /** How many characters in a row have been predicted. */
  right = 0;
  private place: number | undefined;

  /** Follows a bar from its beginning. */
  begin(bar: RememberedBar | undefined): void {
    this.bar = bar;
    this.place = bar && 0;
    if (!bar) this.right = 0;
  }

  /** Goes on behind the character that has been read, which ends at this time of the bar. */
  follow(character: string, time: number): void {
    const { bar, place } = this;
    if (!bar) return;
    if (place !== undefined && bar.characters[place] === character) {
      this.place = place + 1;
      this.right++;
      return;
    }
    // Music is spaced in many ways.
    if (character === " ") return;
    this.right = 0;
    this.place = placeAt(bar, time, character);
  }

  /** Whether it knows where in its bar the music is. */
  get isPlaced(): boolean {
    return this.place !== undefined;
  }

  /** The character that is due next, or so many behind it; undefined where the bar has none. */
  predicted(behind = 0): string | undefined {
    return this.place === undefined ? undefined : this.bar?.characters[this.place + behind];
  }

  /** The same, to be gone on with by itself. */
  copy(): Follower {
    return Object.assign(new Follower(), this);
  }
}
