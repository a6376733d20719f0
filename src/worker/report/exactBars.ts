import { isCountable, isExact } from "./barCounter";
import { type Share, shareOf } from "./share";
import type { Written } from "./written";

/** Bars between plain bar lines that add up to the meter. */
export function exactBars({ own }: Written): Share {
  return shareOf(own.filter(isCountable), (bar) => isExact(bar) && !bar.hasJunk);
}
