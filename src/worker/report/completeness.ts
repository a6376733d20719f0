import type { CountedBar } from "./barCounter";
import { oneIf, type Share } from "./share";
import type { Written } from "./written";

/** Whether a tune has ended by itself, whatever it leaves open. */
export function endsItself({ ended }: Written): Share {
  return oneIf(ended === "end");
}

/** Whether a tune has ended by itself, its last section closed and every repeat that it opens. */
export function complete({ ended, bars }: Written): Share {
  return oneIf(ended === "end" && closesSections(bars));
}

function closesSections(bars: readonly CountedBar[]): boolean {
  const last = bars.at(-1)?.right ?? "";
  let isOpen = false;
  for (const line of [...bars.flatMap(({ left }) => left), last]) {
    if (line.startsWith(":")) isOpen = false;
    if (!line.endsWith(":")) continue;
    if (isOpen) return false;
    isOpen = true;
  }
  return !isOpen && last !== "" && last !== "|";
}
