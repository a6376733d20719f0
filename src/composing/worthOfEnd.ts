import { endsOnTonic } from "../music/endsOnTonic";
import { fraction, isMultiple } from "../music/fraction";
import type { MusicReader } from "../music/reading/musicReader";

/** What a whole phrase at the end, an end on the tonic and an end at all are worth, in nats per character. */
const wholePhrase = 0.02;
const onTonic = 0.02;
const ends = 0.5;

/** What the end of a text that goes on from `reader` is worth, in nats per character: whole phrases, the tonic at last. */
export function worthOfEnd(reader: MusicReader, text: string): number {
  const behind = reader.copy();
  for (const character of text) behind.read(character);
  const { behindLine } = behind;
  if (!behindLine) return 0;
  const { sections } = behindLine;
  const length = sections.time.n > 0 ? sections.time : sections.lengths.at(-1);
  const isWhole = length !== undefined && isMultiple(length, fraction(4)) && !sections.isRepeatOpen;
  const isTonic = endsOnTonic(behind.state.key, text);
  return ends + (isWhole ? wholePhrase : 0) + (isTonic ? onTonic : 0);
}
