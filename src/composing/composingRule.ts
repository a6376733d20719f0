import { isWholeBarLine, sectionTime } from "../music/reading/barLines";
import type { MusicReader } from "../music/reading/musicReader";
import { cadenceBias } from "./cadence";
import { longestSection } from "./form";
import { formBias } from "./formBias";
import { loopBias } from "./loops";
import type { Motifs } from "./motifs";
import { isOffered } from "./offered";
import type { Frame, Passage } from "./passage";
import { type Place, placeOf } from "./place";

/** What a text that is composed has to keep to. */
export interface Guidance {
  /** Only what parses, in bars that add up to the meter, and as the tune is written. */
  readonly keepMeter: boolean;
  /** How strongly sections are led to lengths that suit the tune, 0 to 1. */
  readonly sectionStrength: number;
  /** Bars that have to end before the text may. */
  readonly barsAtLeast: number;
  /** Where the text has to stop; undefined where the tune ends. */
  readonly passage: Passage | undefined;
}

/** Keeps a text to how the tune is written. */
export interface Keeper {
  allows(place: Place, character: string): boolean;
  /** ln of what the odds of a character are multiplied by. */
  bias(place: Place, character: string): number;
  read(place: Place, character: string): void;
}

/** ln of the most that the odds of a character are multiplied by. */
const mostFavour = 4;

const anyhow: Keeper = { allows: () => true, bias: () => 0, read() {} };

/** What may go on with a note that fills what was to be filled. */
const closes = /^[)\d/',-]$/;
/** What shows that nothing goes on with it. */
const leaves = /^[|:\] \n]$/;

/**
 * Says, as a text is composed, which characters may come next and which are wanted: by grammar, meter, the tune's habits
 * and form, and by how the text meets what follows it. One for each candidate.
 */
export class ComposingRule {
  private readonly reader: MusicReader;
  private readonly habits: Keeper;
  private readonly motifs: Motifs | undefined;
  private readonly guidance: Guidance;
  private readonly barsBefore: number;
  private readonly sectionsBefore: number;
  /** ln of what the odds of an unwanted character are multiplied by, for each reason against it. */
  private readonly reluctance: number;
  /** What has still to be filled, the first one now. */
  private frames: readonly Frame[] = [];
  private awaited = "";
  /** The place that the text has come to, once that has been asked for. */
  private here: Place | undefined;
  /** What form has against the characters that may come next, once that has been asked for. */
  private form: ((character: string) => number) | undefined;
  private cadence: ((character: string) => number) | undefined;
  /** The same of what would go round and round. */
  private loop: ((character: string) => number) | undefined;

  /**
   * `reader`, `habits` and `motifs` have read what the text goes on from, and belong to the rule; without habits any way of
   * writing goes, and without motifs it is left to the network how much comes back.
   */
  constructor(
    reader: MusicReader,
    guidance: Guidance,
    habits: Keeper = anyhow,
    motifs: Motifs | undefined = undefined,
  ) {
    this.reader = reader;
    this.habits = habits;
    this.motifs = motifs;
    this.guidance = guidance;
    this.barsBefore = reader.barsSoFar;
    const { sectionStrength, keepMeter, passage } = guidance;
    this.reluctance = sectionStrength < 1 ? Math.log(1 - sectionStrength) : -1e9;
    const { state } = reader;
    this.sectionsBefore = state.sections.closed;
    if (keepMeter) reader.mendBar();
    if (keepMeter && sectionStrength > 0 && !passage?.isInSection) {
      reader.limitSections(longestSection(state.sections, sectionTime(state)));
    }
    if (keepMeter && passage?.slurs) reader.leaveSlurs(passage.slurs);
    if (keepMeter && passage?.isFull) reader.fillBar();
    if (passage && passage.bars <= 0) this.fill(passage.frames);
  }

  /** Whether this character may come next. */
  allows(character: string): boolean {
    const { habits, guidance } = this;
    if (!this.allowsAtNeed(character)) return false;
    return !guidance.keepMeter || habits.allows(this.place, character);
  }

  /** Whether it may come where nothing that the tune is used to may. */
  allowsAtNeed(character: string): boolean {
    const { reader, frames, guidance } = this;
    if (!guidance.keepMeter) return true;
    const [frame] = frames;
    if (frame && this.isFilled) {
      const next = frame.behind === "" ? leaves.test(character) : character === frame.behind[0];
      return next || (closes.test(character) && this.offers(character));
    }
    if (guidance.passage?.isInSection && dividesSection(reader, character)) return false;
    if (guidance.passage?.isInBetween && beginsField(reader, character)) return false;
    return this.offers(character);
  }

  /** Whether this character may come as the last: one that only begins a longer bar line may not. */
  allowsLast(character: string): boolean {
    const { reader, guidance } = this;
    if (!guidance.keepMeter) return true;
    if (!this.allows(character)) return false;
    const behind = reader.copy();
    behind.read(character);
    return behind.state.mode !== "barLine" || isWholeBarLine(behind.state);
  }

