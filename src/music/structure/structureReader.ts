import { type Fraction, zero } from "../fraction";
import { isBarLine, sectionsBehind } from "../reading/barLines";
import { elapsed } from "../reading/elapsed";
import { MusicReader } from "../reading/musicReader";
import type { Sections } from "../reading/sections";
import {
  type BarMemory,
  nothingRemembered,
  rememberedAtEnding,
  rememberedBehind,
  sourceBars,
} from "./barMemory";
import { Follower } from "./follower";
import { Heading } from "./heading";
import { Melody } from "./melody";
import { Recaller } from "./recaller";
import { BegunBar } from "./rememberedBar";
import { alignedSources, highest, structureInputs } from "./structureInputs";

/** An earlier bar that predicted a character. */
export interface Prediction {
  /** Which of the memory's sources it is. */
  readonly source: number;
  /** The bar's number in the tune: a pick-up has that of the bar before it, 0 at the beginning. */
  readonly bar: number;
}

/**
 * Reads a tune a character at a time and tells what is known of its structure behind each: where in the bar, the section
 * and the tune it stands, and what stood at this place in earlier bars. What follows changes nothing. Each character
 * costs constant time, what is kept is bounded, and no text is refused: the bars of one that cannot be read still count,
 * with the time of what could be read; without a meter no time is left; voices are read as the one text they stand in.
 */
export class StructureReader {
  private music = new MusicReader();
  private memory = nothingRemembered;
  private bar = new BegunBar();
  /** What holds where the bar line that has been read is complete. */
  private behind:
    | { readonly memory: BarMemory; readonly sections: Sections; readonly hadNotes: boolean }
    | undefined;
  /** A letter at the beginning of a line, which may be a field's. */
  private held = "";
  /** The time since the bar began, in whole notes. */
  private elapsed: Fraction = zero;
  private followers: readonly Follower[] = alignedSources.map(() => new Follower());
  private recaller = new Recaller();
  /** All that foretell, in the order of the memory's sources. */
  private sources: readonly (Follower | Recaller)[] = [...this.followers, this.recaller];
  private heading = new Heading();
  private melody = new Melody();

  /** A reader of what follows `tune`, a tune's text from its first header line on. */
  static behind(tune: string): StructureReader {
    const reader = new StructureReader();
    for (const character of tune) reader.read(character);
    return reader;
  }

  /** Reads the next character. */
  read(character: string): void {
    const { sections } = this;
    const { barLines, mode } = this.music.state;
    this.music.read(character);
    const { state } = this.music;
    this.melody.read(character, state);
    if (state.barLines > barLines) this.endBar();
    this.elapsed = this.behind ? zero : elapsed(state);
    const { held } = this;
    this.held = "";
    switch (state.mode) {
      case "header":
      case "code":
        this.held = character.trim();
        return;
      case "lineStart":
      case "field":
      case "comment":
        return;
    }
    if (held !== "") this.remember(held, this.bar.times.at(-1) ?? 0);
    if (state.mode === "ending") {
      if (mode !== "ending") this.beginEnding(character, sections);
      return;
    }
    if (!this.behind) this.remember(character, this.elapsed.n / this.elapsed.d);
    if (state.mode === "barLine" && isBarLine(state.text)) this.readBarLine();
  }

  /** A reader that goes on from here by itself. */
  copy(): StructureReader {
    const copy = new StructureReader();
    copy.music = this.music.copy();
    copy.memory = this.memory;
    copy.bar = this.bar.copy();
    copy.behind = this.behind;
    copy.held = this.held;
    copy.elapsed = this.elapsed;
    copy.followers = this.followers.map((follower) => follower.copy());
    copy.recaller = this.recaller.copy();
    copy.sources = [...copy.followers, copy.recaller];
    copy.heading = this.heading.copy();
    copy.melody = this.melody.copy();
    return copy;
  }

