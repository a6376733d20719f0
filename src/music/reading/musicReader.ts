import { compare } from "../fraction";
import { usualUnit } from "../time";
import { endBar, isBarLine, takeBarLine } from "./barLines";
import { BarTime } from "./barTime";
import { takeBracket, takeMusic } from "./music";
import { type Taken, takeChord, takeGrace, takeNote, takeParen, takeTuplet } from "./notes";
import { ReadingState } from "./readingState";

const fieldCodes = /^[IKLMNPQRTUVWrswm+]$/;

/**
 * Reads a tune a character at a time, bar by bar: the one reader for bar counts, exact time, sections and what may come
 * next. Each character costs constant time. A bar that is wrong, or holds what is not known here, keeps no time up to its
 * bar line, and reading goes on.
 */
export class MusicReader {
  private current = new ReadingState();
  /** A character that was asked for and fits, and the state behind it. */
  private tried: { readonly character: string; readonly state: ReadingState } | undefined;

  /** A reader of what follows `tune`, a tune's text from its first header line on. */
  static behind(tune: string): MusicReader {
    const reader = new MusicReader();
    for (const character of tune) reader.read(character);
    return reader;
  }

  /** A reader of a tune's body alone, which keeps no time. */
  static ofBody(): MusicReader {
    const reader = new MusicReader();
    reader.current.mode = "lineStart";
    return reader;
  }

  /** A reader that goes on from here by itself. */
  copy(): MusicReader {
    const copy = new MusicReader();
    copy.current = this.current.copy();
    return copy;
  }

  /** What is known so far; not to be changed. */
  get state(): Readonly<ReadingState> {
    return this.current;
  }

  /** Whether this character fits here: it can be read, and its bar still add up to the meter. */
  fits(character: string): boolean {
    return this.after(character) !== undefined;
  }

  /** What will be known when this character, one that fits, has been read. */
  after(character: string): Readonly<ReadingState> | undefined {
    if (this.tried?.character === character) return this.tried.state;
    const state = this.current.copy();
    if (!take(state, character)) return undefined;
    // Most often this is the character that is read next.
    this.tried = { character, state };
    return state;
  }

  /** Reads the next character, whether it fits or not; true when a bar line that ends a bar was complete before it. */
  read(character: string): boolean {
    if (character === "\r") return false;
    const { bars } = this.current;
    this.current = this.tried?.character === character ? this.tried.state : this.taken(character);
    this.tried = undefined;
    const { current } = this;
    current.last = character;
    if (isInBar(current)) current.barText += character;
    return current.bars > bars;
  }

  /** Bars so far; a bar line at the very end has ended one even if it may go on. */
  get barsSoFar(): number {
    return this.current.bars + (this.endsBar ? 1 : 0);
  }

  /** Whether a bar line stands at the end that ends a bar if nothing follows. */
  get endsBar(): boolean {
    const { mode, bar, text } = this.current;
    return mode === "barLine" && bar.hasNotes && isBarLine(text);
  }

  /** Says that no character follows; true when a bar line that ends a bar is complete here. */
  end(): boolean {
    const { endsBar, current } = this;
    this.tried = undefined;
    if (current.mode === "barLine" && isBarLine(current.text)) {
      endBar(current);
      current.mode = "music";
    }
    return endsBar;
  }

  /** What is known when a line ends here; undefined where none may. */
  get behindLine(): Readonly<ReadingState> | undefined {
    const behind = this.current.copy();
    return take(behind, "\n") ? behind : undefined;
  }

  /** Whether the tune may end here: behind a whole bar, or one that is shorter by a pick-up. */
  get mayEnd(): boolean {
    const { mode, afterField } = this.current;
    const behind = this.behindLine;
    if (mode === "header" || afterField || !behind) return false;
    return !behind.bar.hasNotes || behind.bar.kinds.section;
  }

  /** Lets the begun bar be filled up to a time, in whole notes, and no further: what ends it stands there already. */
  limitBar(limit: ReadingState["bar"]["limit"]): void {
    this.tried = undefined;
    this.current.bar.limit = limit;
  }

  /** Forgets the time of the begun bar and takes it to have no set length. */
  clearBar(): void {
    this.tried = undefined;
    const { hasNotes } = this.current.bar;
    this.current.bar = Object.assign(new BarTime(), { hasNotes, isFree: true });
  }

  /** Leaves so many of the open slurs to what follows: they may not be closed. */
  leaveSlurs(count: number): void {
    this.tried = undefined;
    this.current.slurs = Math.max(0, this.current.slurs - count);
  }

  /** Has the begun bar filled before it ends: it is no pick-up. */
  fillBar(): void {
    this.tried = undefined;
    this.current.bar.isFirst = false;
    this.current.bar.isVeryFirst = false;
  }

  /** Keeps time again in a bar that is wrong: up to its length, or no further where it is longer already. */
  mendBar(): void {
    const { bar, mode } = this.current;
    if (!bar.isFree || !bar.length || mode === "barLine") return;
    const { filled } = this.after(" ")?.bar ?? bar;
    this.tried = undefined;
    bar.isFree = false;
    bar.isOver = compare(filled, bar.length) >= 0;
  }

