import { type Fraction, fraction, minus, one, plus, times, zero } from "../music/fraction";
import {
  freeMeter,
  type Meter,
  readLength,
  readMeter,
  readUnit,
  tupletTime,
  usualUnit,
} from "../music/time";
import { BarTime } from "./barTime";
import { canBegin, canFit, fits, type NoteTime } from "./noteTime";

/** What the reader is inside of. */
type Mode =
  | "header"
  | "lineStart"
  | "music"
  | "code"
  | "field"
  | "inline"
  | "quote"
  | "decoration"
  | "note"
  | "chord"
  | "bracket"
  | "grace"
  | "paren"
  | "barLine"
  | "ending"
  | "multi";

const barLines = "| || |] |: ||: :| :|| :|] :|: :: :||: [| [|: [|]".split(" ");
const fieldCodes = /^[IKLMNPQRTUVWrswm]$/;
/** The most characters of a chord symbol or an annotation. */
const longestQuote = 40;
const note = /^[A-Ga-g]$/;
const accidental = /^[\^_=]$/;
const decoration = /^[~.LMPTuvkKJRn]$/;

/**
 * Reads a tune's body a character at a time and tells what may come next, so that every bar of what is written parses and
 * adds up to the meter. Time is exact; a character costs constant time. A bar that is wrong already, or holds what is not
 * known here, counts as free up to its bar line.
 */
export class MusicGrammar {
  private mode: Mode = "header";
  private bar = new BarTime();
  private meter: Meter = freeMeter;
  private unit: Fraction = fraction(1, 8);
  private hasUnit = false;
  /** What is written of a length, a bar line or a field. */
  private text = "";
  private code = "";
  private isRest = false;
  /** Whether a note has to come before anything else that counts. */
  private needsNote = false;
  private accidentals = "";
  private slurs = 0;
  private tupletFactor = one;
  private inTuplet = 0;
  private brokenFactor = one;
  private brokenRun = "";
  /** The length of the note just read, in whole notes, where it may become part of a broken rhythm. */
  private previous: Fraction | undefined;
  /** The length of a chord's first note, and the notes read of a chord or of grace notes. */
  private chordLength = "";
  private chordFactor = one;
  private notes = 0;
  private afterNote = false;
  /** Whether nothing but blanks stands in the line so far. */
  private lineBegins = true;
  /** Whether a field or an inline field stands behind the last music. */
  private afterField = false;
  /** A character that was asked for and may come, and what is then. */
  private tried: { readonly character: string; readonly behind: MusicGrammar } | undefined;

  /** A reader of what follows `tune`, a tune's text from its first header line on, as a model reads it. */
  static behind(tune: string): MusicGrammar {
    const grammar = new MusicGrammar();
    for (const character of tune) grammar.read(character);
    return grammar;
  }

  /** Whether this character may come next. */
  allows(character: string): boolean {
    const behind = this.copy();
    const allowed = behind.take(character);
    // Most often this is the character that is read next.
    this.tried = allowed ? { character, behind } : undefined;
    return allowed;
  }

  /** Whether the tune may end here: behind a whole bar. */
  get mayEnd(): boolean {
    if (this.mode === "header") return false;
    const behind = this.copy();
    if (behind.afterField || !behind.take("\n")) return false;
    return !behind.bar.hasNotes || behind.bar.kinds.section;
  }

  /** Reads the next character; one that may not come makes its bar free. */
  read(character: string): void {
    if (this.tried?.character === character || this.allows(character)) {
      Object.assign(this, this.tried?.behind);
      return;
    }
    const free = this.copy();
    free.bar.isFree = true;
    if (free.take(character)) Object.assign(this, free);
    else this.recover(character);
  }

  private copy(): MusicGrammar {
    const copy: MusicGrammar = Object.assign(Object.create(MusicGrammar.prototype), this);
    copy.bar = this.bar.copy();
    copy.tried = undefined;
    return copy;
  }

  /** Goes on behind a character that fits nowhere. */
  private recover(character: string): void {
    const { bar, meter, unit } = this;
    Object.assign(this, new MusicGrammar(), { bar, meter, unit });
    this.tried = undefined;
    this.mode = character === "\n" ? "lineStart" : "music";
    if (character === "|") bar.end(false);
  }

  private get time(): NoteTime {
    const factor = times(times(this.tupletFactor, this.brokenFactor), this.chordFactor);
    return { left: this.bar.left, unit: this.unit, factor, inTuplet: this.inTuplet };
  }

