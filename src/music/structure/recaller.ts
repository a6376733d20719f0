import { LikePlaces, longestContext } from "./likePlaces";
import type { RememberedBar } from "./rememberedBar";

/** Characters kept at most; then all but the last few are dropped, so that a bar that never ends costs no more to copy. */
const mostRecent = 64;

/** Follows the latest place of the tune that is like the one being written, across bar lines, wherever it is. */
export class Recaller {
  /** The bar that is followed; undefined where none is. */
  bar: RememberedBar | undefined;
  /** How many characters in a row were the same or, since then, predicted. */
  right = 0;
  private number = 0;
  private place = 0;
  private places = new LikePlaces();
  /** The last characters of the music, blanks left out, and those before the begun bar. */
  private recent: number[] = [];
  private beforeBar: readonly number[] = [];

  /** Goes on behind the character that has been read, which ends at this time of the bar. */
  follow(character: string, time: number): void {
    const { recent } = this;
    const isBlank = character === " ";
    if (!isBlank) recent.push(character.charCodeAt(0));
    if (recent.length > mostRecent) recent.splice(0, recent.length - longestContext);
    if (this.bar?.characters[this.place] === character) {
      this.right++;
      this.goTo(this.number, this.place + 1);
    } else if (!isBlank) {
      const found = this.places.find(time, recent);
      this.right = found?.same ?? 0;
      if (found) this.goTo(found.bar, found.place);
      else this.bar = undefined;
    }
  }

  /** Remembers the bar that has ended, where it had notes; another begins. */
  endBar(bar: RememberedBar | undefined): void {
    if (bar) this.places = this.places.with(bar, this.beforeBar);
    this.recent = this.recent.slice(-longestContext);
    this.beforeBar = [...this.recent];
  }

  get isPlaced(): boolean {
    return this.bar !== undefined;
  }

  /** The character that is due next, or so many behind it; undefined where nothing is known to be. */
  predicted(behind = 0): string | undefined {
    const { bar, place } = this;
    if (!bar) return undefined;
    const beyond = place + behind - bar.characters.length;
    if (beyond < 0) return bar.characters[place + behind];
    return this.places.bar(this.number + 1)?.characters[beyond];
  }

  /** The same, to be gone on with by itself. */
  copy(): Recaller {
    const copy = Object.assign(new Recaller(), this);
    copy.recent = [...this.recent];
    return copy;
  }

  /** Goes to a place in a bar; behind its last character that is where the next bar begins, if it has ended. */
  private goTo(number: number, place: number): void {
    if (number !== this.number || !this.bar) this.bar = this.places.bar(number);
    this.number = number;
    this.place = place;
    const next = this.bar?.characters.length === place ? this.places.bar(number + 1) : undefined;
    if (!next) return;
    this.bar = next;
    this.number = number + 1;
    this.place = 0;
  }
}
