import { mostMotifStrength, mostVariations } from "../shared/usual";

/** The least and the most that a number may be which the user gives. */
export type Limits = readonly [least: number, most: number];

/** Limits of what can be set and asked for alike. */
export const limits = {
  temperature: [0.01, 10],
  motifStrength: [0, mostMotifStrength],
  bars: [0, 256],
  variations: [1, mostVariations],
} as const satisfies Record<string, Limits>;
