/** A piece of a document: offsets of its start and end. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** One change of a document, in offsets before it. */
export interface TextChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/**
 * Where a piece of a document is after changes that came at once: what was changed within it or at its edges is part of
 * it; nothing when a change went beyond an edge.
 */
export function trackedRange(
  { start, end }: TextRange,
  changes: readonly TextChange[],
): TextRange | undefined {
  let before = 0;
  let inside = 0;
  for (const { rangeOffset: from, rangeLength, text } of changes) {
    const to = from + rangeLength;
    const grown = text.length - rangeLength;
    if (from < start && to <= start) before += grown;
    else if (from >= start && to <= end) inside += grown;
    else if (from < end) return undefined;
  }
  return { start: start + before, end: end + before + inside };
}
