import { isLetter } from "./musicLine";

/** The field code of a line that has one, "+" for a continuation; `inBody` tells the music `d:|` from a field. */
export function fieldCode(
  source: string,
  start: number,
  end: number,
  inBody: boolean,
): string | undefined {
  if (end - start < 2 || source.charCodeAt(start + 1) !== colon) return undefined;
  const code = source.charAt(start);
  if (code !== "+" && !isLetter(source.charCodeAt(start))) return undefined;
  if (inBody && end - start > 2 && "ABCDEFGabcdefgxzXZ".includes(code)) {
    const after = source.charAt(start + 2);
    if (after === "|" || after === ":") return undefined;
  }
  return code;
}

/** Whether there is nothing but white space from `start` to `end`. */
export function isBlank(source: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isSpace(source.charCodeAt(at))) return false;
  return true;
}

/** The span without the white space at its ends; an empty one stays at its start. */
export function trimmed(
  source: string,
  start: number,
  end: number,
): { start: number; end: number } {
  let from = start;
  let to = end;
  while (from < to && isSpace(source.charCodeAt(from))) from++;
  while (to > from && isSpace(source.charCodeAt(to - 1))) to--;
  return { start: from, end: to };
}

/** What a directive does to a block of typeset text: `begin` or `end` it, and which. */
export function typesetMark(
  directive: string,
): { mark: "begin" | "end"; block: string } | undefined {
  const found = /^%%[ \t]*(begin|end)(text|ps|svg)(?![A-Za-z])/.exec(directive);
  if (!found?.[2]) return undefined;
  return { mark: found[1] === "begin" ? "begin" : "end", block: found[2] };
}

const colon = 58;

// Space, tab, vertical tab, form feed and no-break space.
function isSpace(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 11 || unit === 12 || unit === 0xa0;
}
