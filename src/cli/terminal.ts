/** What a command may use of the terminal it runs in. */
export interface Terminal {
  /** The command line behind `tunesmith`. */
  readonly args: readonly string[];
  /** The folder of the built program, where its .wasm files are. */
  readonly distFolder: string;
  /** The folder of the model that comes with Tunesmith. */
  readonly bundledModel: string;
  /** The folder for what can be made again. */
  readonly cacheFolder: string;
  /** Aborted by Ctrl-C, and when nobody reads the output any more. */
  readonly signal: AbortSignal;
  /** A seed that nobody chose. */
  freshSeed(): number;
  /** Tells how the work is done, on standard error; waits for a result, so that a refusal is told alone. */
  log(line: string): void;
  /** Prints a line of the result. */
  print(line: string): void;
  /** Prints a line that is no result, to standard error. */
  note(line: string): void;
}
