import { typesetMark } from "../../abc/lineKind";
import { lastStarted, type TuneBook } from "../../abc/tuneBook";

/** The block of typeset text that nothing closes before the book ends, such as "text". */
export function openBlock({ source, fileHeader, tunes, freeText }: TuneBook): string | undefined {
  const parts = [fileHeader, tunes.at(-1), freeText.at(-1)].filter((part) => part !== undefined);
  parts.sort((one, other) => one.start - other.start);
  let open: string | undefined;
  for (const { kind, start, end } of lastStarted(parts, source.length)?.lines ?? []) {
    if (kind !== "typesetText") continue;
    const found = typesetMark(source.slice(start, end));
    if (open === undefined) open = found?.block;
    else if (found?.mark === "end" && found.block === open) open = undefined;
  }
  return open;
}
