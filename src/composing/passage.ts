import { compare, equal, type Fraction, minus, plus, zero } from "../music/fraction";
import { isBarLine, isWholeBarLine } from "../music/reading/barLines";
import type { MusicReader } from "../music/reading/musicReader";

/** A stretch of music to write up to a time of its bar, in whole notes, and the text that stands behind it. */
export interface Frame {
  /** How far the bar is filled. */
  readonly limit: Fraction;
  readonly behind: string;
}

/** Where a text has to stop. */
export interface Passage {
  /** Bar lines to write. */
  readonly bars: number;
  /** What is to be filled behind the last of them; without any the text stops right behind that bar line. */
  readonly frames: readonly Frame[];
  /** Whether the text is to stay within the section: no section mark and no ending of its own. */
  readonly isInSection?: boolean;
  /** Whether music follows that is to mean what it did: no field that would change that. */
  readonly isInBetween?: boolean;
  /** Whether the begun bar is one that was full with what follows, and so no pick-up. */
  readonly isFull?: boolean;
  /** Slurs that what follows closes. */
  readonly slurs?: number;
}

/** What stands right behind a place, up to its first bar line. */
interface Following {
  readonly time: Fraction;
  /** Whether all that it holds can be timed. */
  readonly isKnown: boolean;
  /** Whether it and what is before it make a right bar. */
  readonly isRight: boolean;
  /** Whether that bar is the pick-up of its section. */
  readonly isPickUp: boolean;
}

/** Whether what follows goes on with a note, chord or rhythm that has begun. */
export function splitsToken(reader: MusicReader, follows: string): boolean {
  const { mode, needsNote, inTuplet } = reader.state;
  if (mode === "note") {
    return /^[',\d/<>)-]/.test(follows) || settled(reader).state.inTuplet > 0;
  }
  if (mode === "barLine") return /^[|:\]\d]/.test(follows);
  if (mode === "ending") return /^[\d,.-]/.test(follows);
  return (mode !== "music" && mode !== "lineStart") || needsNote || inTuplet > 0;
}

/** The passage of so many bars, the begun one being the first, that leads into what follows. */
export function passageTo(reader: MusicReader, follows: string, bars: number): Passage {
  if (follows.trim() === "") return { bars, frames: [] };
  const isInSection = !isBetweenSections(reader, follows);
  const slurs = closedSlurs(follows);
  return { ...meeting(reader, follows, bars), isInSection, isInBetween: true, slurs };
}

/** Slurs that are closed but not opened in what follows. */
function closedSlurs(follows: string): number {
  let open = 0;
  let closed = 0;
  for (const [sign] of follows.replace(/"[^"\n]*"|!\S+!/g, "").matchAll(/\((?!\d)|\)/g)) {
    if (sign === "(") open++;
    else if (open > 0) open--;
    else closed++;
  }
  return closed;
}

/** Whether a place is in a bar that is to stay as it is: a wrong one that goes on behind it, or a pick-up. */
export function isInSettledBar(reader: MusicReader, follows: string): boolean {
  const { isFree, hasNotes, isFirst, filled, length } = settled(reader).state.bar;
  if (!hasNotes || follows === "") return false;
  const { time, isRight } = following(reader, follows);
  if (isFree) return time.n > 0;
  return isRight && isFirst && length !== undefined && compare(plus(filled, time), length) < 0;
}

/** Whether a section has closed before a place and another opens behind it. */
function isBetweenSections(reader: MusicReader, follows: string): boolean {
  const { sections, bar } = settled(reader).state;
  const opens = /^\s*(?:(?:[KLMPQR]:.*|\[[KLMPQR]:[^\]\n]*\])\s*)*(?:\|+:|\[\||\|\|)/.test(follows);
  return sections.closed > 0 && sections.time.n === 0 && !bar.hasNotes && opens;
}

function meeting(reader: MusicReader, follows: string, bars: number): Passage {
  const { filled, length, isFree } = settled(reader).state.bar;
  if (isFree) return { bars, frames: [] };
  const { time, isKnown, isRight, isPickUp } = following(reader, follows);
  const last = (limit: Fraction): readonly Frame[] => [{ limit, behind: "" }];
  // Behind other bars a pick-up is the rest of a bar.
  if (isPickUp && length) return { bars, frames: last(minus(length, time)) };
  if (isRight && length) {
    const isFull = filled.n > 0 && equal(plus(filled, time), length);
    return { bars, frames: filled.n > 0 ? last(filled) : [], isFull };
  }
  // What lacks in the bar goes in first.
  const fits = isKnown && length !== undefined && compare(plus(filled, time), length) < 0;
  if (fits) return { bars: bars - 1, frames: last(minus(length, time)) };
  return { bars, frames: [] };
}