  /**
   * Writes the values of the inputs behind the character read last: the first to `into[at]`, each of the others `stride`
   * farther on. `idOf` gives a character's id, below 0 where it has none.
   */
  values(idOf: (character: string) => number, into: Int32Array, at: number, stride: number): void {
    const { mode, bar } = this.music.state;
    if (mode === "header") {
      for (let index = 0; index < structureInputs.length; index++) into[at + index * stride] = 0;
      return;
    }
    const { elapsed, sections } = this;
    const { bars, hasPickUp, barsBefore, closed } = sections;
    const first = 1 + Math.floor((16 * elapsed.n) / elapsed.d);
    into[at] = Math.min(first, highest.elapsed);
    into[at + stride] = bar.length ? timeLeft(bar.length, elapsed) : 0;
    into[at + 2 * stride] = bars > 0 || hasPickUp ? Math.min(2 + bars, highest.bar) : 1;
    into[at + 3 * stride] =
      barsBefore === undefined ? 1 : Math.min(2 + barsBefore, highest.barsBefore);
    into[at + 4 * stride] = Math.min(1 + closed, highest.section);
    let next = at + 5 * stride;
    for (const follower of this.sources) {
      into[next] = valueFor(follower.predicted(0), idOf);
      into[next + stride] = valueFor(follower.predicted(1), idOf);
      into[next + 2 * stride] = follower.isPlaced ? 1 + (buckets[follower.right] ?? 9) : 0;
      next += 3 * stride;
    }
    const { heading, melody } = this;
    heading.read(this.music.state);
    into[next] = heading.key;
    into[next + stride] = heading.meter;
    into[next + 2 * stride] = heading.unit;
    into[next + 3 * stride] = heading.rhythm;
    into[next + 4 * stride] = melody.degree(heading.tonality);
    into[next + 5 * stride] = melody.height;
    into[next + 6 * stride] = melody.step;
  }

  /** The earlier bars that predict this character where it is read next, the one that has been right the longest first. */
  predictedBy(character: string): Prediction[] {
    const { sources } = this;
    const found: Prediction[] = [];
    for (const [source, follower] of sources.entries()) {
      if (!follower.bar || follower.predicted() !== character) continue;
      found.push({ source, bar: follower.bar.number });
    }
    const right = ({ source }: Prediction): number => sources[source]?.right ?? 0;
    return found.length < 2 ? found : found.sort((a, b) => right(b) - right(a));
  }

  /** What the earlier bars that have been right for so many characters in a row predict, a character of each. */
  foretold(right: number): (string | undefined)[] {
    return this.sources
      .filter((follower) => follower.right >= right)
      .map((follower) => follower.predicted());
  }

  /** Bars of the tune that have ended, pick-ups not counted. */
  get bars(): number {
    return (this.behind?.memory ?? this.memory).count;
  }

  /** The same with pick-ups. */
  get barsEnded(): number {
    return this.music.barsSoFar;
  }

  /** Whether the character read last is one of a bar: no bar line, and none of a field or comment, also not what may be a field. */
  get isInBar(): boolean {
    if (this.behind) return false;
    switch (this.music.state.mode) {
      case "header":
      case "lineStart":
      case "code":
      case "field":
      case "comment":
        return false;
    }
    return true;
  }

  /** Whether anything of a bar stands behind the last bar line. */
  get hasBegunBar(): boolean {
    return !this.behind && this.bar.characters.some((character) => character.trim() !== "");
  }

  private get sections(): Sections {
    return this.behind?.sections ?? this.music.state.sections;
  }

  /** Adds a character to the begun bar, and goes on in the bars it is likened to. */
  private remember(character: string, time: number): void {
    this.bar.add(character, time);
    for (const source of this.sources) source.follow(character, time);
  }

  /** A bar line is complete, though it may go on. */
  private readBarLine(): void {
    const { state } = this.music;
    const { sections } = state;
    const behind = sectionsBehind(state);
    const bar = state.bar.hasNotes ? this.bar : undefined;
    const memory = rememberedBehind(this.memory, bar, sections, behind);
    this.behind = { memory, sections: behind, hadNotes: bar !== undefined };
    this.elapsed = zero;
    this.followBars();
  }

  /** The bar line before the character that has been read was complete. */
  private endBar(): void {
    if (this.behind) this.memory = this.behind.memory;
    const { characters, times } = this.bar;
    const number = this.memory.count;
    this.recaller.endBar(this.behind?.hadNotes ? { characters, times, number } : undefined);
    this.behind = undefined;
    this.bar = new BegunBar();
  }

  /** An ending begins where the sections stand so. */
  private beginEnding(number: string, sections: Sections): void {
    this.memory = rememberedAtEnding(this.memory, number, sections);
    this.bar = new BegunBar();
    this.followBars();
  }

  private followBars(): void {
    const bars = sourceBars(this.behind?.memory ?? this.memory, this.sections);
    this.followers.forEach((follower, source) => {
      follower.begin(bars[source]);
    });
  }
}

/** Predictions in a row, up to 30, as a value below 9. */
const buckets = [0, 1, 2, 3, 4, 4, 5, 5, 5, 6, 6, 6, 6, 7, 7, 7, 7, 7, 7].concat(
  new Array<number>(12).fill(8),
);

function timeLeft(length: Fraction, elapsed: Fraction): number {
  const left = length.n * elapsed.d - elapsed.n * length.d;
  if (left <= 0) return left < 0 ? 1 : 2;
  return Math.min(2 + Math.ceil((16 * left) / (length.d * elapsed.d)), highest.left);
}

function valueFor(character: string | undefined, idOf: (character: string) => number): number {
  return character === undefined ? 0 : Math.max(0, 1 + idOf(character));
}
