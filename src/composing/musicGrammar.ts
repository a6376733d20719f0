import { usualUnit } from "../music/time";
import { accidental, decoration, GrammarState, note } from "./grammarState";
import {
  beginChord,
  beginNote,
  type Taken,
  takeAccidental,
  takeBroken,
  takeChord,
  takeGrace,
  takeNote,
  takeParen,
} from "./noteGrammar";
import { canBegin } from "./noteTime";
import { isOffered, longestQuote } from "./offered";

const barLines = "| || ||| |] |: ||: :| :|| :|] :|: :: :||: [| [|: [|]".split(" ");
const fieldCodes = /^[IKLMNPQRTUVWrswm]$/;

/**
 * Reads a tune a character at a time and tells what may come next, so that what is written parses and every bar adds up to
 * the meter. Time is exact; a character costs constant time. A bar that is wrong already, or holds what is not known here,
 * counts as free up to its bar line.
 */
export class MusicGrammar {
  private state = new GrammarState();
  /** A character that was asked for and may come, and what is then. */
  private tried: { readonly character: string; readonly state: GrammarState } | undefined;

  /** A reader of what follows `tune`, a tune's text from its first header line on, as a model reads it. */
  static behind(tune: string): MusicGrammar {
    const grammar = new MusicGrammar();
    for (const character of tune) grammar.read(character);
    return grammar;
  }

  /** A reader that goes on from here by itself. */
  copy(): MusicGrammar {
    const copy = new MusicGrammar();
    copy.state = this.state.copy();
    return copy;
  }

  /** Whether this character may come next. */
  allows(character: string): boolean {
    return isOffered(this.state, character) && this.tries(character);
  }

  /** Whether this character may come as the last: one that only begins a longer bar line may not. */
  allowsLast(character: string): boolean {
    if (!this.allows(character)) return false;
    const { state } = this.tried as { state: GrammarState };
    return state.mode !== "barLine" || isWhole(state);
  }

  /** Reads the next character; one that may not come makes its bar free. */
  read(character: string): void {
    if (this.tried?.character === character || this.tries(character)) {
      this.state = this.tried?.state as GrammarState;
      this.tried = undefined;
      return;
    }
    const free = this.state.copy();
    free.bar.isFree = true;
    this.state = take(free, character) ? free : recovered(this.state, character);
  }

  /** Whether the tune may end here: behind a whole bar. */
  get mayEnd(): boolean {
    const { mode, afterField } = this.state;
    if (mode === "header" || afterField) return false;
    const behind = this.state.copy();
    return take(behind, "\n") && (!behind.bar.hasNotes || behind.bar.kinds.section);
  }

  private tries(character: string): boolean {
    const state = this.state.copy();
    const taken = take(state, character);
    // Most often this is the character that is read next.
    this.tried = taken ? { character, state } : undefined;
    return taken;
  }
}

/** Goes on behind a character that fits nowhere. */
function recovered({ bar, meter, unit }: GrammarState, c: string): GrammarState {
  const state = Object.assign(new GrammarState(), { bar: bar.copy(), meter, unit });
  state.bar.isFree = true;
  state.mode = c === "\n" ? "lineStart" : "music";
  if (c === "|") state.bar.end(false);
  return state;
}

/** Takes the next character; false when it may not come, and then the state is of no use any more. */
function take(state: GrammarState, c: string): boolean {
  if (c === "\r") return true;
  const taken = takeIn(state, c);
  return taken === "again" ? takeMusic(state, c) : taken;
}

