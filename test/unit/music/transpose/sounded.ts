import abcjs from "abcjs";

/**
 * What abcjs plays of a tune, voice by voice: MIDI pitches in order, accidentals carried through the bar as it does it.
 * Repeats are left out, as it gives up on some that nothing begins, and what continues a field, which it takes for notes.
 */
export function sounded(tune: string): number[][] {
  const text = tune
    .replace(/\r\n?/g, "\n")
    .replace(/:?\|[:\d]?/g, "|")
    .replace(/^\+:.*\n/gm, "");
  const [parsed] = abcjs.parseOnly(/^X:/m.test(text) ? text : `X:1\n${text}`);
  const { tracks } = parsed?.setUpAudio({ chordsOff: true }) ?? { tracks: [] };
  return tracks.map((track) =>
    track.flatMap((event) => (event.cmd === "note" ? [event.pitch] : [])),
  );
}

/** By how many semitones one playing lies above another; undefined where not all notes do alike, or there are none. */
export function distance(from: number[][], to: number[][]): number | undefined {
  const [a, b] = [from.flat(), to.flat()];
  const shape = (voices: number[][]): string => voices.map(({ length }) => length).join();
  if (a.length === 0 || shape(from) !== shape(to)) return undefined;
  const found = new Set(b.map((pitch, index) => pitch - (a[index] as number)));
  return found.size === 1 ? [...found][0] : undefined;
}
