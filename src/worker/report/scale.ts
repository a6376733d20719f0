import {
  type Alterations,
  isInScale,
  type Key,
  pitchClass,
  readKey,
  readNote,
} from "../../music/key";
import type { CountedBar } from "./barCounter";
import { oneIf, type Share } from "./share";
import type { Written } from "./written";

/** Notes that belong to the scale of the key. */
export function notesInScale({ own }: Written): Share {
  let part = 0;
  let whole = 0;
  for (const bar of own) {
    const key = readKey(bar.key);
    if (!key || key.mode === "none") continue;
    for (const pitch of soundingOf(bar, key).flat()) {
      whole++;
      if (isInScale(key, pitch)) part++;
    }
  }
  return { part, whole };
}

/** Whether a tune that has ended by itself ends on its tonic; in its last chord one note is enough. */
export function endsOnTonic({ own, ended }: Written): Share {
  const last = own.findLast(({ pitches }) => pitches.some((chord) => chord.length > 0));
  const key = last && readKey(last.key);
  if (ended !== "end" || !last || key?.tonic === undefined) return { part: 0, whole: 0 };
  const chord = soundingOf(last, key).findLast((notes) => notes.length > 0);
  return oneIf(chord?.includes(key.tonic) ?? false);
}

/** The pitch classes of a bar's notes; an accidental holds to the end of the bar (ABC 2.1, 11.3). */
function soundingOf({ pitches }: CountedBar, key: Key): number[][] {
  const inForce: Partial<Record<keyof Alterations, number>> = {};
  return pitches.map((chord) =>
    chord.flatMap((note) => {
      const { letter, alteration } = readNote(note) ?? {};
      if (letter && alteration !== undefined) inForce[letter] = alteration;
      return pitchClass(note, key, inForce) ?? [];
    }),
  );
}
