import type { TrainOptions, TrainProgress } from "./options";

/** Counts what a run of training has done and how far it is; time spent on evaluation slows nothing down. */
export class TrainingMeter {
  private readonly options: TrainOptions;
  private readonly started: number;
  private evaluating = 0;
  private characters = 0;
  private charactersBefore = 0;
  private epoch = 0;
  private epochTotal = 1;
  private lossSum = 0;
  private count = 0;

  constructor(options: TrainOptions) {
    this.options = options;
    this.started = options.now();
  }

  /** Share of the run that is done, 0 to 1, or will be with `more` characters: by epochs or by the clock, whichever is further. */
  progress(more = 0): number {
    const { epochs, minutes } = this.options;
    const share = (Math.max(0, this.epoch - 1) + (this.count + more) / this.epochTotal) / epochs;
    const time = minutes === undefined ? 0 : this.elapsed() / (minutes * 60_000);
    return Math.min(1, Math.max(share, time));
  }

  /** Begins an epoch, from 1, of so many characters to learn; the one under way begins again. */
  beginEpoch(epoch: number, characters: number): void {
    if (epoch > this.epoch) this.charactersBefore = this.characters;
    this.epoch = epoch;
    this.epochTotal = Math.max(1, characters);
    this.characters = this.charactersBefore;
    this.lossSum = 0;
    this.count = 0;
  }

  /** Adds a chunk: the summed loss of its targets. */
  add(lossSum: number, count: number): void {
    this.lossSum += lossSum;
    this.count += count;
    this.characters += count;
  }

  /** Runs an evaluation, whose time does not count into the speed. */
  async evaluate<Result>(run: () => Promise<Result>): Promise<Result> {
    const began = this.options.now();
    const result = await run();
    this.evaluating += this.options.now() - began;
    return result;
  }

  /** Characters of the epoch so far. */
  get epochCharacters(): number {
    return this.count;
  }

  /** Mean loss of the epoch so far, nats per character. */
  get epochLoss(): number {
    return this.lossSum / Math.max(1, this.count);
  }

  /** How far the run is, in words of `TrainProgress`. */
  report(): Omit<TrainProgress, "kind" | "best" | "heldOutLoss"> {
    const seconds = Math.max(1e-3, (this.elapsed() - this.evaluating) / 1000);
    const progress = this.progress();
    return {
      epoch: this.epoch,
      progress,
      characters: this.characters,
      charactersPerSecond: this.characters / seconds,
      secondsLeft: (this.elapsed() / 1000) * (1 / Math.max(1e-9, progress) - 1),
      trainLoss: this.epochLoss,
    };
  }

  private elapsed(): number {
    return this.options.now() - this.started;
  }
}
