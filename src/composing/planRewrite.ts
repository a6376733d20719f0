import { type Line, parseTuneBook, type Span, type Tune, tuneAt } from "../abc/tuneBook";
import { isText, type MusicUnit, musicUnits, partsOfUnits } from "./musicUnits";
import { type Plan, type Problem, textsAround } from "./plan";
import { tuneText } from "./tuneText";
import { voiceAt, voicesOf } from "./voices";

/** A plan for music that takes the place of other music, which ends at `replaceTo`. */
export interface RewritePlan extends Plan {
  /** Where what is replaced ends: UTF-16 units into the source. */
  readonly replaceTo: number;
  /** What is replaced, as a model reads it. */
  readonly replaced: string;
}

const noMusic = problem("holds no music: select the bars to rewrite");
const outside = problem("begins outside a tune: select bars of one tune");

/**
 * Plans new music for the bars selected from `start` to `end`. Bar lines and inline fields at the two ends stay; what is
 * selected in part, such as a chord or a tuplet, is replaced as a whole.
 */
export function planRewrite(
  source: string,
  start: number,
  end: number,
  fields: string,
): RewritePlan | Problem {
  const book = parseTuneBook(source);
  const selected = withoutWhiteSpace(source, start, end);
  if (!selected) return noMusic;
  const tune = tuneAt(book, selected.start);
  if (!tune || selected.start >= tune.end) return outside;
  const lines = tune.lines.filter((line) => line.start < selected.end && line.end > selected.start);
  const misplaced = linesProblem(source, tune, lines, selected);
  if (misplaced) return misplaced;

  const units = lines
    .flatMap((line) => musicUnits(source, line))
    .filter((unit) => unit.start < selected.end && unit.end > selected.start);
  const music = units.slice(units.findIndex(isMusic), units.findLastIndex(isMusic) + 1);
  const first = music[0];
  const last = music.at(-1);
  if (!first || !last || !music.some(({ kind }) => kind === "notes")) return noMusic;
  const lost = lostProblem(source, lines, music);
  if (lost) return lost;

  const [insertAt, replaceTo] = [first.start, last.end];
  const voices = voicesOf(book, tune);
  const extent = { from: insertAt, upTo: replaceTo, voice: voices && voiceAt(voices, insertAt) };
  return {
    ...textsAround(book, tune, fields, insertAt, replaceTo),
    insertAt,
    before: "",
    after: "",
    replaceTo,
    replaced: tuneText(book, tune, fields, extent).text,
  };
}

function withoutWhiteSpace(source: string, start: number, end: number): Span | undefined {
  const from = Math.max(Math.min(start, end), 0);
  const selected = source.slice(from, Math.max(start, end, 0));
  const text = selected.trim();
  const at = from + selected.length - selected.trimStart().length;
  return text === "" ? undefined : { start: at, end: at + text.length };
}

function isMusic({ kind }: MusicUnit): boolean {
  return kind === "notes" || kind === "mark";
}

function linesProblem(
  source: string,
  tune: Tune,
  lines: readonly Line[],
  selected: Span,
): Problem | undefined {
  if (selected.end > tune.end) return problem("reaches beyond its tune: select bars of one tune");
  if (selected.start < tune.header.end) {
    return problem("is in the header of the tune: select bars below the K: line");
  }
  const other = lines.find(({ kind }) => kind !== "music");
  if (!other && lines.some((line) => isText(partsOfUnits(source, line)))) {
    return problem("holds words among the music: select the bars to rewrite");
  }
  return other && problem(`holds ${described(other)}: select bars of lines that follow each other`);
}

function described({ kind, code = "" }: Line): string {
  if (/^[wWs]$/.test(code)) return code === "s" ? "a symbol line" : "lyrics";
  if (kind === "typesetText") return "a block of text";
  if (kind === "comment") return "a comment";
  return kind === "directive" ? "a directive" : `a ${code}: field`;
}

/** What is neither music nor in another line, but stands between the bars. */
function lostProblem(
  source: string,
  lines: readonly Line[],
  music: readonly MusicUnit[],
): Problem | undefined {
  const start = music[0]?.start ?? 0;
  const end = music.at(-1)?.end ?? 0;
  if (lines.some(({ comment }) => comment && comment.start > start && comment.end < end)) {
    return problem("holds a comment: select bars before or behind it");
  }
  const field = music.find(({ kind }) => kind === "field");
  if (!field) return undefined;
  const text = source.slice(field.start, field.end);
  if (text.startsWith("[V:")) return problem("holds several voices: select bars of one voice");
  return problem(`holds ${text}: select bars before or behind it`);
}

function problem(what: string): Problem {
  return { problem: `The selection ${what}.` };
}
