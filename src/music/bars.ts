/** What the reader is inside of. */
type Inside = "lineStart" | "fieldCode" | "fieldColon" | "field" | "music" | "quoted" | "comment";

/**
 * Reads a tune's body a character at a time and tells where bars end. A bar line ends a bar when a note or rest stands
 * before it, so `:|` at a line's end and `|:` on the next end one bar, not two. Quoted text, fields, inline fields and
 * comments hold no bar lines. Each character costs constant time.
 */
export class BarReader {
  /** Bars ended so far. */
  bars = 0;
  private inside: Inside = "lineStart";
  private hasMusic = false;
  /** The bar line being read, or "". */
  private barLine = "";
  private previous = "";
  private beforePrevious = "";
  private inlineField = false;
  /** The mark that may have begun a decoration, or "", and whether notes stand behind it if it has not. */
  private mark = "";
  private notesBehindMark = false;

  /** A reader of what follows `text`; a bar line at the very end of `text` has been read, and is not one that follows. */
  static behind(text: string): BarReader {
    const reader = new BarReader();
    reader.readAll(text);
    if (reader.endsBar) reader.end();
    return reader;
  }

  /** Reads a text at once, as a prime is read; its last bar line is left open, for it may go on. */
  readAll(text: string): void {
    for (const character of text) this.read(character);
  }

  /** Reads the next character; true when a bar line that ends a bar was complete just before it. */
  read(character: string): boolean {
    const ended = this.advance(character);
    this.beforePrevious = this.previous;
    this.previous = character;
    return ended;
  }

  /** Whether a bar line stands at the end that would end a bar if nothing followed. */
  get endsBar(): boolean {
    return this.hasMusic && isBarLine(this.barLine);
  }

  /** Says that no character follows; true when a bar line that ends a bar is complete here. */
  end(): boolean {
    return this.closeBarLine();
  }

  private advance(character: string): boolean {
    if (character === "\n" || character === "\r") {
      const ended = this.closeBarLine();
      if (this.inside === "fieldCode") this.readMusic(this.previous);
      this.leaveMark();
      this.inside = "lineStart";
      this.inlineField = false;
      return ended;
    }
    switch (this.inside) {
      case "lineStart":
        if (/[A-Za-z+]/.test(character)) {
          this.inside = "fieldCode";
          return false;
        }
        this.inside = "music";
        return this.readMusic(character);
      case "fieldCode":
        if (character === ":") {
          this.inside = "fieldColon";
          return false;
        }
        this.inside = "music";
        this.readMusic(this.previous);
        return this.readMusic(character);
      case "fieldColon":
        // "E:|" and "E::" at the start of a line are a note and a repeat, not a field.
        if (character !== "|" && character !== ":") {
          this.inside = "field";
          return false;
        }
        this.inside = "music";
        this.hasMusic = true;
        this.barLine = ":";
        return this.readMusic(character);
      case "quoted":
        if (character === '"') this.inside = "music";
        return false;
      case "music":
        return this.readMusic(character);
      default:
        return false;
    }
  }

  private readMusic(character: string): boolean {
    if (this.inlineField) {
      if (character === "]") this.inlineField = false;
      return false;
    }
    if (this.barLine !== "" && continuesBarLine(this.barLine, character)) {
      this.barLine += character;
      return false;
    }
    if (this.mark !== "") {
      if (this.readMarked(character)) return false;
    } else if (character === "!" || character === "+") {
      const ended = this.closeBarLine();
      this.mark = character;
      return ended;
    }
    // "[" may open a bar line, an inline field, a chord or an ending: what follows tells.
    const ended = this.closeBarLine();
    if (character === ":" && this.beforePrevious === "[" && /[A-Za-z]/.test(this.previous)) {
      this.inlineField = true;
    } else if (character === "|" || character === ":" || character === "[") {
      this.barLine = character;
    } else if (character === '"') {
      this.inside = "quoted";
    } else if (character === "%" && this.previous !== "\\") {
      this.inside = "comment";
    } else if (isNote(character)) {
      this.hasMusic = true;
    }
    return ended;
  }

  /** Reads on in what may be a !decoration!; false when it is none and the character is music like any other. */
  private readMarked(character: string): boolean {
    if (character === this.mark) {
      this.mark = "";
      this.notesBehindMark = false;
      return true;
    }
    if (/[A-Za-z0-9.<>()/~^]/.test(character)) {
      if (isNote(character)) this.notesBehindMark = true;
      return true;
    }
    this.leaveMark();
    return false;
  }

  private leaveMark(): void {
    if (this.notesBehindMark) this.hasMusic = true;
    this.notesBehindMark = false;
    this.mark = "";
  }

  private closeBarLine(): boolean {
    const barLine = this.barLine;
    this.barLine = "";
    if (!isBarLine(barLine)) return false;
    const ended = this.hasMusic;
    this.hasMusic = false;
    if (ended) this.bars++;
    return ended;
  }
}

function continuesBarLine(barLine: string, character: string): boolean {
  if (character === "|" || character === ":") return true;
  return character === "]" && barLine.endsWith("|");
}

function isBarLine(text: string): boolean {
  return text.includes("|") || text.startsWith("::");
}

function isNote(character: string): boolean {
  return /[A-Ga-gzxZX]/.test(character);
}
