/** Whether what was accepted begins with a bar line, behind white space. */
export function isBarLine(piece: string): boolean {
  return /^\s*(?:\.?\||:+\||::|\[\|)/.test(piece);
}

/** Whether what was accepted begins with something of a length or a bar line, behind white space. */
export function isNoteOrBarLine(piece: string): boolean {
  return isBarLine(piece) || /^\s*(?:[\^_=A-Ga-gxyzXZ]|\[(?![A-Za-z]:))/.test(piece);
}