  private take(c: string): boolean {
    if (c === "\r") return true;
    switch (this.mode) {
      case "header":
        return c === "\n" ? this.endHeaderLine() : this.write(c);
      case "lineStart":
        this.lineBegins = true;
        if (fieldCodes.test(c)) return this.go("code", c);
        this.mode = "music";
        return this.takeMusic(c);
      case "code":
        // A letter that opens a line is a field's when a colon follows.
        if (c === ":") return !this.bar.hasNotes && this.go("field", this.code);
        this.mode = "music";
        return this.takeMusic(this.code) && this.take(c);
      case "field":
        if (c !== "\n") return this.write(c);
        this.setField(this.code, this.text);
        this.afterField = true;
        return this.go("lineStart");
      case "inline":
        if (this.text === "" && c !== ":") return false;
        if (c === "\n") return false;
        if (c !== "]") return this.write(c);
        this.setField(this.code, this.text.slice(1));
        this.afterField = true;
        return this.go("music");
      case "quote":
        if (c === '"') return this.go("music");
        return c !== "\n" && c !== "|" && this.text.length < longestQuote && this.write(c);
      case "decoration":
        return c === "!" ? this.go("music") : /^[A-Za-z0-9.<>()+-]$/.test(c);
      case "note":
        return this.takeNote(c);
      case "chord":
        return this.takeChord(c);
      case "bracket":
        return this.takeBracket(c);
      case "grace":
        return this.takeGrace(c);
      case "paren":
        return this.takeParen(c);
      case "barLine":
        return this.takeBarLine(c);
      case "ending":
        if (/^[\d,.-]$/.test(c)) return true;
        this.mode = "music";
        return this.takeMusic(c);
      case "multi":
        if (/^\d$/.test(c)) return true;
        this.mode = "music";
        return this.takeMusic(c);
      default:
        return this.takeMusic(c);
    }
  }

  /** Reads a line of the header; behind the key the body begins. */
  private endHeaderLine(): boolean {
    const code = this.text[1] === ":" ? (this.text[0] as string) : "";
    this.setField(code, this.text.slice(2));
    this.hasUnit ||= code === "L";
    if (code === "K" && !this.hasUnit) this.unit = usualUnit(this.meter);
    return this.go(code === "K" ? "lineStart" : "header");
  }

  private takeMusic(c: string): boolean {
    const { afterNote, lineBegins, brokenRun } = this;
    this.afterNote = false;
    if (this.accidentals !== "" && !note.test(c)) {
      return (
        accidental.test(c) && c === this.accidentals && c !== "=" && this.setAccidentals(c + c)
      );
    }
    if (c !== " ") this.lineBegins = false;
    if (note.test(c)) return canBegin(this.time) && this.beginNote(false);
    if (c === "z" || c === "x") return canBegin(this.time) && this.beginNote(true);
    if (accidental.test(c)) return canBegin(this.time) && this.setAccidentals(c);
    if (c === this.brokenRun.at(-1) || c === ">" || c === "<") return this.takeBroken(c, afterNote);
    if (decoration.test(c)) return canBegin(this.time) && this.expectNote();
    // A fermata, a segno and a coda stand over bar lines, too.
    if (/^[HSO]$/.test(c)) return true;
    this.brokenRun = "";
    switch (c) {
      case "(":
        return canBegin(this.time) && this.go("paren");
      case "{":
        this.notes = 0;
        return canBegin(this.time) && this.go("grace");
      case ")":
        if (this.slurs === 0 || (this.needsNote && brokenRun === "")) return false;
        this.slurs--;
        this.afterNote = afterNote;
        return true;
      case "-":
        return afterNote || brokenRun !== "";
      case " ":
      case "`":
        this.afterNote = c === "`" && afterNote;
        this.lineBegins = lineBegins;
        return true;
      case '"':
        return this.go("quote");
      case "!":
        return this.go("decoration");
      case "y":
        return !this.needsNote;
      case "[":
        return this.go("bracket");
    }
    if (this.needsNote || this.inTuplet > 0) return false;
    if (/^[1-9]$/.test(c)) return lineBegins && !this.bar.hasNotes && this.go("ending");
    if (c === "Z" || c === "X") return this.takeMultiRest();
    if (c === "\\") return true;
    if (c === "\n") return this.go("lineStart");
    if (c === "|" || c === ":") {
      this.lineBegins = lineBegins;
      return this.beginBarLine(c);
    }
    return false;
  }

  private takeNote(c: string): boolean {
    if ((c === "'" || c === ",") && this.text === "" && !this.isRest) return true;
    if (/^[\d/]$/.test(c)) {
      if (c === "0" && !/[1-9]$/.test(this.text)) return false;
      return canFit(this.time, this.text + c) && this.write(c);
    }
    if (!this.finishNote()) return false;
    this.mode = "music";
    return this.takeMusic(c);
  }

  private finishNote(): boolean {
    const { time, bar } = this;
    const length = readLength(this.text);
    if (!length || !fits(time, this.text)) return false;
    const whole = times(times(length, time.unit), time.factor);
    bar.filled = plus(bar.filled, whole);
    bar.hasNotes = true;
    const inBroken = this.brokenFactor !== one;
    this.previous = inBroken ? undefined : whole;
    if (this.inTuplet > 0 && --this.inTuplet === 0) this.tupletFactor = one;
    this.brokenFactor = one;
    this.chordFactor = one;
    this.afterNote = true;
    return true;
  }

