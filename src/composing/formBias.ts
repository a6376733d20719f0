import { isWholeBarLine, sectionTime } from "../music/reading/barLines";
import type { MusicReader } from "../music/reading/musicReader";
import type { ReadingState } from "../music/reading/readingState";
import { againstClosing } from "./form";

/** What may come at the end of a bar that is not to go on. */
const leaves = /^[|: )\-'",/\n]$/;

/**
 * How much stands against each character that may come next, for the sake of form: 0 nothing, 1 makes it as much less
 * likely as the strength of sections says, 2 that much again, -1 as much more likely. "" is the end of the tune; it had
 * `sectionsBefore` when the text began.
 */
export function formBias(
  reader: MusicReader,
  sectionsBefore: number,
): (character: string) => number {
  const { state } = reader;
  const { mode, text, bar } = state;
  const end = againstEnd(reader, sectionsBefore);
  const others =
    mode === "barLine" && text === "|"
      ? behindLine(state)
      : bar.limit === undefined && /^(?:music|note|lineStart|ending|multi)$/.test(mode)
        ? inBar(reader)
        : () => 0;
  return (character) => (character === "" ? end : others(character));
}

/** Against a character behind "|": one that makes it a section mark, or none where a section is due to close. */
function behindLine(state: Readonly<ReadingState>) {
  const { sections, bar } = state;
  const reopened = sections.isRepeatOpen ? 2 : 0;
  const leftOpen = bar.hasNotes && sections.isRepeatOpen ? 1 : 0;
  const time = sectionTime(state);
  const against = time.n > 0 ? againstClosing(sections, time) : 0;
  return (character: string): number => {
    const marks = character === "|" || character === "]" || character === ":";
    if (!marks) return Math.max(0, -against);
    return Math.max(0, against) + (character === ":" ? reopened : leftOpen);
  };
}

/** Against a bar line in a bar where that closes a section, and against going on where one is due to close. */
function inBar(reader: MusicReader) {
  const { sections } = reader.state;
  const behindSign = (sign: string): Readonly<ReadingState> | undefined => {
    const behind = reader.after(sign);
    if (!behind || sectionTime(behind).n === 0) return undefined;
    return sign === ":" || !isWholeBarLine(behind) ? behind : undefined;
  };
  const against = (sign: string): number => {
    const behind = behindSign(sign);
    return behind ? againstClosing(sections, sectionTime(behind)) : 0;
  };
  const line = against("|");
  // What it would have to grow into leaves an open repeat open.
  const leftOpen = sections.isRepeatOpen && behindSign("|") ? 1 : 0;
  const unopened = sections.opensRepeats && !sections.isRepeatOpen ? 2 : 0;
  // Where a section is due to close, the only sign that is sure to do so is asked for.
  const colon = unopened === 0 ? against(":") : Math.max(0, against(":")) + unopened;
  return (character: string): number => {
    if (character === ":") return colon;
    if (character === "|") return Math.max(0, line) + leftOpen;
    // A bar that is shorter by the pick-up closes its section here.
    return line < 0 && !leaves.test(character) ? -line : 0;
  };
}

function againstEnd(reader: MusicReader, sectionsBefore: number): number {
  const { behindLine: behind } = reader;
  if (!behind) return 0;
  const { sections } = behind;
  const open = sections.isRepeatOpen ? 2 : 0;
  const begun = sectionTime(behind);
  if (open > 0 || begun.n > 0) return open + Math.max(0, againstClosing(sections, begun));
  // Tunes have a few sections, and a network does not count them.
  const written = sections.closed - sectionsBefore;
  return sections.closed < 2 ? 0 : Math.min(0, 1 - written);
}
