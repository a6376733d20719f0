/** Milliseconds that text waits at most while the event loop does not turn. */
const patience = 16;

/**
 * Gathers the texts of candidates and sends them together, once in a turn of the event loop: a message between threads
 * costs more than a character.
 */
export class StreamedPieces {
  private readonly send: (candidate: number, text: string) => void;
  private readonly pieces = new Map<number, string>();
  private scheduled: NodeJS.Immediate | undefined;
  private sentAt = 0;

  constructor(send: (candidate: number, text: string) => void) {
    this.send = send;
  }

  /** Takes more text of a candidate. */
  add(candidate: number, text: string): void {
    this.pieces.set(candidate, (this.pieces.get(candidate) ?? "") + text);
    if (performance.now() - this.sentAt > patience) this.flush();
    else this.scheduled ??= setImmediate(() => this.flush());
  }

  /** Sends what is still here. */
  flush(): void {
    clearImmediate(this.scheduled);
    this.scheduled = undefined;
    this.sentAt = performance.now();
    for (const [candidate, text] of this.pieces) this.send(candidate, text);
    this.pieces.clear();
  }
}
