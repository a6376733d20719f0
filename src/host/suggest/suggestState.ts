import { type Disposable, EventEmitter, type LogOutputChannel } from "vscode";

/** How suggesting goes, for the status bar and the log. */
export class SuggestState implements Disposable {
  /** Requests that the model is at. */
  pending = 0;
  /** Milliseconds that the last answer took. */
  latency: number | undefined;
  /** What is wrong, in a sentence, until something works again. */
  trouble: string | undefined;
  private readonly log: LogOutputChannel;
  private readonly changed = new EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(log: LogOutputChannel) {
    this.log = log;
  }

  /** A request has gone to the model. */
  begin(): void {
    this.pending++;
    this.changed.fire();
  }

  /** A request is over, whatever came of it. */
  end(): void {
    this.pending--;
    this.changed.fire();
  }

  /** The model has answered after so many milliseconds. */
  answered(milliseconds: number): void {
    this.latency = milliseconds;
    this.changed.fire();
  }

  /** Something is wrong, or nothing is any more; the log is told once. */
  setTrouble(sentence: string | undefined): void {
    if (sentence !== undefined && sentence !== this.trouble) this.log.warn(sentence);
    this.trouble = sentence;
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}
