import type { Span } from "./tuneBook";

/** A stretch of a music line that is not notes: delimiters included, `closed` when the closing one is there. */
export interface InlinePart extends Span {
  readonly kind: "quoted" | "decoration" | "inlineField" | "comment";
  readonly closed: boolean;
}

/** The first such part of a music line at or after `from`; the line's text ends at `end`. */
function nextInlinePart(source: string, from: number, end: number): InlinePart | undefined {
  for (let at = from; at < end; at++) {
    switch (source[at]) {
      case "\\":
        at++;
        break;
      case "%":
        return { kind: "comment", start: at, end, closed: true };
      case '"':
        return quotedText(source, at, end);
      case "!": {
        const close = decorationEnd(source, at + 1, end);
        if (close > at + 1 && source[close] === "!") {
          return { kind: "decoration", start: at, end: close + 1, closed: true };
        }
        break;
      }
      case "[":
        if (at + 2 < end && isLetter(source.charCodeAt(at + 1)) && source[at + 2] === ":") {
          return inlineField(source, at, end);
        }
        break;
    }
  }
  return undefined;
}

/** The part that holds `offset` strictly inside its delimiters; one that lacks its closing delimiter runs to the line's end. */
export function inlinePartAt(source: string, line: Span, offset: number): InlinePart | undefined {
  let from = line.start;
  while (from < offset) {
    const part = nextInlinePart(source, from, line.end);
    if (!part || part.start >= offset) return undefined;
    const last = part.closed && part.kind !== "comment" ? part.end - 1 : part.end;
    if (offset <= last) return part;
    from = part.end;
  }
  return undefined;
}

/** Where a music line's trailing comment starts, or `undefined`. */
export function musicCommentStart(source: string, start: number, end: number): number | undefined {
  let part = nextInlinePart(source, start, end);
  while (part && part.kind !== "comment") part = nextInlinePart(source, part.end, end);
  return part?.start;
}

/** Where the trailing comment of a field starts: at its first `%` that no backslash escapes. */
export function fieldCommentStart(source: string, start: number, end: number): number | undefined {
  for (let at = start; at < end; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === "%") return at;
  }
  return undefined;
}

/** Whether a UTF-16 unit is an ASCII letter. */
export function isLetter(unit: number): boolean {
  return (unit >= 65 && unit <= 90) || (unit >= 97 && unit <= 122);
}

function quotedText(source: string, start: number, end: number): InlinePart {
  for (let at = start + 1; at < end; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === '"') return { kind: "quoted", start, end: at + 1, closed: true };
  }
  return { kind: "quoted", start, end, closed: false };
}

function inlineField(source: string, start: number, end: number): InlinePart {
  for (let at = start + 1; at < end; at++) {
    if (source[at] === "\\") at++;
    else if (source[at] === "%") return { kind: "inlineField", start, end: at, closed: false };
    else if (source[at] === "]") return { kind: "inlineField", start, end: at + 1, closed: true };
  }
  return { kind: "inlineField", start, end, closed: false };
}

// A decoration's name has no space, bar line, quote or bracket: a lone "!" is an old line break.
function decorationEnd(source: string, from: number, end: number): number {
  let at = from;
  while (at < end && !' \t|"%[]{}!'.includes(source.charAt(at))) at++;
  return at;
}
