import { fraction, isMultiple } from "../music/fraction";
import { pitchClass, readKey } from "../music/key";
import type { MusicReader } from "../music/reading/musicReader";

/** What a whole phrase at the end, an end on the tonic and an end at all are worth, in nats per character. */
const wholePhrase = 0.05;
const onTonic = 0.1;
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
  const key = readKey(behind.state.key);
  const last = lastNote(text);
  const isTonic = key?.tonic !== undefined && pitchClass(last, key) === key.tonic;
  return ends + (isWhole ? wholePhrase : 0) + (isTonic ? onTonic : 0);
}

/** The last note of a text, its accidental included, or "". */
export function lastNote(text: string): string {
  const music = text.replace(
    /"[^"\n]*"|![^!\n]*!|\{[^}\n]*\}|\[[A-Za-z]:[^\]\n]*\]|^[A-Za-z]:.*$/gm,
    " ",
  );
  return music.match(/(?:\^\^?|__?|=)?[A-Ga-g]/g)?.at(-1) ?? "";
}
