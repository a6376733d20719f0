import type { Line, Span } from "../abc/tuneBook";

/**
 * What is not to be torn apart on a line of music: `notes` are a note, rest or chord with its length and tie, and the notes
 * of a tuplet or a broken rhythm together; `mark` is what goes with notes, such as a grace group, a decoration or quoted
 * text, and anything unknown; a `barLine` has its repeat signs and ending.
 */
export interface MusicUnit extends Span {
  readonly kind: UnitKind;
  /** Whether its closing bracket is there, if it needs one. */
  readonly closed: boolean;
}

type UnitKind = "blank" | "barLine" | "field" | "notes" | "mark";

/** What units are made of. */
interface Token extends Span {
  readonly kind: UnitKind | "tuplet" | "broken";
  readonly text: string;
}

const length = String.raw`\d*(?:\/\d*)*(?:\.?-)?`;

/** The first that fits counts. */
const patterns: readonly [Token["kind"], RegExp][] = [
  ["blank", /(?:[\s`$]|\\$)+/suy],
  ["field", /\[[A-Za-z]:(?:\\.|[^\]\\])*\]?/suy],
  [
    "barLine",
    /\[(?:[1-9][\d,.-]*|"[^"]*"(?![^|\]]*\]))|(?:\.(?=\|))?(?:\[(?=\|))?[|:]+(?:\]|\[\|)?(?:\[?[1-9][\d,.-]*)?/uy,
  ],
  ["mark", /"(?:\\.|[^"\\])*"?/suy],
  ["mark", /![^ \t|"%[\]{}!]+!/suy],
  ["mark", /\{[^}]*\}?/suy],
  ["notes", new RegExp(String.raw`\[(?:"[^"]*"|[^\]|"])*(?:\]${length})?`, "suy")],
  ["notes", new RegExp(String.raw`(?:[_^=]\/?)*[A-Ga-gzxZX][,']*${length}`, "suy")],
  ["tuplet", /\(\d(?::\d*){0,2}/suy],
  ["broken", /[<>]+/suy],
  ["mark", /y\d*|\\.|./suy],
];

/** The units of a line of music, in order and without gaps, up to its comment. */
export function musicUnits(source: string, line: Line): MusicUnit[] {
  const tokens = readTokens(source.slice(line.start, line.comment?.start ?? line.end), line.start);
  const units: MusicUnit[] = [];
  for (let at = 0; at < tokens.length; ) {
    const first = tokens[at] as Token;
    const last = tokens[endOfUnit(tokens, at)] as Token;
    const kind = first.kind === "tuplet" || first.kind === "broken" ? "notes" : first.kind;
    units.push({ kind, start: first.start, end: last.end, closed: isClosed(first) });
    at = tokens.indexOf(last, at) + 1;
  }
  return units;
}

function readTokens(text: string, start: number): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const [found] = pattern.exec(text) ?? [];
      if (found === undefined) continue;
      const end = at + found.length;
      tokens.push({ kind, text: found, start: start + at, end: start + end });
      at = end;
      break;
    }
  }
  return tokens;
}

/** The index of the last token of the unit that begins with the one at `index`. */
function endOfUnit(tokens: readonly Token[], index: number): number {
  const { kind, text = "" } = tokens[index] ?? {};
  let end = index;
  if (kind === "tuplet") {
    const [count, , given] = text.slice(1).split(":");
    for (let left = Number(given || count); left > 0; left--) {
      const next = nextNotes(tokens, end + 1);
      if (next === undefined) break;
      end = next;
    }
  } else if (kind !== "notes" && kind !== "broken") {
    return index;
  }
  for (;;) {
    let broken = end + 1;
    while (tokens[broken]?.kind === "blank") broken++;
    if (tokens[broken]?.kind !== "broken") return end;
    end = nextNotes(tokens, broken + 1) ?? broken;
  }
}

/** The next notes, whatever belongs to them before them; `undefined` when something else comes first. */
function nextNotes(tokens: readonly Token[], index: number): number | undefined {
  let at = index;
  while (/^(blank|mark|broken)$/.test(tokens[at]?.kind ?? "")) at++;
  return tokens[at]?.kind === "notes" ? at : undefined;
}

/** Whether a chord, a grace group or an inline field has its closing bracket, if it is one. */
function isClosed({ kind, text }: Token): boolean {
  if (text.startsWith("{")) return text.endsWith("}");
  return kind === "barLine" || !text.startsWith("[") || text.includes("]");
}
