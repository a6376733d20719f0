import { type Fraction, fraction, one, times } from "../fraction";
import { freeMeter, type Meter, readMeter, readUnit } from "../time";
import { BarTime } from "./barTime";
import type { NoteTime } from "./noteTime";
import { noSections, type Sections } from "./sections";

/** What a reader of music is inside of. */
export type Mode =
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
  | "tuplet"
  | "comment"
  | "barLine"
  | "ending"
  | "multi";

/** Letters of notes. */
export const note = /^[A-Ga-g]$/;
export const accidental = /^[\^_=]$/;
/** Characters that stand for decorations of the note that follows. */
export const decoration = /^[~.LMPTuvkKJRn]$/;

const eighth = fraction(1, 8);

/** All that is known of the music so far, as far as it tells what may come next. */
export class ReadingState {
  mode: Mode = "header";
  /** The character read last, "" at the start. */
  last = "";
  bar: BarTime;
  sections: Sections = noSections;
  /** Bars that have ended. */
  bars = 0;
  /** Bar lines that have ended. */
  barLines = 0;
  /** The music of the bar so far. */
  barText = "";
  /** The music of the latest bars that have ended, without white space, the number of an ending and the bar line. */
  latestBars: readonly string[] = [];
  /** How many bars a section may have before it has to close; undefined for any number. */
  longestSection: number | undefined;
  /** The value of the K: field in force. */
  key = "";
  /** The value of the R: field, in lower case. */
  rhythm = "";
  meter: Meter = freeMeter;
  unit: Fraction = eighth;
  hasUnit = false;
  /** What is written of a length, a bar line, a field or a quote. */
  text = "";
  /** The code of the field that is being read. */
  code = "";
  isRest = false;
  /** Whether a note has to come before anything else that counts. */
  needsNote = false;
  accidentals = "";
  slurs = 0;
  tupletFactor = one;
  /** Notes of the tuplet still to come. */
  inTuplet = 0;
  /** The length of the tuplet's first note as it is written; undefined before its end. */
  tupletLength: string | undefined;
  brokenFactor = one;
  /** The signs of a broken rhythm between its two notes. */
  brokenRun = "";
  /** The length of the note just read, in whole notes, where it may become part of a broken rhythm. */
  previous: Fraction | undefined;
  chordFactor = one;
  /** The length of a chord's first note. */
  chordLength = "";
  /** Notes read of a chord or of grace notes. */
  notes = 0;
  afterNote = false;
  /** Whether nothing but blanks stands in the line so far. */
  lineBegins = true;
  /** Whether a field stands behind the last music. */
  afterField = false;

  constructor(bar = new BarTime()) {
    this.bar = bar;
  }

  /** A state of its own that goes on from here. */
  copy(): ReadingState {
    const copy = new ReadingState(this.bar.copy());
    // One by one: a reader copies its state many times a character, and Object.assign takes longer.
    copy.mode = this.mode;
    copy.last = this.last;
    copy.sections = this.sections;
    copy.bars = this.bars;
    copy.barLines = this.barLines;
    copy.barText = this.barText;
    copy.latestBars = this.latestBars;
    copy.longestSection = this.longestSection;
    copy.key = this.key;
    copy.rhythm = this.rhythm;
    copy.meter = this.meter;
    copy.unit = this.unit;
    copy.hasUnit = this.hasUnit;
    copy.text = this.text;
    copy.code = this.code;
    copy.isRest = this.isRest;
    copy.needsNote = this.needsNote;
    copy.accidentals = this.accidentals;
    copy.slurs = this.slurs;
    copy.tupletFactor = this.tupletFactor;
    copy.inTuplet = this.inTuplet;
    copy.tupletLength = this.tupletLength;
    copy.brokenFactor = this.brokenFactor;
    copy.brokenRun = this.brokenRun;
    copy.previous = this.previous;
    copy.chordFactor = this.chordFactor;
    copy.chordLength = this.chordLength;
    copy.notes = this.notes;
    copy.afterNote = this.afterNote;
    copy.lineBegins = this.lineBegins;
    copy.afterField = this.afterField;
    return copy;
  }

  /** Where the next note stands in time. */
  get time(): NoteTime {
    const factor = times(times(this.tupletFactor, this.brokenFactor), this.chordFactor);
    return { left: this.bar.left, unit: this.unit, factor, inTuplet: this.inTuplet };
  }

  /** Goes into a mode with nothing written; true, as all that take a character say when it may come. */
  go(mode: Mode, code = ""): true {
    this.mode = mode;
    this.code = code;
    this.text = "";
    return true;
  }

  write(character: string): true {
    this.text += character;
    return true;
  }

  expectNote(): true {
    this.needsNote = true;
    return true;
  }

  setField(code: string, value: string): void {
    if (code === "M") {
      this.meter = readMeter(value);
      this.bar.length = this.meter.bar;
    }
    if (code === "K") this.key = value.trim();
    if (code === "R") this.rhythm = value.trim().toLowerCase();
    if (code === "L") this.unit = readUnit(value) ?? this.unit;
  }
}