  /** ln of what the odds of a character are multiplied by; "" is the end of the text. */
  bias(character: string): number {
    const { reader, habits, guidance } = this;
    const repetition = character === "" ? 0 : this.repetitionBias(character);
    if (!guidance.keepMeter) return repetition;
    this.form ??= guidance.sectionStrength > 0 ? formBias(reader, this.sectionsBefore) : () => 0;
    const against = this.form(character);
    const form = against === 0 ? 0 : Math.min(mostFavour, this.reluctance * against);
    if (character === "") return form;
    this.cadence ??= guidance.sectionStrength > 0 ? cadenceBias(reader) : () => 0;
    const cadence = guidance.sectionStrength * this.cadence(character);
    return form + cadence + repetition + habits.bias(this.place, character);
  }

  /** Whether the text is to stop before this character, one that may come. */
  stopsBefore(character: string): boolean {
    const { guidance, frames, reader } = this;
    const { passage } = guidance;
    if (!passage) return false;
    const [frame] = frames;
    if (frame) {
      return frame.behind === "" && this.isFilled && !closes.test(character);
    }
    const behind = reader.copy();
    behind.read(character);
    return behind.state.bars >= this.barsBefore + passage.bars;
  }

  /** Reads the character that came. */
  read(character: string): void {
    const { reader, guidance, frames } = this;
    const [frame, ...others] = frames;
    if (this.awaited !== "") {
      this.awaited = this.awaited.slice(character.length);
      this.take(character);
      if (this.awaited === "") this.fill(frames);
      return;
    }
    if (frame && frame.behind !== "" && character === frame.behind[0] && this.isFilled) {
      reader.limitBar(undefined);
      this.frames = others;
      this.awaited = frame.behind.slice(1);
      this.take(character);
      if (this.awaited === "") this.fill(others);
      return;
    }
    this.take(character);
    const { passage } = guidance;
    const isLast = passage && reader.barsSoFar >= this.barsBefore + passage.bars;
    if (isLast && !frame && passage.frames.length > 0) this.fill(passage.frames);
  }

  /** Whether the text may end here: behind a whole bar, with enough of them. */
  get mayEnd(): boolean {
    const { reader, guidance, barsBefore } = this;
    if (guidance.passage && guidance.passage.frames.length > 0) return false;
    if (reader.barsSoFar - barsBefore < guidance.barsAtLeast) return false;
    if (!guidance.keepMeter) return true;
    return reader.mayEnd;
  }

  /** What has to come next, whatever the model says; "" where it has the choice. */
  get forced(): string {
    const [frame] = this.frames;
    if (this.awaited !== "" || !frame || frame.behind === "") return this.awaited;
    // A bar that is to hold nothing is filled as it begins.
    const { bar } = this.reader.state;
    return bar.limit?.n === 0 ? frame.behind : "";
  }

  private repetitionBias(character: string): number {
    const motifs = this.motifs?.bias(character) ?? 0;
    // Without the meter the text is the model's own.
    if (!this.guidance.keepMeter) return motifs;
    this.loop ??= loopBias(this.reader.state);
    const loop = this.loop(character);
    // What goes round is not asked for, however much is to come back.
    return loop === 0 ? motifs : loop + Math.min(0, motifs);
  }

  private offers(character: string): boolean {
    const behind = this.reader.after(character);
    return behind !== undefined && isOffered(this.reader.state, character, behind);
  }

  private get place(): Place {
    this.here ??= placeOf(this.reader);
    return this.here;
  }

  private take(character: string): void {
    this.habits.read(this.place, character);
    this.reader.read(character);
    this.motifs?.read(character);
    this.form = undefined;
    this.cadence = undefined;
    this.loop = undefined;
    this.here = undefined;
  }

  private fill(frames: readonly Frame[]): void {
    this.frames = frames;
    const [frame] = frames;
    if (!frame) return;
    // The bar line that stands there is whole: the bar behind it is to be filled.
    this.reader.end();
    this.reader.limitBar(frame.limit);
  }

  /** Whether the begun bar is filled as far as it is to be, if nothing goes on with its last note. */
  private get isFilled(): boolean {
    const { reader } = this;
    if (!reader.state.bar.limit) return false;
    const behind = reader.after(" ");
    if (behind?.mode !== "music" || behind.needsNote || behind.inTuplet > 0) return false;
    return behind.bar.left?.n === 0;
  }
}

/** Whether a character makes a section mark of a bar line, or begins an ending. */
function dividesSection(reader: MusicReader, character: string): boolean {
  const { mode } = reader.state;
  if (character === "|" && mode !== "barLine" && mode !== "bracket") {
    // Where no plain bar line may come, this would have to grow into a section mark.
    const behind = reader.after(character);
    return behind?.mode === "barLine" && !isWholeBarLine(behind);
  }
  if (mode === "barLine") return /^[|:\]\d]$/.test(character);
  if (mode === "bracket") return /^[|\d]$/.test(character);
  return /^(?:lineStart|music|note|multi|ending)$/.test(mode) && character === ":";
}

/** Whether a character makes a field of what stands before it. */
function beginsField({ state }: MusicReader, character: string): boolean {
  if (state.mode === "code") return character === ":";
  return state.mode === "bracket" && /^[H-Zh-z]$/.test(character);
}
