import { compare, fraction, minus, plus, times } from "../music/fraction";
import { readKey } from "../music/key";
import { elapsed } from "../music/reading/elapsed";
import type { MusicReader } from "../music/reading/musicReader";
import type { ReadingState } from "../music/reading/readingState";
import { againstClosing } from "./form";

/**
 * ln of what the odds of the tonic are multiplied by as the last note where a section closes for sure. A network that
 * reads character by character settles that note before it settles whether the section closes; of people's sections
 * those on the tonic close far more often.
 */
const onTonic = 4.5;
/** Where a note may begin, with nothing of it written. */
const beginsNote = /^(?:music|note|lineStart|ending)$/;

/** ln of what the odds of each character are multiplied by, so that a section that is due to close does so on the tonic. */
export function cadenceBias(reader: MusicReader): (character: string) => number {
  const { state } = reader;
  const favour = onTonic * shareOf(state);
  // A key is read where it matters alone: this is asked for at every character.
  const tonic = favour > 0 ? readKey(state.key)?.tonicLetter : undefined;
  return tonic ? (character) => (character.toUpperCase() === tonic ? favour : 0) : () => 0;
}

/** 1 in the last beat before a section is due to close, 1/2 in the one before, else 0. */
function shareOf(state: Readonly<ReadingState>): number {
  const { mode, bar, sections, meter, last } = state;
  if (!bar.length || bar.isFree || bar.limit || !beginsNote.test(mode) || /[\^_=]/.test(last)) {
    return 0;
  }
  const { time } = sections;
  const due = fraction(Math.floor(time.n / time.d) + 1);
  if (againstClosing(sections, due) >= 0) return 0;
  const left = minus(times(minus(due, time), bar.length), elapsed(state));
  const beat = meter.compound ? fraction(3, 8) : fraction(1, 4);
  if (left.n <= 0 || compare(left, plus(beat, beat)) > 0) return 0;
  return compare(left, beat) > 0 ? 0.5 : 1;
}