function takeIn(state: GrammarState, c: string): Taken {
  switch (state.mode) {
    case "header":
      return c === "\n" ? endHeaderLine(state) : state.write(c);
    case "lineStart":
      state.lineBegins = true;
      // Where a bar has begun, no field may come: the letter is music. A bar that is free may hold anything.
      if (fieldCodes.test(c) && (!state.bar.hasNotes || state.bar.isFree))
        return state.go("code", c);
      state.mode = "music";
      return "again";
    case "code": {
      // A letter that opens a line is a field's when a colon follows.
      const { code } = state;
      if (c === ":") return state.go("field", code);
      state.mode = "music";
      return takeMusic(state, code) && take(state, c);
    }
    case "field":
      return c === "\n" ? endField(state, state.text) && state.go("lineStart") : state.write(c);
    case "inline":
      if ((state.text === "" && c !== ":") || c === "\n") return false;
      return c === "]" ? endField(state, state.text.slice(1)) && state.go("music") : state.write(c);
    case "quote":
      if (c === '"') return state.go("music");
      return c !== "\n" && c !== "|" && state.text.length < longestQuote && state.write(c);
    case "decoration":
      return c === "!" ? state.go("music") : /^[A-Za-z0-9.<>()+-]$/.test(c);
    case "note":
      return takeNote(state, c);
    case "chord":
      return takeChord(state, c);
    case "bracket":
      return takeBracket(state, c);
    case "grace":
      return takeGrace(state, c);
    case "paren":
      return takeParen(state, c);
    case "barLine":
      return takeBarLine(state, c);
    case "ending":
      if (/^[\d,.-]$/.test(c)) return true;
      state.mode = "music";
      return "again";
    case "multi":
      if (/^\d$/.test(c)) return (c !== "0" || state.text !== "") && state.write(c);
      state.mode = "music";
      return "again";
    default:
      return "again";
  }
}

/** Reads a line of the header; behind the key the body begins. */
function endHeaderLine(state: GrammarState): boolean {
  const code = state.text[1] === ":" ? state.text[0] : "";
  state.setField(code ?? "", state.text.slice(2));
  state.hasUnit ||= code === "L";
  if (code === "K" && !state.hasUnit) state.unit = usualUnit(state.meter);
  return state.go(code === "K" ? "lineStart" : "header");
}

function endField(state: GrammarState, value: string): boolean {
  state.setField(state.code, value);
  state.afterField = true;
  return true;
}

function takeMusic(state: GrammarState, c: string): boolean {
  const { afterNote, lineBegins, brokenRun, time } = state;
  state.afterNote = false;
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
      if (state.slurs === 0 || (state.needsNote && brokenRun === "")) return false;
      state.slurs--;
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
    case '"':
      return state.go("quote");
    case "!":
      return state.go("decoration");
    case "y":
      return !state.needsNote;
    case "[":
      return state.go("bracket");
    default:
      return !state.needsNote && state.inTuplet === 0 && takeBetween(state, c, lineBegins);
  }
}

/** Takes what stands between notes that belong together. */
function takeBetween(state: GrammarState, c: string, lineBegins: boolean): boolean {
  const { bar } = state;
  if (/^[1-9]$/.test(c)) return lineBegins && !bar.hasNotes && state.go("ending");
  if (c === "\\") return true;
  if (c === "\n") return state.go("lineStart");
  if (c === "|" || c === ":") {
    state.lineBegins = lineBegins;
    state.go("barLine");
    return takeBarLine(state, c) === true;
  }
  if ((c !== "Z" && c !== "X") || bar.hasNotes) return false;
  bar.hasNotes = true;
  if (bar.length) bar.filled = bar.length;
  return state.go("multi");
}

function takeBracket(state: GrammarState, c: string): Taken {
  if (c === "|") {
    if (state.needsNote || state.inTuplet > 0) return false;
    state.text = "[";
    return takeBarLine(state, c);
  }
  if (/^[1-9]$/.test(c)) return !state.bar.hasNotes && !state.needsNote && state.go("ending");
  if (note.test(c) || accidental.test(c)) return beginChord(state, c);
  return /^[A-Za-z]$/.test(c) && !state.needsNote && state.go("inline", c);
}

function takeBarLine(state: GrammarState, c: string): Taken {
  const more = state.text + c;
  if (barLines.some((line) => line.startsWith(more) && mayBe(state, line))) {
    state.mode = "barLine";
    return state.write(c);
  }
  if (!isWhole(state)) return false;
  state.bar.end(state.text !== "|");
  state.previous = undefined;
  if (/^[1-9]$/.test(c)) return state.go("ending");
  state.mode = "music";
  return "again";
}

/** Whether the bar line is one as it is written. */
function isWhole(state: GrammarState): boolean {
  return barLines.includes(state.text) && mayBe(state, state.text);
}

function mayBe({ bar, lineBegins }: GrammarState, barLine: string): boolean {
  const { plain, section } = bar.kinds;
  return barLine === "|" ? plain || (!bar.hasNotes && lineBegins) : section;
}
