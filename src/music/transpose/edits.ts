import type { Span } from "../../abc/tuneBook";

/** What stands in place of a span of a text. */
export interface Edit extends Span {
  readonly text: string;
}

/** A text written in another key. */
export interface Transposed {
  readonly text: string;
  /** For each UTF-16 unit of `text`, and for its end, where in the text before it stands; never less than for the one before. */
  readonly offsets: Int32Array;
}

/** A text with some of its spans replaced; the edits are in order and do not overlap. */
export function applyEdits(source: string, edits: readonly Edit[]): Transposed {
  const length = edits.reduce(
    (sum, { start, end, text }) => sum + text.length - (end - start),
    source.length,
  );
  const offsets = new Int32Array(length + 1);
  let text = "";
  let at = 0;
  const copy = (to: number): void => {
    for (let k = at; k < to; k++) offsets[text.length + k - at] = k;
    text += source.slice(at, to);
  };
  for (const edit of edits) {
    copy(edit.start);
    const last = Math.max(edit.start, edit.end - 1);
    for (let k = 0; k < edit.text.length; k++) {
      offsets[text.length + k] = Math.min(edit.start + k, last);
    }
    text += edit.text;
    at = edit.end;
  }
  copy(source.length);
  offsets[length] = source.length;
  return { text, offsets };
}

/** Where an offset into the text before lies in the transposed one: before all that came of what stands behind it. */
export function offsetInTransposed({ offsets }: Transposed, offset: number): number {
  let low = 0;
  let high = offsets.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((offsets[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
