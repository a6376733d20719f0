/** Where a text goes and what surrounds it, in "\n" line ends. */
export interface Insertion {
  /** UTF-16 units into the document. */
  readonly at: number;
  /** Where what it takes the place of ends; `at` when nothing is replaced. */
  readonly to: number;
  /** Goes in before the text. */
  readonly prefix: string;
  /** Goes in behind the text. */
  readonly suffix: string;
}

/** Where a new tune goes into `source` that is to follow what ends at `end`: one empty line on either side. */
export function newTuneInsertion(source: string, end: number): Insertion {
  const at = source.slice(0, end).trimEnd().length;
  const breaksAfter = /^(?:[^\S\r\n]*(?:\r\n|\r|\n))*/.exec(source.slice(at))?.[0] ?? "";
  const prefix = at === 0 ? "" : "\n\n";
  if (at + breaksAfter.length >= source.trimEnd().length) {
    return { at, to: at, prefix, suffix: breaksAfter === "" ? "\n" : "" };
  }
  const emptyLines = (breaksAfter.match(/\r\n|\r|\n/g)?.length ?? 0) - 1;
  return { at, to: at, prefix, suffix: "\n".repeat(Math.max(0, 1 - emptyLines)) };
}