/** How much time of the begun bar is missing before what follows; undefined where that is unknown or nothing is. */
export function missingTime(reader: MusicReader, follows: string): Fraction | undefined {
  const { filled, length, isFree } = settled(reader).state.bar;
  const { time, isKnown, isRight } = following(reader, follows);
  if (isRight || isFree || !isKnown || !length) return undefined;
  const missing = minus(minus(length, filled), time);
  return missing.n > 0 ? missing : undefined;
}

/** The bars that bring a section, with what follows in it, to whole phrases of four; between sections one of eight. */
export function barsToWholePhrases(reader: MusicReader, follows: string): number {
  if (isBetweenSections(reader, follows)) return 8;
  const bars = barsOfSection(reader, follows);
  // Where time is missing, filling that is the first bar asked for.
  return missingTime(reader, follows) ? 5 - (bars % 4 || 4) : 4 - (bars % 4);
}

/** The bars of the section that is being written, up to its end in what follows. */
function barsOfSection(reader: MusicReader, follows: string): number {
  const behind = reader.copy();
  const { closed } = behind.state.sections;
  for (const character of follows) {
    const { bar, sections } = behind.state;
    behind.read(character);
    // The bar line that closes a section may end one bar more.
    if (behind.state.sections.closed !== closed) return sections.bars + (bar.hasNotes ? 1 : 0);
  }
  behind.end();
  const { sections, bar } = behind.state;
  if (sections.closed !== closed) return barsOfSection(reader, `${follows} `);
  return sections.bars + (bar.hasNotes ? 1 : 0);
}

/** Whether a text, read from here on, makes bars that are right, also the one that it shares with what follows. */
export function leadsInto(reader: MusicReader, text: string, follows: string): boolean {
  const before = following(reader, follows);
  const wasRight = before.isRight || missingTime(reader, follows) !== undefined;
  const behind = reader.copy();
  for (const character of text) {
    if (!behind.fits(character)) return false;
    behind.read(character);
  }
  if (behind.state.mode === "barLine") {
    // A bar line that only begins a longer one is none.
    if (!behind.fits(" ")) return false;
    // What follows may not make another one of it, but where that divides sections anyway.
    const [more = ""] = /^[|:\]]+/.exec(follows) ?? [];
    const joins = isBetweenSections(reader, follows) && isBarLine(behind.state.text + more);
    if (more !== "" && !joins) return false;
  }
  if (!wasRight) return true;
  const after = following(behind, follows);
  const { filled, length } = settled(behind).state.bar;
  const time = plus(filled, after.time);
  // The bar that is shared keeps its time, or is full.
  const was = plus(settled(reader).state.bar.filled, before.time);
  return after.isRight && (!length || equal(time, length) || equal(time, was));
}

/** A reader behind what may still go on: a note, a bar line or a rest of several bars. */
export function settled(reader: MusicReader): MusicReader {
  const copy = reader.copy();
  if (/^(?:note|barLine|multi)$/.test(copy.state.mode)) copy.read(" ");
  return copy;
}

function following(reader: MusicReader, follows: string): Following {
  const straight = reader.copy();
  const alone = settled(reader);
  const { filled, length } = alone.state.bar;
  // Whatever stands between its notes, a bar that is full is right.
  const isFull = (time: Fraction): boolean =>
    length !== undefined && filled.n > 0 && equal(plus(filled, time), length);
  alone.clearBar();
  const { bars } = alone.state;
  let time = zero;
  let isKnown = true;
  let isRight = !straight.state.bar.isFree;
  for (const character of follows) {
    const isWhole = straight.endsBar && isWholeBarLine(straight.state);
    isRight &&= isWhole || straight.fits(character);
    straight.read(character);
    time = alone.state.bar.filled;
    isKnown &&= alone.endsBar || alone.fits(character);
    alone.read(character);
    // A bar line that stands first ends the bar, too.
    if (alone.state.bars > bars || alone.state.bar.emptyLines > 0) break;
  }
  if (alone.state.bars === bars && alone.state.bar.emptyLines === 0) {
    time = (alone.endsBar ? alone : settled(alone)).state.bar.filled;
    isRight &&= straight.behindLine !== undefined;
  }
  const { sections } = straight.state;
  const isPickUp = isRight && time.n > 0 && sections.hasPickUp && sections.bars === 0;
  return {
    time,
    isKnown,
    isRight: isRight || isFull(time),
    isPickUp: isPickUp && !reader.state.sections.hasPickUp,
  };
}
