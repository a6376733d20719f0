import type { ComposeOptions } from "../../shared/composeProtocol";
import type { GivenSeed } from "../../shared/seed";
import type { Config } from "../config";
import type { Choose } from "./composeBest";

/** What one run is to do other than the settings say. */
export interface Wishes {
  readonly temperature?: number;
  readonly motifStrength?: number;
  readonly bars?: number;
  readonly variations?: number;
  readonly seed?: GivenSeed | "fresh";
  /** Chooses from several variations; without it the best one is taken. */
  readonly choose?: Choose;
}

/** How to compose by the settings and what is wished for beyond them. */
export function composeOptions(config: Config, wishes: Wishes, seed: number): ComposeOptions {
  return {
    temperature: wishes.temperature ?? config.temperature,
    topP: config.topP,
    topK: config.topK,
    bars: wishes.bars ?? config.bars,
    maxChars: config.maxCharacters,
    keepMeter: config.keepMeter,
    sectionStrength: config.sectionStrength,
    motifStrength: wishes.motifStrength ?? config.motifStrength,
    seed,
    candidates: wishes.variations ?? config.variations,
  };
}
