import type { Line, Span } from "../abc/tuneBook";

/**
 * What is not to be torn apart on a line of music: `notes` are a note, rest or chord with its length and tie, and the notes
 * of a tuplet or a broken rhythm together; `mark` is what goes with notes, such as a grace group, a decoration or quoted
 * text, and anything unknown; a `barLine` has its repeat signs and ending.
 */
export interface MusicUnit extends Span {
  readonly kind: UnitKind;
}

type UnitKind = "blank" | "barLine" | "field" | "notes" | "mark";

/**
 * What units are made of, also where something is still being typed: `tuplet` is the mark that begins one, `broken` the
 * mark between notes.
 */
export interface UnitPart extends Span {
  readonly kind: UnitKind | "tuplet" | "broken";
  readonly text: string;
  /** Whether a chord, a grace group or an inline field has its closing bracket. */
  readonly closed: boolean;
}

const length = String.raw`\d*(?:\/\d*)*(?:\.?-)?`;

/** The first that fits counts. */
const patterns: readonly [UnitPart["kind"], RegExp][] = [
  ["blank", /(?:[\s`$]|\\$)+/suy],
  ["field", /\[[A-Za-z]:(?:\\.|[^\]\\])*\]?/suy],
  [
    "barLine",
    /\[(?:[1-9][\d,.-]*|"[^"]*"(?![^|\]]*\]))|(?:\.(?=\|))?(?:\[(?=\|))?[|:]+(?:\]|\[\|)?(?:\[?[1-9][\d,.-]*)?/uy,
  ],
  ["mark", /"(?:\\.|[^"\\])*"?/suy],
  ["mark", /![^ \t|"%[\]{}!]+!|\+[A-Za-z][\w.()]*\+/suy],
  ["mark", /\{[^}]*\}?/suy],
  ["notes", new RegExp(String.raw`\[(?:"[^"]*"|[^\]|"])*(?:\]${length})?`, "suy")],
  ["notes", new RegExp(String.raw`(?:[_^=]\/?)*[A-Ga-gzxZX][,']*${length}`, "suy")],
  ["tuplet", /\(\d(?::\d*){0,2}/suy],
  ["broken", /[<>]+/suy],
  ["mark", /y\d*|\\.|./suy],
];

/** The units of a line of music, in order and without gaps, up to its comment. */
export function musicUnits(source: string, line: Line): MusicUnit[] {
  const parts = partsOfUnits(source, line);
  const units: MusicUnit[] = [];
  for (let at = 0; at < parts.length; at++) {
    const { kind, start } = parts[at] as UnitPart;
    at = endOfUnit(parts, at);
    const { end } = parts[at] as UnitPart;
    units.push({ kind: kind === "tuplet" || kind === "broken" ? "notes" : kind, start, end });
  }
  return units;
}

/** The parts of the units of a line of music, in order and without gaps, up to its comment. */
export function partsOfUnits(source: string, line: Line): UnitPart[] {
  const text = source.slice(line.start, line.comment?.start ?? line.end);
  const parts: UnitPart[] = [];
  for (let at = 0; at < text.length; ) {
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const [found] = pattern.exec(text) ?? [];
      if (found === undefined) continue;
      const start = line.start + at;
      const closed = isClosed(kind, found);
      parts.push({ kind, text: found, closed, start, end: start + found.length });
      at += found.length;
      break;
    }
  }
  return parts;
}

/** Whether a line is text rather than music: it has more letters in a row that are no notes than decorations ever have. */
export function isText(parts: readonly UnitPart[]): boolean {
  const bare = parts.map(({ kind, text }) =>
    kind === "field" || /^["!{+]./.test(text) ? " " : text,
  );
  return /[h-w]{3}/i.test(bare.join(""));
}

/** The index of the last part of the unit that begins with the one at `index`. */
function endOfUnit(parts: readonly UnitPart[], index: number): number {
  const { kind, text = "" } = parts[index] ?? {};
  let end = index;
  if (kind === "tuplet") {
    const [count, , given] = text.slice(1).split(":");
    for (let left = Number(given || count); left > 0; left--) {
      const next = nextNotes(parts, end + 1);
      if (next === undefined) break;
      end = next;
    }
  } else if (kind !== "notes" && kind !== "broken") {
    return index;
  }
  for (;;) {
    let broken = end + 1;
    while (parts[broken]?.kind === "blank" || parts[broken]?.text === ")") broken++;
    if (parts[broken]?.kind !== "broken") return end;
    end = nextNotes(parts, broken + 1) ?? broken;
  }
}

/** The next notes, whatever belongs to them before them; `undefined` when something else comes first. */
function nextNotes(parts: readonly UnitPart[], index: number): number | undefined {
  let at = index;
  while (/^(blank|mark|broken)$/.test(parts[at]?.kind ?? "")) at++;
  return parts[at]?.kind === "notes" ? at : undefined;
}

function isClosed(kind: UnitPart["kind"], text: string): boolean {
  if (text.startsWith("{")) return text.endsWith("}");
  return kind === "barLine" || !text.startsWith("[") || text.includes("]");
}
