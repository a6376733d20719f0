/** No accidental stands before the letter. */
const none = 99;

/** How a note's letter is counted: 0–6 for A–G, 7–13 for a–g; below 0 for what is no note. */
export function letterIndex(character: string): number {
  const code = character.charCodeAt(0);
  if (code >= 65 && code <= 71) return code - 65;
  return code >= 97 && code <= 103 ? code - 90 : -1;
}

/** For so many bars behind its own, an accidental may need another to say that it holds no more. */
const remembered = 2;

/**
 * The accidentals written in a bar and in those just before. Whether one holds in other octaves, too, is read in different
 * ways, so nothing is concluded from those.
 */
export class BarAccidentals {
  private readonly inBar = new Int8Array(14).fill(none);
  /** For each letter, the bars to come in which an earlier accidental is remembered. */
  private readonly barsLeft = new Uint8Array(7);

  copy(): BarAccidentals {
    const copy = new BarAccidentals();
    copy.inBar.set(this.inBar);
    copy.barsLeft.set(this.barsLeft);
    return copy;
  }

  /** Reads a letter with its accidental, by which it is raised. */
  write(letter: number, raisedBy: number): void {
    this.inBar[letter] = raisedBy;
  }

  /** Goes on to the next bar. */
  endBar(): void {
    for (let letter = 0; letter < 7; letter++) {
      const isWritten = this.inBar[letter] !== none || this.inBar[letter + 7] !== none;
      this.barsLeft[letter] = isWritten
        ? remembered
        : Math.max(0, (this.barsLeft[letter] ?? 0) - 1);
    }
    this.inBar.fill(none);
  }

  /**
   * Whether an accidental says no more than what holds anyway: by an earlier one in the bar, or by the signature, if it is
   * known. A letter that had an accidental shortly before, or in another octave, may need one to be clear.
   */
  repeats(letter: number, raisedBy: number, signature: Int8Array | undefined): boolean {
    const here = this.inBar[letter];
    if (here !== none) return here === raisedBy;
    if (this.inBar[(letter + 7) % 14] !== none || this.barsLeft[letter % 7] !== 0) return false;
    return signature?.[letter % 7] === raisedBy;
  }

  /** Whether there is a note before which this accidental would say something. */
  saysSomething(raisedBy: number, signature: Int8Array | undefined): boolean {
    for (let letter = 0; letter < 14; letter++) {
      if (!this.repeats(letter, raisedBy, signature)) return true;
    }
    return false;
  }
}
