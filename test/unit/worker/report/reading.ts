import type { Ended } from "../../../../src/shared/composeProtocol";
import { judge } from "../../../../src/worker/report/abcjs";
import type { Share } from "../../../../src/worker/report/share";
import { readWritten, type Written } from "../../../../src/worker/report/written";

/** Reads a tune of 6/8 in D for measuring: `║` stands where what is measured begins. */
export function reading(body: string, ended: Ended = "end", key = "D"): Written {
  const header = `X:1\nM:6/8\nL:1/8\nK:${key}\n`;
  const text = header + body.replace("║", "");
  return readWritten(text, header.length + Math.max(0, body.indexOf("║")), ended, judge);
}

/** A share as it is written: "2 of 3". */
export function spoken({ part, whole }: Share): string {
  return `${part} of ${whole}`;
}
