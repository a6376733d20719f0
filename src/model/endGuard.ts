import { endMarker, startMarker } from "./vocabulary";

/** What a character brought: text that may be shown, and whether the text ended with it. */
export interface Released {
  readonly text: string;
  readonly ended: boolean;
}

/** What ends a text besides the model's end symbol and an empty line. */
export interface Endings {
  /** Whether markers are spelled in characters; a marker, start or end, ends the text. */
  readonly spelled: boolean;
  /** Beginnings of lines that end the text. */
  readonly lineStarts: readonly string[];
}

const markers = [endMarker, startMarker] as const;

/**
 * Finds the end of a generated text: a spelled marker, an empty line, or a line that begins as none of the text may. It
 * holds back whatever may still become one of these, and line ends, so that no part of an end gets into the text.
 */
export class EndGuard {
  private readonly endings: Endings;
  /** The longest beginning of a line that ends the text, or marker. */
  private readonly longest: number;
  private held = "";
  /** The line being written, held or not, as far as it may tell an end: one character more than the longest beginning. */
  private line = "";
  /** Whether there is only white space in the line. */
  private isBlank = true;

  /** `before` is what stands before the text. */
  constructor(before: string, endings: Endings) {
    this.endings = endings;
    const ends = [...endings.lineStarts, ...(endings.spelled ? markers : [])];
    this.longest = Math.max(0, ...ends.map(({ length }) => length));
    for (const character of before.slice(before.lastIndexOf("\n") + 1)) this.write(character);
  }

  /** Takes the next character and gives what is certain to be text by now. */
  push(character: string): Released {
    const emptyLine = character === "\n" && this.isBlank;
    this.write(character);
    // Most characters are in the middle of a line, where nothing is held and nothing can begin that ends the text.
    if (this.held === "" && this.line.length > this.longest && this.isPlain(character)) {
      return { text: character, ended: false };
    }
    this.held += character;
    if (emptyLine || this.isEnd()) {
      this.held = "";
      return { text: "", ended: true };
    }
    const from = this.startOfDoubt();
    const text = this.held.slice(0, from);
    this.held = this.held.slice(from);
    return { text, ended: false };
  }

  /** Whether a character would end the text here, or begin a spelled marker on a line of its own. */
  leadsToEnd(character: string): boolean {
    const { spelled, lineStarts } = this.endings;
    if (character === "\n") return this.isBlank;
    if (spelled && this.isBlank && markers.some((marker) => marker[0] === character)) return true;
    return lineStarts.includes(this.line + character);
  }

  /** Whether a spelled marker has begun on a line of its own. */
  get inMarker(): boolean {
    return this.continuesMarker("");
  }

  /** Whether a character goes on with that marker. */
  continuesMarker(character: string): boolean {
    const line = this.line.trimStart();
    if (!this.endings.spelled || line === "") return false;
    return markers.some((marker) => marker.startsWith(line + character));
  }

  /** How many characters are held back. */
  get pending(): number {
    return this.held.length;
  }

  private write(character: string): void {
    if (character === "\n") {
      this.line = "";
      this.isBlank = true;
      return;
    }
    if (this.line.length <= this.longest) this.line += character;
    this.isBlank &&= character.trim() === "";
  }

  private isPlain(character: string): boolean {
    return character !== "\n" && !(this.endings.spelled && character === markers[0][0]);
  }

  private isEnd(): boolean {
    const { spelled, lineStarts } = this.endings;
    if (spelled && markers.some((marker) => this.held.endsWith(marker))) return true;
    return lineStarts.includes(this.line);
  }

  /** Where in what is held the part begins that may still be an end. */
  private startOfDoubt(): number {
    for (let from = 0; from < this.held.length; from++) {
      if (this.mayBeEnd(this.held.slice(from))) return from;
    }
    return this.held.length;
  }

  private mayBeEnd(rest: string): boolean {
    const { spelled, lineStarts } = this.endings;
    const text = rest.replace(/^\n[ \t]*/, "");
    if (text === "") return true;
    if (text === this.line && lineStarts.some((start) => start.startsWith(text))) return true;
    return spelled && markers.some((marker) => marker.startsWith(text));
  }
}
