import { type MusicToken, notesOf } from "../abc/musicTokens";
import { BarAccidentals, letterIndex } from "../music/barAccidentals";
import { alterationOf } from "../music/key";
import { KeyAccidentals } from "./keyAccidentals";
import { readLineHabits } from "./lineHabits";
import type { LineOfMusic } from "./lineOfMusic";
import { tuneBody } from "./tuneBody";
import { Occasions, type Usage } from "./usage";

/** What holds of accidentals at a place. */
export interface AccidentalsSoFar {
  readonly bar: BarAccidentals;
  /** An accidental at the very end, whose note is to come. */
  readonly accidental: string;
  readonly key: KeyAccidentals;
}

/** How a tune is written, as far as its text shows it, and what its last line and bar hold. */
export interface Habits extends AccidentalsSoFar {
  readonly line: LineOfMusic;
  readonly spaceBeforeBarLines: Usage;
  readonly spaceBehindBarLines: Usage;
  /** Whether spaces stand between the notes of a bar. */
  readonly spaceInBars: Usage;
  /** The most spaces that stand in a row, at least one. */
  readonly longestSpace: number;
  /** Bars in a line of music, not counting pick-ups and second endings; undefined where lines differ. */
  readonly barsPerLine: number | undefined;
  /** Whether `barsPerLine` is sure. */
  readonly isLineSure: boolean;
  /** Letters of rests in use. */
  readonly rests: ReadonlySet<string>;
  /** Codes of the fields in the body, on lines of their own or within the music. */
  readonly fields: ReadonlySet<string>;
  /** Accidentals in use, each with its letter in lower case, such as `^f`. */
  readonly accidentals: ReadonlySet<string>;
  /** What else is in use. */
  readonly marks: ReadonlySet<Mark>;
}

/** Things that a tune may use or not; a courtesy accidental repeats what holds anyway. */
export type Mark =
  | "quote"
  | "decoration"
  | "grace"
  | "chord"
  | "spacer"
  | "backtick"
  | "continuation"
  | "courtesyAccidental"
  | "doubleAccidental";

/** Reads how a tune is written from its text up to the cursor, as the model reads it. */
export function readHabits(text: string): Habits {
  const { key, lines } = tuneBody(text);
  const reader = new HabitReader(key);
  for (const line of lines) {
    if (line.kind === "field") reader.readField(line.code, line.value);
    else reader.readLine(line.tokens);
  }
  const music = lines.flatMap((line) => (line.kind === "music" ? [line.tokens] : []));
  const { barsPerLine, isLineSure, line } = readLineHabits(music);
  const changesTime = reader.fields.has("M") || reader.fields.has("L");
  return {
    spaceBeforeBarLines: reader.before.usage,
    spaceBehindBarLines: reader.behind.usage,
    spaceInBars: reader.inBars.usage,
    longestSpace: reader.longestSpace,
    barsPerLine: changesTime ? undefined : barsPerLine,
    isLineSure,
    rests: reader.rests,
    fields: reader.fields,
    accidentals: reader.accidentals,
    marks: reader.marks,
    line,
    bar: reader.bar,
    key: new KeyAccidentals(reader.key.value, reader.accidentals),
    accidental: /(?:^|\n)[^\n:]*?([\^_=]{0,2})$/.exec(text)?.[1] ?? "",
  };
}

const markOf: Readonly<Record<string, Mark>> = {
  y: "spacer",
  "`": "backtick",
  "\\": "continuation",
};

/** Reads the music of a body, line by line. */
class HabitReader {
  readonly before = new Occasions();
  readonly behind = new Occasions();
  readonly inBars = new Occasions();
  longestSpace = 1;
  readonly rests = new Set<string>();
  readonly fields = new Set<string>();
  readonly accidentals = new Set<string>();
  readonly marks = new Set<Mark>();
  readonly bar = new BarAccidentals();
  key: KeyAccidentals;
  private notesInBar = 0;
  private hasInnerSpace = false;

  constructor(key: string) {
    this.key = new KeyAccidentals(key, new Set());
  }

  readField(code: string, value: string): void {
    this.fields.add(code);
    if (code === "K") this.key = new KeyAccidentals(value, new Set());
  }

  readLine(tokens: readonly MusicToken[]): void {
    for (const [index, token] of tokens.entries()) {
      if (token.kind === "barLine") this.readBarLine(tokens, index);
      else this.readToken(token, tokens[index + 1]);
    }
  }

  private readToken(token: MusicToken, behind: MusicToken | undefined): void {
    const { kind, text } = token;
    for (const note of notesOf(token)) this.readNote(note);
    switch (kind) {
      case "note":
      case "chord":
        this.notesInBar++;
        break;
      case "space":
        // One between notes; those beside bar lines are told apart from them.
        this.longestSpace = Math.max(this.longestSpace, text.length);
        if (this.notesInBar > 0 && behind && behind.kind !== "barLine") this.hasInnerSpace = true;
        return;
      case "rest":
        this.notesInBar++;
        this.rests.add(text[0] ?? "");
        return;
      case "inlineField":
        this.readField(text[1] ?? "", text.slice(3, -1));
        return;
      case "quote":
      case "decoration":
      case "grace":
        this.marks.add(kind);
        return;
      default: {
        const mark = markOf[text];
        if (mark) this.marks.add(mark);
      }
    }
    if (kind === "chord") this.marks.add(kind);
  }

  private readBarLine(tokens: readonly MusicToken[], index: number): void {
    const isSpaced = tokens[index - 1]?.kind === "space";
    if (endsMusic(tokens[index - (isSpaced ? 2 : 1)])) this.before.see(isSpaced);
    if (this.notesInBar > 1) this.inBars.see(this.hasInnerSpace);
    const behind = tokens[index + 1];
    const isOccasion = behind && behind.kind !== "lineEnd" && behind.kind !== "ending";
    if (isOccasion && tokens[index]?.text === "|") this.behind.see(behind.kind === "space");
    this.notesInBar = 0;
    this.hasInnerSpace = false;
    this.bar.endBar();
  }

  private readNote(note: string): void {
    const sign = note.slice(0, -1);
    if (sign === "") return;
    const letter = letterIndex(note.slice(-1));
    const raisedBy = alterationOf(sign);
    if (this.bar.repeats(letter, raisedBy, this.key.signature))
      this.marks.add("courtesyAccidental");
    if (sign.length > 1) this.marks.add("doubleAccidental");
    this.accidentals.add(note.toLowerCase());
    this.bar.write(letter, raisedBy);
  }
}

/** Whether a bar line can follow as it usually does: behind a note, a rest, a chord or a slur. */
function endsMusic(token: MusicToken | undefined): boolean {
  if (!token) return false;
  return (
    token.kind === "note" || token.kind === "rest" || token.kind === "chord" || token.text === ")"
  );
}
