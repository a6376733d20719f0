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

const markers = [endMarker, startMarker];

/**
 * Finds the end of a generated text: a spelled marker, an empty line, or a line that begins as none of the text may. It
 * holds back whatever may still become one of these, and line ends, so that no part of an end gets into the text.
 */
export class EndGuard {
  private readonly endings: Endings;
  private held = "";
  /** The line being written, held or not. */
  private line: string;

  /** `before` is what stands before the text. */
  constructor(before: string, endings: Endings) {
    this.endings = endings;
    this.line = before.slice(before.lastIndexOf("\n") + 1);
  }

  /** Takes the next character and gives what is certain to be text by now. */
  push(character: string): Released {
    this.held += character;
    const emptyLine = character === "\n" && this.line.trim() === "";
    this.line = character === "\n" ? "" : this.line + character;
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
    const lineIsEmpty = this.line.trim() === "";
    if (character === "\n") return lineIsEmpty;
    if (spelled && lineIsEmpty && markers.some((marker) => marker[0] === character)) return true;
    return lineStarts.includes(this.line + character);
  }

  /** How many characters are held back. */
  get pending(): number {
    return this.held.length;
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
