/** The part of an AbortSignal that the core needs; the platforms' own AbortSignal is one. */
export interface AbortSignalLike {
  readonly aborted: boolean;
}

/** What is thrown where an aborted computation has no partial result. */
export class AbortError extends Error {
  override name = "AbortError";
  constructor() {
    super("Stopped.");
  }
}
