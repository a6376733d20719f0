import type { Computing } from "./computing";

/** Where the music is to come from and to go: a tune book (or the part of one that matters) and a place in it. */
export type ComposeTask =
  /** Continue the tune at `offset` (UTF-16 units into `source`). */
  | { kind: "continue"; source: string; offset: number }
  /** Write a new tune after the one that holds `start`, primed by the music from `start` to `end`. */
  | { kind: "fromSelection"; source: string; start: number; end: number; number: number }
  /** Write new music for the bars of a tune that stand from `start` to `end`. */
  | { kind: "rewrite"; source: string; start: number; end: number }
  /** Write a new tune from nothing, as number `number` of the book. */
  | { kind: "new"; number: number };

/** How to compose. */
export interface ComposeOptions {
  /** 0.01 to 10; 1 samples the model's own distribution, less is more careful. */
  temperature: number;
  /** Keep only the most probable characters that sum to this much probability; 1 keeps all. */
  topP: number;
  /** Keep only so many of the most probable characters; 0 keeps all. */
  topK: number;
  /** Stop after so many bars, the begun one being the first; 0 goes to the end of the tune. */
  bars: number;
  /** The most characters to write. */
  maxChars: number;
  /** Write only what parses, in bars that add up to the meter. */
  keepMeter: boolean;
  /**
   * How strongly sections are led to the lengths that suit the tune, 0 to 1: where one may not close, the odds of closing
   * it are multiplied by 1 minus this, and where it should, the odds of going on; 0 leaves it to the model.
   */
  sectionStrength: number;
  /** How much of what the tune has comes back: 0 hardly anything, 1 as much as the model has learned, 2 a great deal. */
  motifStrength: number;
  /** Non-negative 32-bit integer; the same model, task, options and seed give the same text. */
  seed: number;
  /** How many continuations to write, composed as one batch. */
  candidates: number;
}

/**
 * Why a continuation stopped: the tune ended, the bars asked for are there, it grew too long, nothing that keeps the meter
 * could follow, or it was cancelled.
 */
export type Ended = "end" | "bars" | "length" | "stuck" | "cancelled";

/** Bars of what was composed that are as earlier ones of the tune: one after the other as those stand there. */
export interface DrawnBars {
  /** The numbers of the first and the last in the tune, pick-ups not counted. */
  readonly bars: readonly [first: number, last: number];
  /** Those of the earlier bars. */
  readonly from: readonly [first: number, last: number];
  /** The share of their characters that stand in the earlier ones at the same place, 0 to 1. */
  readonly share: number;
}

/** One finished continuation. */
export interface Candidate {
  /** What belongs into the document at `insertAt`, with "\n" as line end; `after` follows where it is not empty. */
  text: string;
  /** Sum of ln p of the sampled characters at temperature 1, in nats. */
  logProb: number;
  ended: Ended;
  /** Which of its whole bars are as earlier ones, in their order; not known of what is only suggested. */
  drawnFrom?: readonly DrawnBars[];
}

/** What a call to compose gives. */
export interface Composed {
  candidates: Candidate[];
  /** Their indices, the best one first: whole phrases, an end on the tonic, what leads into what follows and is not all repeated. */
  order: number[];
  /** Where the text belongs: UTF-16 units into the task's `source` (0 for a new tune). */
  insertAt: number;
  /** Where what it takes the place of ends; `insertAt` when nothing is replaced. */
  replaceTo: number;
  /** Goes in behind a text that is not empty: the line end that keeps an empty line before the next tune, or "". */
  after: string;
  /** Characters of the prime that the model has never seen and was not shown. */
  unseen: string;
  /** The seed with backend and precision, such as `42-fused-i8`: what a result can be repeated from. */
  seedToken: string;
  model: string;
  /** The backend that stopped working on the way; the one in `seedToken` went on from there. */
  lost?: string;
}

/** What may be offered while someone types at `offset` (UTF-16 units into `source`, a tune book or the part that matters). */
export interface SuggestRequest {
  source: string;
  offset: number;
  /** How many bars at most: what is left of the begun one is the first. */
  bars: number;
  /** Whether the user has asked; unasked, nothing is offered that would open a bar before music on the same line. */
  asked: boolean;
  /** How many different texts at most. */
  candidates: number;
  temperature: number;
  topP: number;
  topK: number;
  keepMeter: boolean;
  sectionStrength: number;
  motifStrength: number;
  seed: number;
}

/** What is offered. */
export interface Suggested {
  /** Different texts that may go in at `offset`, the best first, with "\n" as line end; none where nothing fits. */
  texts: string[];
  /** Characters of the tune that the model had to read for it; the others it remembered. */
  charactersRead: number;
}

/** A model that is loaded, in words for the log and the status. */
export interface ModelInfo {
  name: string;
  directory: string;
  backend: string;
  cell: string;
  layers: number;
  hidden: number;
  parameters: number;
  loadMilliseconds: number;
}

/** What the host may ask of the worker. */
export type WorkerMethods = {
  /** Loads the model in `directory` to compute as told, or gives it back when it is loaded already. */
  load(directory: string, computing?: Computing): ModelInfo;
  /** Composes; streams by `streamed`; requests queue. `id` names the request for `cancel` and `streamed`. */
  compose(
    id: number,
    directory: string,
    task: ComposeTask,
    options: ComposeOptions,
    computing?: Computing,
  ): Composed;
  /** Offers how the music at a place may go on; a cancelled request offers nothing. `id` names it for `cancel`. */
  suggest(id: number, directory: string, request: SuggestRequest, computing?: Computing): Suggested;
  /** Ends request `id` at its next character; what it has so far is its result. */
  cancel(id: number): void;
};

/** What the worker may tell the host. */
export type WorkerEvents = {
  /** Where the text of request `id` will go and what goes in behind it; told before its first `streamed`. */
  placed(id: number, insertAt: number, after: string): void;
  /** More text of candidate `candidate` of request `id`; the pieces join to its `text`. */
  streamed(id: number, candidate: number, text: string): void;
  /** A line for the log. */
  log(level: "info" | "warn" | "error", line: string): void;
};

/** The name of errors whose message is a sentence for the user: nothing is broken, something is to be done. */
export const userErrorName = "UserError";

/** An error whose message tells the user what is wrong and what to do. */
export class UserError extends Error {
  override name = userErrorName;
}
