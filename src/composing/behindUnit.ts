import { placeAt } from "../abc/place";
import { type Line, parseTuneBook } from "../abc/tuneBook";
import { musicUnits } from "./musicUnits";

/** Marks that belong to what stands right behind them. */
const leads = /^(?:[(.~H-Wh-w]|"|!.|\+.|\{)/;

/**
 * The place where music may go in that is asked for at `offset` on a line of music: behind the notes or the bar line that
 * it would tear apart or take a mark away from, else `offset` itself.
 */
export function behindUnit(source: string, line: Line, offset: number): number {
  let at = offset;
  let isLed = false;
  for (const { kind, start, end } of musicUnits(source, line)) {
    if (start > at) break;
    const isMark = kind === "mark";
    const isUnit = kind !== "blank" && kind !== "field" && source[start] !== "\\";
    const isTorn = isUnit && start < at && at < end;
    if (isTorn || (isLed && start === at && (isMark || kind === "notes"))) at = end;
    isLed = isMark && end <= at && leads.test(source.slice(start, end));
  }
  return at;
}

/** Where the bar at `offset` ends, behind its bar line; undefined where anything but music comes before that. */
export function behindBar(source: string, offset: number): number | undefined {
  const { tune } = placeAt(parseTuneBook(source), offset);
  const lines = tune?.lines.filter(({ end }) => end > offset) ?? [];
  for (const line of lines) {
    if (line.kind !== "music") return undefined;
    for (const unit of musicUnits(source, line)) {
      if (unit.start < offset) continue;
      if (unit.kind === "field") return undefined;
      if (unit.kind === "barLine") return unit.end;
    }
  }
  return undefined;
}
