import type { InputSpec } from "./architecture";
import type { Markers } from "./vocabulary";

/** How a tune becomes the text a model reads. */
export interface Preprocessing {
  /** Codes of the header and body fields that are kept, such as "RMLKPV"; "*" keeps every line to the letter. */
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
  /** The integer inputs of a step, the character first. */
  readonly inputs: readonly InputSpec[];
  readonly training: readonly TrainingRecord[];
}

/** What model.json says of its model, looked through; throws an error that says in one sentence what is wrong with it. */
export function checkedMetadata(value: unknown): ModelMetadata {
  if (!isRecord(value)) {
    throw new Error("model.json is not a Tunesmith model: it has no tunesmith metadata.");
  }
  const { version, name, characters, markers, preprocessing, inputs, training } = value;
  if (version !== 1) {
    throw new Error(`model.json is of version ${version}, which this Tunesmith cannot read.`);
  }
  const whole =
    typeof name === "string" &&
    Array.isArray(characters) &&
    characters.every((character) => typeof character === "string") &&
    (markers === "symbols" || markers === "spelled") &&
    isPreprocessing(preprocessing) &&
    Array.isArray(inputs) &&
    inputs.every(isInput) &&
    Array.isArray(training);
  if (!whole) throw new Error("model.json is damaged: its tunesmith metadata is not whole.");
  return value as unknown as ModelMetadata;
}

function isPreprocessing(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { fields } = value;
  return typeof fields === "string";
}

function isInput(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { name, size, copied } = value;
  const whole = typeof name === "string" && Number.isInteger(size) && (size as number) > 0;
  return whole && (copied === undefined || copied === true);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