  /** Has sections close after so many bars at the latest. */
  limitSections(bars: number): void {
    this.tried = undefined;
    this.current.longestSection = bars;
  }

  private taken(character: string): ReadingState {
    const state = this.current.copy();
    if (take(state, character)) return state;
    const free = this.current.copy();
    free.bar.isFree = true;
    return take(free, character) ? free : recovered(this.current, character);
  }
}

/** Whether the state is in music, not in a field or a comment. */
function isInBar({ mode }: ReadingState): boolean {
  return mode !== "header" && mode !== "field" && mode !== "comment" && mode !== "lineStart";
}

/** Goes on behind a character that fits nowhere: of the music, what is not of its bar is kept. */
function recovered(before: ReadingState, c: string): ReadingState {
  const left = settledNote(before);
  if (left.mode === "barLine" && isBarLine(left.text)) endBar(left);
  const { bar, meter, unit, hasUnit, key, rhythm, sections, longestSection } = left;
  const { bars, barLines, barText, latestBars } = left;
  const music = { bar, bars, barLines, barText, latestBars, sections, longestSection };
  const kept = { ...music, meter, unit, hasUnit, key, rhythm };
  const state = Object.assign(new ReadingState(), kept);
  state.bar.isFree = true;
  // What looked like a decoration was music.
  const lost = (left.mode === "decoration" ? left.text : "") + c;
  if (/[A-Ga-gxz]/.test(lost)) state.bar.hasNotes = true;
  state.mode = c === "\n" ? "lineStart" : "music";
  if (c === "|" || c === ":") {
    state.mode = "barLine";
    state.text = c;
  }
  return state;
}

/** The state behind a note that is being read, whose time counts whatever comes next. */
function settledNote(before: ReadingState): ReadingState {
  const behind = before.copy();
  behind.bar.isFree = true;
  return behind.mode === "note" && take(behind, " ") ? behind : before.copy();
}

/** Takes the next character; false when it does not fit, and then the state is of no use any more. */
function take(state: ReadingState, c: string): boolean {
  if (c === "\r") return true;
  const taken = takeIn(state, c);
  return taken === "again" ? takeMusic(state, c) : taken;
}

function takeIn(state: ReadingState, c: string): Taken {
  switch (state.mode) {
    case "header":
      if (isMusic(state.text, c)) return takeAll(state, state.text + c);
      return c === "\n" ? endHeaderLine(state) : state.write(c);
    case "lineStart":
      state.lineBegins = true;
      if (fieldCodes.test(c)) return state.go("code", c);
      state.mode = "music";
      return "again";
    case "code": {
      // A letter that opens a line is a field's when a colon follows.
      const { code } = state;
      if (c === ":") {
        state.barText = state.barText.slice(0, -code.length);
        return state.go("field", code);
      }
      state.mode = "music";
      return takeMusic(state, code) && take(state, c);
    }
    case "field":
      return c === "\n" ? endField(state, state.text) && state.go("lineStart") : state.write(c);
    case "comment":
      return c !== "\n" || state.go("lineStart");
    case "inline":
      if ((state.text === "" && c !== ":") || c === "\n") return false;
      return c === "]" ? endField(state, state.text.slice(1)) && state.go("music") : state.write(c);
    case "quote":
      if (c === '"') return state.go("music");
      return c !== "\n" && state.write(c);
    case "decoration":
      if (c === state.code) return state.go("music");
      return /^[A-Za-z0-9.<>()+/~^-]$/.test(c) && state.write(c);
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
    case "tuplet":
      return takeTuplet(state, c);
    case "barLine":
      return takeBarLine(state, c);
    case "ending":
      if (/^[\d,.-]$/.test(c)) return true;
      state.mode = "music";
      return "again";
    case "multi":
      if (/^\d$/.test(c)) return (c !== "0" || state.text !== "") && state.write(c);
      state.bar.rests = Number(state.text || 1);
      state.mode = "music";
      return "again";
    default:
      return "again";
  }
}

/** Whether a line of a header that begins so is one of music, as in a tune without a key. */
function isMusic(begun: string, c: string): boolean {
  if (begun === "") return /^[^A-Za-z%+\s]$/.test(c);
  return begun.length === 1 && /^[A-Za-z]$/.test(begun) && c !== ":";
}

function takeAll(state: ReadingState, text: string): boolean {
  beginBody(state);
  return [...text].every((character) => take(state, character));
}

function beginBody(state: ReadingState): true {
  if (!state.hasUnit) state.unit = usualUnit(state.meter);
  return state.go("lineStart");
}

/** Reads a line of the header; behind the key the body begins. */
function endHeaderLine(state: ReadingState): boolean {
  const code = state.text[1] === ":" ? state.text[0] : "";
  state.setField(code ?? "", state.text.slice(2));
  state.hasUnit ||= code === "L";
  return code === "K" ? beginBody(state) : state.go("header");
}

function endField(state: ReadingState, value: string): boolean {
  state.setField(state.code, value);
  state.afterField = true;
  return true;
}
