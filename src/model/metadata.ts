import type { Markers } from "./vocabulary";

/** How a tune becomes the text a model reads. */
export interface Preprocessing {
  /** Codes of the header and body fields that are kept, such as "RMLKPV"; "*" keeps every line as it stands. */
  readonly fields: string;
}

/** What a run of training did. */
export interface TrainingRecord {
  readonly date: string;
  readonly command: string;
  readonly seed: number;
  readonly tunes: number;
  readonly characters: number;
  readonly epochs: number;
  readonly seconds: number;
  readonly backend: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  /** Loss of the last epoch in training mode, nats per character. */
  readonly trainLoss: number;
  /** Best full-song loss of the held-out tunes, nats per character. */
  readonly heldOutLoss?: number;
}

/** What a saved model says of itself, in `userDefinedMetadata.tunesmith` of its model.json. */
export interface ModelMetadata {
  readonly version: 1;
  readonly name: string;
  readonly characters: readonly string[];
  readonly markers: Markers;
  readonly preprocessing: Preprocessing;
  /** Dropout of training; the saved layer says it too. */
  readonly inputs: readonly { readonly name: string; readonly size: number }[];
  readonly training: readonly TrainingRecord[];
}
