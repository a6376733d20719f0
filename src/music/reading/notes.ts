import { fraction, minus, one, plus, times } from "../fraction";
import { readLength, tupletTime } from "../time";
import { canBegin, canFit, fits } from "./noteTime";
import { accidental, decoration, note, type ReadingState } from "./readingState";

/** Whether a character may come, or "again" when it ends what was read and is still to be taken as music. */
export type Taken = boolean | "again";

/** Begins a note, or a rest or chord, which have no octave. */
export function beginNote(state: ReadingState, isRest: boolean): boolean {
  if (!canBegin(state.time)) return false;
  state.isRest = isRest;
  state.needsNote = false;
  state.afterField = false;
  state.accidentals = "";
  state.brokenRun = "";
  return state.go("note");
}

/** Takes octave marks and the length of a note; whatever else ends it. */
export function takeNote(state: ReadingState, c: string): Taken {
  if ((c === "'" || c === ",") && state.text === "" && !state.isRest) return true;
  if (/^[\d/]$/.test(c)) {
    if (c === "0" && !/[1-9]$/.test(state.text)) return false;
    return canFit(state.time, state.text + c) && state.write(c);
  }
  if (!finishNote(state)) return false;
  state.mode = "music";
  return "again";
}

function finishNote(state: ReadingState): boolean {
  const { time, bar } = state;
  const length = readLength(state.text);
  if (!length || !(bar.isOver || fits(time, state.text))) return false;
  const whole = times(times(length, time.unit), time.factor);
  bar.filled = plus(bar.filled, whole);
  bar.hasNotes = true;
  state.previous = state.brokenFactor === one ? whole : undefined;
  if (state.inTuplet > 0) {
    state.tupletLength ??= state.text;
    if (--state.inTuplet === 0) {
      state.tupletFactor = one;
      state.previous = undefined;
    }
  }
  state.brokenFactor = one;
  state.chordFactor = one;
  state.afterNote = true;
  return true;
}

/**
 * Takes a sign of a broken rhythm, which moves time from one of two notes to the other: with one sign the shorter has
 * half of its length, with two a quarter, with three an eighth (ABC 2.1, 4.4).
 */
export function takeBroken(state: ReadingState, c: string, afterNote: boolean): boolean {
  const { previous, bar, brokenRun: run } = state;
  if (!previous || (run === "" ? !afterNote : c !== run[0] || run.length > 2)) return false;
  const shorter = fraction(1, 2 ** (run.length + 1));
  const longer = minus(fraction(2), shorter);
  const [first, second] = c === ">" ? [longer, shorter] : [shorter, longer];
  // The note before has been counted at its full length, or as the signs so far have it.
  const counted = run === "" ? one : minus(fraction(2), state.brokenFactor);
  bar.filled = plus(bar.filled, times(previous, minus(first, counted)));
  state.brokenFactor = second;
  state.brokenRun = run + c;
  state.needsNote = true;
  return canBegin(state.time);
}

/** Takes what follows a round bracket: the number of a tuplet, or what a slur begins with. */
export function takeParen(state: ReadingState, c: string): Taken {
  state.mode = "music";
  if (!/^[2-9]$/.test(c)) {
    state.slurs++;
    state.needsNote = true;
    return "again";
  }
  if (state.inTuplet > 0 || state.brokenFactor !== one) return false;
  state.go("tuplet");
  state.inTuplet = Number(c);
  state.tupletLength = undefined;
  state.tupletFactor = fraction(tupletTime(state.inTuplet, state.meter), state.inTuplet);
  return canBegin(state.time) && state.write(c) && state.expectNote();
}

/** Takes what may stand behind a tuplet's number: `:q` and `:r`, r notes in the time of q (ABC 2.1, 4.13). */
export function takeTuplet(state: ReadingState, c: string): Taken {
  if (/^[\d:]$/.test(c)) return /^[2-9]:\d?(?::\d?)?$/.test(state.text + c) && state.write(c);
  const [p = 0, q = 0, r = 0] = state.text.split(":").map(Number);
  if (q > 0) state.tupletFactor = fraction(q, p);
  if (r > 0) state.inTuplet = r;
  state.mode = "music";
  return "again";
}

/** Begins a chord with the first character behind its bracket. */
export function beginChord(state: ReadingState, c: string): boolean {
  if (!canBegin(state.time)) return false;
  state.notes = 0;
  state.accidentals = "";
  state.chordLength = "";
  state.go("chord");
  return takeChord(state, c);
}

/** Takes the notes of a chord; the first one's length is the chord's. */
export function takeChord(state: ReadingState, c: string): boolean {
  if (takeSmallNote(state, c)) return true;
  if (state.notes === 0 || state.accidentals !== "") return false;
  if (/^[\d/]$/.test(c)) {
    if (!isLengthAfter(state.text, c)) return false;
    state.write(c);
    if (state.notes > 1) return true;
    state.chordLength += c;
    return canFit(state.time, state.chordLength);
  }
  const length = readLength(state.chordLength);
  if (c !== "]" || !length) return false;
  state.chordFactor = length;
  return beginNote(state, true);
}

/** Takes the notes of a grace group, which have no time. */
export function takeGrace(state: ReadingState, c: string): boolean {
  if (takeSmallNote(state, c)) return true;
  if (state.accidentals !== "") return false;
  if (c === "}") return state.notes > 0 && state.expectNote() && state.go("music");
  if (/^[\d/]$/.test(c)) {
    const isFirst = state.text === "" && c === "/";
    return (isFirst || isLengthAfter(state.text, c)) && state.write(c);
  }
  return (decoration.test(c) || /^[ ()-]$/.test(c)) && state.write(c);
}

/** Takes the pitch of a note inside brackets or braces. */
function takeSmallNote(state: ReadingState, c: string): boolean {
  if (note.test(c)) {
    if (!endsChordLength(state)) return false;
    state.notes++;
    state.accidentals = "";
    return state.write(c);
  }
  if (accidental.test(c)) {
    return endsChordLength(state) && takeAccidental(state, c) && state.write(c);
  }
  return (c === "'" || c === ",") && /[A-Ga-g',]$/.test(state.text) && state.write(c);
}

/** Whether the length of a chord's first note, where one has been begun, can stand as it is. */
function endsChordLength({ mode, notes, chordLength, time }: ReadingState): boolean {
  if (mode !== "chord" || notes !== 1) return true;
  const factor = readLength(chordLength);
  return factor !== undefined && canBegin({ ...time, factor: times(time.factor, factor) });
}

/** Whether a digit or a slash may follow as part of a note's length. */
function isLengthAfter(text: string, c: string): boolean {
  return /[A-Ga-g][',]*(?:[1-9]\d*)?(?:\/+(?:[1-9]\d*)?)?$/.test(text + c);
}

/** Takes an accidental, or the second of a double one. */
export function takeAccidental(state: ReadingState, c: string): boolean {
  const { accidentals } = state;
  if (accidentals !== "" && (accidentals !== c || c === "=")) return false;
  state.accidentals = accidentals + c;
  return true;
}
