import { type ConfigurationScope, type LogOutputChannel, workspace } from "vscode";
import {
  backendNames,
  type Computing,
  computePrecisions,
  usualComputing,
} from "../shared/computing";
import { type GivenSeed, parseSeed } from "../shared/seed";
import { usualMotifStrength, usualSectionStrength, usualVariations } from "../shared/usual";
import { limits } from "./limits";

const section = "tunesmith";

/** When music is suggested: while the user types, only when asked, or never. */
export const suggestModes = ["automatic", "manual", "off"] as const;
/** One of them. */
export type SuggestMode = (typeof suggestModes)[number];

/** Whether the user has told VS Code that a screen reader is in use. */
export function isReadAloud(): boolean {
  return workspace.getConfiguration("editor").get("accessibilitySupport") === "on";
}

/** The settings as they hold for one document; a number out of its range is brought into it, and the log says so. */
export class Config {
  private readonly log: LogOutputChannel;
  private readonly scope: ConfigurationScope | undefined;

  constructor(log: LogOutputChannel, scope?: ConfigurationScope) {
    this.log = log;
    this.scope = scope;
  }

  /** How daring the music is. */
  get temperature(): number {
    return this.number("temperature", 0.8, ...limits.temperature);
  }

  /** The share of probability that the characters to choose from must sum to. */
  get topP(): number {
    return this.number("topP", 1, 0.01, 1);
  }

  /** How many of the most probable characters to choose from; 0 for all. */
  get topK(): number {
    return Math.round(this.number("topK", 0, 0, 1000));
  }

  /** How many bars to write; 0 for as many as the tune takes. */
  get bars(): number {
    return Math.round(this.number("bars", 0, ...limits.bars));
  }

  /** How many continuations to compose to take the best of. */
  get variations(): number {
    return Math.round(this.number("variations", usualVariations, ...limits.variations));
  }

  /** The most characters to write at once. */
  get maxCharacters(): number {
    return Math.round(this.number("maxCharacters", 2000, 1, 100_000));
  }

  /** Whether to write only bars that can be read and add up to the meter. */
  get keepMeter(): boolean {
    return this.value("keepMeter") !== false;
  }

  /** How strongly sections are led to the lengths that suit the tune. */
  get sectionStrength(): number {
    return this.number("sectionStrength", usualSectionStrength, 0, 1);
  }

  /** How much of what the tune has comes back. */
  get motifStrength(): number {
    return this.number("motifStrength", usualMotifStrength, ...limits.motifStrength);
  }

  /** When music is suggested. */
  get suggestMode(): SuggestMode {
    return this.word("suggestions.mode", "automatic", suggestModes);
  }

  /** Milliseconds of rest from typing before music is suggested. */
  get suggestDebounce(): number {
    return this.number("suggestions.debounce", 0, 0, 5000);
  }

  /** How many bars to suggest when the user asks, the begun one being the first. */
  get barsWhenAsked(): number {
    return Math.round(this.number("suggestions.barsWhenAsked", 4, 1, 4));
  }

  /** The seed to compose from, or nothing for a fresh one; throws a UserError for what is no seed. */
  get seed(): GivenSeed | undefined {
    const value: unknown = this.value("seed");
    return parseSeed(typeof value === "number" || typeof value === "string" ? `${value}` : "");
  }

  /** The folder of the model to compose with, as the user wrote it; "" for the bundled one. */
  get modelFolder(): string {
    const value: unknown = this.value("modelFolder");
    return typeof value === "string" ? value.trim() : "";
  }

  /** What to compute with. */
  get computing(): Computing {
    const path: unknown = this.value("tfjsNodePath");
    return {
      backend: this.word("backend", usualComputing.backend, ["auto", ...backendNames]),
      precision: this.word("precision", usualComputing.precision, computePrecisions),
      threads: Math.round(this.number("threads", usualComputing.threads, 0, 1024)),
      tfjsNodePath: typeof path === "string" ? path.trim() : usualComputing.tfjsNodePath,
    };
  }

  private value(name: string): unknown {
    return workspace.getConfiguration(section, this.scope ?? null).get(name);
  }

  private word<Word extends string>(name: string, otherwise: Word, words: readonly Word[]): Word {
    const value = this.value(name);
    const word = words.find((known) => known === value);
    if (word === undefined && value !== undefined) {
      this.log.warn(
        `${section}.${name} is ${JSON.stringify(value)}, none of ${words.join(", ")}; ${otherwise} is used.`,
      );
    }
    return word ?? otherwise;
  }

  private number(name: string, otherwise: number, least: number, most: number): number {
    const value = this.value(name);
    if (typeof value !== "number" || Number.isNaN(value)) {
      if (value !== undefined)
        this.log.warn(`${section}.${name} is no number; ${otherwise} is used.`);
      return otherwise;
    }
    const clamped = Math.min(most, Math.max(least, value));
    if (clamped !== value) {
      this.log.warn(
        `${section}.${name} is ${value}, outside ${least} to ${most}; ${clamped} is used.`,
      );
    }
    return clamped;
  }
}
