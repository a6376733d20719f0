import { none, over, plus, type Time } from "./exactTime";
import { type Share, shareOf } from "./share";
import type { Written } from "./written";

/** Sections that last a multiple of four bars. */
export function sectionsOfFours(written: Written): Share {
  return shareOf(sectionLengths(written), ({ n, d }) => n > 0n && d === 1n && n % 4n === 0n);
}

/** Sections that last eight bars. */
export function sectionsOfEight(written: Written): Share {
  return shareOf(sectionLengths(written), ({ n, d }) => n === 8n && d === 1n);
}

/** Sections that last a whole number of bars. */
export function wholeSections(written: Written): Share {
  return shareOf(sectionLengths(written), ({ n, d }) => n > 0n && d === 1n);
}

/**
 * The bars that each section lasts that what was written closes: all the time from one closing mark (whatever bar line is
 * not plain) to the next, pick-ups and both endings included. A section that the tune has begun before counts with it.
 */
function sectionLengths({ bars, start, ended }: Written): Time[] {
  const lengths: Time[] = [];
  let length = none;
  for (const { time, meter, end, right } of bars) {
    if (meter) length = plus(length, over(time, meter));
    if (right === "|") continue;
    if (end > start && (right !== "" || ended === "end")) lengths.push(length);
    length = none;
  }
  return lengths;
}
