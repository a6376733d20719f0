import { agreedBars } from "./agreement";
import { complete, endsItself } from "./completeness";
import { exactBars } from "./exactBars";
import { distinctBars, repeatedBars, thirdRepeats } from "./repeatedBars";
import { endsOnTonic, notesInScale } from "./scale";
import { lastBarsAlike, sectionsOfEight, sectionsOfFours, wholeSections } from "./sections";
import { oneIf, type Share } from "./share";
import { understood } from "./understood";
import type { Written } from "./written";

/** What is measured on each text, by the names that the report has for it. */
export const measures = {
  understood,
  exactBars,
  agreedBars,
  complete,
  endsItself,
  deadEnds: ({ ended }: Written): Share => oneIf(ended === "stuck"),
  sectionsOfFours,
  sectionsOfEight,
  wholeSections,
  lastBarsAlike,
  repeatedBars,
  distinctBars,
  thirdRepeats,
  notesInScale,
  endsOnTonic,
  bars: ({ own }: Written): Share => ({ part: own.length, whole: 1 }),
} satisfies Readonly<Record<string, (written: Written) => Share>>;

/** The names of what is measured: besides those, what takes the model and the tunes it has learned from. */
export type MeasureName = keyof typeof measures | "logProbability" | "copied";
