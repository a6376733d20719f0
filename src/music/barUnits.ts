import { musicTokens } from "../abc/musicTokens";
import { readLength, tupletTime } from "./time";

/**
 * About how long a bar is, in unit notes: what its notes, rests and chords add up to. A broken rhythm only moves time
 * between two notes; tuplets count as in simple time.
 */
export function barUnits(text: string): number {
  let units = 0;
  let factor = 1;
  let inTuplet = 0;
  for (const { kind, text: written } of musicTokens(text)) {
    if (kind === "tuplet") {
      const [p = 2, q, r] = written
        .slice(1)
        .split(":")
        .map((part) => (part === "" ? undefined : Number(part)));
      inTuplet = r ?? p;
      factor = (q ?? tupletTime(p, { bar: undefined, compound: false })) / p;
    }
    if (kind !== "note" && kind !== "rest" && kind !== "chord") continue;
    units += lengthOf(kind, written) * factor;
    if (inTuplet > 0 && --inTuplet === 0) factor = 1;
  }
  return units;
}

function lengthOf(kind: "note" | "rest" | "chord", written: string): number {
  if (kind !== "chord") return numberOf(/[\d/]*$/.exec(written)?.[0] ?? "");
  const [, first = "", whole = ""] =
    /^\[[^A-Ga-gzx]*[A-Ga-gzx][',]*([\d/]*).*\]([\d/]*)$/.exec(written) ?? [];
  return numberOf(first) * numberOf(whole);
}

function numberOf(length: string): number {
  const read = readLength(length);
  return read ? read.n / read.d : 1;
}
