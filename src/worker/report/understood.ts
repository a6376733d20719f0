import type { Warning } from "./abcjs";
import { oneIf, type Share } from "./share";
import type { Written } from "./written";

/** Whether abcjs reads what was written without a warning. */
export function understood(written: Written): Share {
  return oneIf(warningsOf(written).length === 0);
}

/** What abcjs warns of in what was written. */
export function warningsOf({ judged, start }: Written): Warning[] {
  return judged.warnings.filter(({ at }) => at >= start);
}
