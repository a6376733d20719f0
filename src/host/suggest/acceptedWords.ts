/** Hears each word that is accepted, in order, and tells when there is enough. */
export type Enough = (word: string) => boolean;

/** Enough is a note, chord, rest or bar line; spaces, decorations and the like go with what follows them. */
export function nextNote(): Enough {
  return (word) => isNote(word) || isBarLine(word);
}

/** Enough is a bar line behind notes; one before them opens the bar that is wanted. */
export function nextBar(): Enough {
  let hasNotes = false;
  return (word) => {
    if (isBarLine(word)) return hasNotes;
    hasNotes ||= isNote(word);
    return false;
  };
}

function isBarLine(word: string): boolean {
  return /^\s*(?:\.?\||:+\||::|\[\|)/.test(word);
}

/** Also the rest of a note whose beginning stands in the text: its octave and length. */
function isNote(word: string): boolean {
  return /^(?:['\d,/]|\s*(?:[\^_=A-Ga-gxyzXZ]|\[(?![A-Za-z]:|\|)))/.test(word);
}
