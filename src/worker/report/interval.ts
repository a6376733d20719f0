import { seededRandom } from "../../model/random";
import { type Share, sumOf } from "./share";

const draws = 1000;

/**
 * Between what the share of all lies in 95 of 100 draws of as many tunes, with replacement (percentile bootstrap): what
 * other tunes of the kind might give. `tunes` has the share of each, of all its seeds.
 */
export function intervalOf(tunes: readonly Share[]): { low: number; high: number } {
  const random = seededRandom(1);
  const ratios = Array.from({ length: draws }, () => {
    const drawn = tunes.map(() => tunes[Math.floor(random() * tunes.length)] ?? sumOf([]));
    const { part, whole } = sumOf(drawn);
    return whole === 0 ? Number.NaN : part / whole;
  });
  const sorted = ratios.filter((ratio) => !Number.isNaN(ratio)).sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { low: at(0.025), high: at(0.975) };
}
