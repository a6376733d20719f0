import { zero } from "../fraction";
import { beginEnding, takeBarLine } from "./barLines";
import { beginChord, beginNote, type Taken, takeAccidental, takeBroken } from "./notes";
import { canBegin } from "./noteTime";
import { accidental, decoration, note, type ReadingState } from "./readingState";

/** Takes a character of music. */
export function takeMusic(state: ReadingState, c: string): boolean {
  const { afterNote, lineBegins, brokenRun, time } = state;
  state.afterNote = false;
  // Grace notes may also end the note before them.
  if (state.last === "}" && /^[|:)\n]$/.test(c) && state.inTuplet === 0) state.needsNote = false;
  if (state.accidentals !== "" && !note.test(c)) {
    return accidental.test(c) && takeAccidental(state, c);
  }
  if (c !== " ") state.lineBegins = false;
  if (note.test(c)) return beginNote(state, false);
  if (c === "z" || c === "x") return beginNote(state, true);
  if (accidental.test(c)) {
    return canBegin(time) && takeAccidental(state, c) && state.expectNote();
  }
  if (c === ">" || c === "<") return takeBroken(state, c, afterNote);
  if (decoration.test(c)) return canBegin(time) && state.expectNote();
  state.brokenRun = "";
  switch (c) {
    case "H":
    case "S":
    case "O":
      // A fermata, a segno and a coda stand over bar lines, too.
      return true;
    case "(":
      return canBegin(time) && state.go("paren");
    case "{":
      state.notes = 0;
      return canBegin(time) && state.go("grace");
    case ")":
      if (state.needsNote && brokenRun === "") return false;
      state.slurs = Math.max(0, state.slurs - 1);
      state.afterNote = afterNote;
      return true;
    case "-":
      state.afterNote = afterNote;
      return afterNote || brokenRun !== "";
    case " ":
    case "`":
      state.afterNote = c === "`" && afterNote;
      state.lineBegins = lineBegins;
      return true;
    case "&":
      // Another voice of the same bar begins.
      state.bar.filled = zero;
      state.previous = undefined;
      return !state.needsNote && state.inTuplet === 0;
    case "%":
      return state.go("comment");
    case "+":
    case "!":
      return state.go("decoration", c);
    case '"':
      return state.go("quote");
    case "y":
      return !state.needsNote;
    case "[":
      return state.go("bracket");
    default:
      return !state.needsNote && state.inTuplet === 0 && takeBetween(state, c, lineBegins);
  }
}

/** Takes what stands between notes that belong together. */
function takeBetween(state: ReadingState, c: string, lineBegins: boolean): boolean {
  const { bar } = state;
  if (/^[1-9]$/.test(c)) return lineBegins && !bar.hasNotes && beginEnding(state, c);
  if (c === "\\") return true;
  if (c === "\n") return state.go("lineStart");
  if (c === "|" || c === ":") {
    state.lineBegins = lineBegins;
    state.go("barLine");
    return takeBarLine(state, c) === true;
  }
  if ((c !== "Z" && c !== "X") || bar.hasNotes) return false;
  bar.hasNotes = true;
  state.afterField = false;
  if (bar.length) bar.filled = bar.length;
  return state.go("multi");
}

/** Takes what follows a square bracket. */
export function takeBracket(state: ReadingState, c: string): Taken {
  if (c === "|") {
    if (state.needsNote || state.inTuplet > 0) return false;
    state.text = "[";
    return takeBarLine(state, c);
  }
  if (/^[1-9]$/.test(c)) return !state.bar.hasNotes && !state.needsNote && beginEnding(state, c);
  if (note.test(c) || accidental.test(c)) return beginChord(state, c);
  return /^[A-Za-z]$/.test(c) && !state.needsNote && state.go("inline", c);
}
