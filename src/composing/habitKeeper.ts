import { barUnits } from "../music/barUnits";
import { isSectionMark } from "../music/reading/sections";
import { AccidentalKeeper } from "./accidentalKeeper";
import type { Habits } from "./habits";
import type { LineOfMusic } from "./lineOfMusic";
import type { Place } from "./place";
import { never, unlikely, weighUsage } from "./usage";

/** Keeps what is written to a tune's habits; one for each text that goes on behind the one that they were read from. */
export class HabitKeeper {
  private readonly habits: Habits;
  private readonly line: LineOfMusic;
  private readonly accidentals: AccidentalKeeper;

  /** `line` and `accidentals` are what stands there so far: where the habits were read from, or of another keeper. */
  constructor(
    habits: Habits,
    line = habits.line.copy(),
    accidentals = new AccidentalKeeper(habits, habits),
  ) {
    this.habits = habits;
    this.line = line;
    this.accidentals = accidentals;
  }

  /** A keeper that goes on from here by itself. */
  copy(): HabitKeeper {
    return new HabitKeeper(this.habits, this.line.copy(), this.accidentals.copy());
  }

  /** Whether this character breaks no habit that is sure; where something may come, something else may, too. */
  allows(place: Place, character: string): boolean {
    return this.weigh(place, character) !== never;
  }

  /** What is to be added to ln p of this character: below 0 for what the tune would hardly have. */
  bias(place: Place, character: string): number {
    const weight = this.weigh(place, character);
    if (weight === never || !isMusic(place)) return 0;
    return weight + this.accidentals.bias(place.key, character);
  }

  /** What speaks against a character: nothing, 0, up to what makes it impossible. */
  private weigh(place: Place, character: string): number {
    const { fields } = this.habits;
    switch (place.inside) {
      case "header":
      case "field":
      case "inline":
      case "quote":
      case "decoration":
      case "comment":
        return 0;
      case "code":
        if (character === ":") return fields.has(place.previous) ? 0 : never;
        return this.weighMusic(place, character);
      case "bracket":
        if (/[H-Zh-z]/.test(character)) return fields.has(character) ? 0 : never;
        return this.weighMusic(place, character);
      case "lineStart":
        // Other letters that open fields are decorations, too.
        if (/[INQVWmrsw]/.test(character) && !fields.has(character)) return never;
        return this.weighMusic(place, character);
      case "barLine":
        return this.weighBehindBarLine(place, character) + this.weighMusic(place, character);
      default:
        return this.weighMusic(place, character);
    }
  }

  /** Reads the character that came there. */
  read(place: Place, character: string): void {
    if (!isMusic(place)) return;
    const { inside } = place;
    const isBarLine = character === "|" || character === ":";
    if (inside === "barLine") {
      if (isBarLine || character === "]") return;
      this.line.endBarLine(isSectionMark(place.text));
      this.accidentals.endBar();
    } else if (isBarLine && !(inside === "code" && character === ":")) {
      this.line.beginBarLine(barUnits(place.unitsOfBar));
    }
    if (character === "\n") this.line.endLine();
    if (/\d/.test(character) && (inside === "barLine" || inside === "bracket")) {
      this.line.beginEnding(character);
    }
    this.accidentals.read(character);
  }

  private weighMusic(place: Place, character: string): number {
    const { habits } = this;
    switch (character) {
      case " ":
        return this.weighSpace(place);
      case "\n":
        return this.weighLineEnd(place);
      case "|":
      case ":":
        return this.weighBarLine(place);
      case "x":
      case "X":
      case "Z":
        return habits.rests.has(character) ? 0 : never;
      case '"':
        return habits.marks.has("quote") ? 0 : unlikely;
      case "`":
        return habits.marks.has("backtick") ? 0 : unlikely;
      case "!":
        return habits.marks.has("decoration") ? 0 : never;
      case "y":
        return habits.marks.has("spacer") ? 0 : never;
      case "\\":
        return habits.marks.has("continuation") ? 0 : never;
      default:
        return this.accidentals.repeats(place.key, character) ? never : 0;
    }
  }

  private weighSpace(place: Place): number {
    const { inside, barIsFull, unitsOfBar } = place;
    if (unitsOfBar.length - unitsOfBar.trimEnd().length >= this.habits.longestSpace) return never;
    if (inside === "barLine" || !hasNotes(place)) return 0;
    const { spaceBeforeBarLines, spaceInBars } = this.habits;
    if (barIsFull) return endsMusic(place) ? weighUsage(spaceBeforeBarLines, true) : 0;
    return barIsFull === false && spaceInBars === "never" ? unlikely : 0;
  }

  /** Weighs a bar line that begins. */
  private weighBarLine(place: Place): number {
    return endsMusic(place) ? weighUsage(this.habits.spaceBeforeBarLines, false) : 0;
  }

  /** What speaks against going on in the line once it has as many bars as others, and against ending it before. */
  private get lineWeight(): number {
    return this.habits.isLineSure ? never : unlikely;
  }

  /** Whether the bar line that is being read is the one that a line of music ends with. */
  private get isLineDue(): boolean {
    const { barsPerLine } = this.habits;
    return barsPerLine !== undefined && this.line.barsWithThis >= barsPerLine;
  }

  private weighBehindBarLine({ text }: Place, character: string): number {
    if (character === "\n" || character === "|" || character === "]") return 0;
    // A bar line that closes a section may grow, have an ending behind it and stand within a line.
    if (text !== "|") {
      return this.isLineDue && !/[:\d[ ]/.test(character) ? this.lineWeight : 0;
    }
    const weight = this.isLineDue ? this.lineWeight : 0;
    if (/[:\d[]/.test(character)) return weight;
    return weight + weighUsage(this.habits.spaceBehindBarLines, character === " ");
  }

  private weighLineEnd(place: Place): number {
    const { barsPerLine } = this.habits;
    const { inside, previous, text } = place;
    if (barsPerLine === undefined || inside === "lineStart" || previous === "\\") return 0;
    if (inside === "barLine") return isSectionMark(text) || this.isLineDue ? 0 : this.lineWeight;
    if (this.line.afterSectionMark) return 0;
    return !hasNotes(place) && this.line.bars >= barsPerLine ? 0 : this.lineWeight;
  }
}

/** Whether what comes there is music: notes, bar lines and what stands between them. */
function isMusic({ inside }: Place): boolean {
  return (
    inside !== "header" &&
    inside !== "field" &&
    inside !== "inline" &&
    inside !== "quote" &&
    inside !== "comment" &&
    inside !== "decoration"
  );
}

/** Whether the music ends there as it usually does before a bar line: behind a note, a rest, a chord or a slur. */
function endsMusic({ inside, previous }: Place): boolean {
  return inside === "note" || previous === ")";
}

/** Whether anything that sounds stands in the bar, a note that is being read included. */
function hasNotes({ inside, barHasNotes }: Place): boolean {
  return barHasNotes || inside === "note";
}