  /** A broken rhythm moves time from one of two notes to the other: halves for one sign, quarters for two. */
  private takeBroken(c: string, afterNote: boolean): boolean {
    const { previous, bar, brokenRun: run } = this;
    if (!previous || (run === "" ? !afterNote : c !== run[0] || run.length > 2)) return false;
    const change = (signs: number): Fraction => {
      const less = fraction(1, 2 ** signs);
      const first = c === ">" ? minus(fraction(2), less) : less;
      return times(previous, minus(signs > 0 ? first : one, one));
    };
    bar.filled = minus(
      plus(bar.filled, change(run.length + 1)),
      run === "" ? zero : change(run.length),
    );
    const less = fraction(1, 2 ** (run.length + 1));
    this.brokenFactor = c === ">" ? less : minus(fraction(2), less);
    this.brokenRun = run + c;
    this.needsNote = true;
    return canBegin(this.time);
  }

  private takeParen(c: string): boolean {
    this.mode = "music";
    if (!/^[2-9]$/.test(c)) {
      this.slurs++;
      this.needsNote = true;
      return this.takeMusic(c);
    }
    if (this.inTuplet > 0 || this.brokenFactor !== one) return false;
    this.inTuplet = Number(c);
    this.tupletFactor = fraction(tupletTime(this.inTuplet, this.meter), this.inTuplet);
    return canBegin(this.time) && this.expectNote();
  }

  private takeGrace(c: string): boolean {
    if (c === "}") return this.notes > 0 && this.expectNote() && this.go("music");
    if (note.test(c)) this.notes++;
    return note.test(c) || decoration.test(c) || /^[\^_=',/\d ()-]$/.test(c);
  }

  private takeBracket(c: string): boolean {
    if (c === "|") {
      this.text = "[";
      return this.takeBarLine(c);
    }
    if (/^[1-9]$/.test(c)) return !this.bar.hasNotes && !this.needsNote && this.go("ending");
    if (note.test(c) || accidental.test(c)) {
      if (!canBegin(this.time)) return false;
      this.notes = 0;
      this.chordLength = "";
      this.mode = "chord";
      return this.takeChord(c);
    }
    return /^[A-Za-z]$/.test(c) && !this.needsNote && this.go("inline", c);
  }

  private takeChord(c: string): boolean {
    if (note.test(c)) this.notes++;
    if (note.test(c) || accidental.test(c) || c === "'" || c === ",") return true;
    if (/^[\d/]$/.test(c)) {
      if (this.notes !== 1) return this.notes > 1;
      this.chordLength += c;
      return canFit(this.time, this.chordLength);
    }
    const length = readLength(this.chordLength);
    if (c !== "]" || this.notes === 0 || !length) return false;
    this.chordFactor = length;
    return canBegin(this.time) && this.beginNote(true);
  }

  private takeMultiRest(): boolean {
    if (this.bar.hasNotes) return false;
    this.bar.hasNotes = true;
    if (this.bar.length) this.bar.filled = this.bar.length;
    return this.go("multi");
  }

  private beginBarLine(c: string): boolean {
    this.text = "";
    this.mode = "barLine";
    return this.takeBarLine(c);
  }

  private takeBarLine(c: string): boolean {
    const more = this.text + c;
    if (/^[|:[\]]$/.test(c) && barLines.some((line) => line.startsWith(more) && this.mayBe(line))) {
      this.mode = "barLine";
      return this.write(c);
    }
    if (!barLines.includes(this.text) || !this.mayBe(this.text)) return false;
    this.bar.end(this.text !== "|");
    this.previous = undefined;
    if (/^[1-9]$/.test(c)) return this.go("ending");
    this.mode = "music";
    return this.takeMusic(c);
  }

  private mayBe(barLine: string): boolean {
    const { plain, section } = this.bar.kinds;
    if (barLine !== "|") return section;
    return plain || (!this.bar.hasNotes && this.lineBegins);
  }

  private beginNote(isRest: boolean): boolean {
    this.isRest = isRest;
    this.afterField = false;
    this.needsNote = false;
    this.accidentals = "";
    this.brokenRun = "";
    this.text = "";
    this.mode = "note";
    return true;
  }

  private setField(code: string, value: string): void {
    if (code === "M") {
      this.meter = readMeter(value);
      this.bar.length = this.meter.bar;
    }
    if (code === "L") this.unit = readUnit(value) ?? this.unit;
  }

  private setAccidentals(accidentals: string): boolean {
    this.accidentals = accidentals;
    return this.expectNote();
  }

  private expectNote(): boolean {
    this.needsNote = true;
    return true;
  }

  private go(mode: Mode, code = ""): boolean {
    this.mode = mode;
    this.code = code;
    this.text = "";
    return true;
  }

  private write(c: string): boolean {
    this.text += c;
    return true;
  }
}
