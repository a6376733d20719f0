import type { Computing } from "../../shared/computing";
import type { Config, SuggestMode } from "../config";

/** The most daring that suggestions get: what is pressed on someone who types should fit more than surprise. */
const highestTemperature = 0.6;

/** The settings that suggestions follow, read once until one changes. */
export interface SuggestSettings {
  readonly mode: SuggestMode;
  /** Milliseconds to wait before the model is asked, unless the user asks. */
  readonly debounce: number;
  readonly barsWhenAsked: number;
  /** How the model samples. */
  readonly sampling: {
    readonly temperature: number;
    readonly topP: number;
    readonly topK: number;
    readonly keepMeter: boolean;
    readonly sectionStrength: number;
    readonly motifStrength: number;
  };
  readonly modelFolder: string;
  readonly computing: Computing;
}

/** The settings of one document. */
export function suggestSettings(config: Config): SuggestSettings {
  return {
    mode: config.suggestMode,
    debounce: config.suggestDebounce,
    barsWhenAsked: config.barsWhenAsked,
    sampling: {
      temperature: Math.min(config.temperature, highestTemperature),
      topP: config.topP,
      topK: config.topK,
      keepMeter: config.keepMeter,
      sectionStrength: config.sectionStrength,
      motifStrength: config.motifStrength,
    },
    modelFolder: config.modelFolder,
    computing: config.computing,
  };
}
