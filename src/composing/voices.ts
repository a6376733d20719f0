import { inlinePartAt } from "../abc/musicLine";
import type { Line, Span, Tune, TuneBook } from "../abc/tuneBook";

/** A `V:` line or `[V:id]` of a tune's body: its span takes in the blanks around it, or the line's end. */
interface VoiceChange extends Span {
  readonly voice: string;
  /** From where on music is this voice's. */
  readonly from: number;
}

/** The voices of a tune that has several. */
export interface Voices {
  /** Whose the music before the first change is. */
  readonly first: string;
  readonly changes: readonly VoiceChange[];
}

/** The voices of a tune; `undefined` when it has but one. */
export function voicesOf({ source }: TuneBook, tune: Tune): Voices | undefined {
  if (!source.slice(tune.start, tune.end).includes("V:")) return undefined;
  const changes: VoiceChange[] = [];
  const ids = new Set<string>();
  for (const [index, line] of tune.lines.entries()) {
    const isInBody = line.start >= tune.header.end;
    if (isVoiceLine(line)) {
      const voice = voiceIn(source.slice(line.start + 2, line.comment?.start ?? line.end));
      if (voice === undefined) continue;
      ids.add(voice);
      const last = lastContinuation(tune, index);
      if (isInBody) changes.push({ start: line.start, from: last.end, end: last.next, voice });
    } else if (isInBody && line.kind === "music") {
      for (const change of changesWithin(source, line)) {
        ids.add(change.voice);
        changes.push(change);
      }
    }
  }
  const [first] = ids;
  return first !== undefined && ids.size > 1 ? { first, changes } : undefined;
}

/** The voice that music at `offset` belongs to: that of the last change before it. */
export function voiceAt({ first, changes }: Voices, offset: number): string {
  return changes.findLast(({ from }) => from <= offset)?.voice ?? first;
}

/** The voice of the first music at or behind `offset`. */
export function voiceFrom(voices: Voices, source: string, offset: number): string {
  let at = offset;
  for (const change of voices.changes) {
    if (change.end <= at) continue;
    if (source.slice(at, Math.max(change.start, at)).trim() !== "") break;
    at = change.end;
  }
  return voiceAt(voices, at);
}

/** What a reader of one voice alone leaves out of a tune, in order: the music of the others, and what names voices. */
export function besidesVoice(tune: Tune, { first, changes }: Voices, voice: string): Span[] {
  const spans: Span[] = [];
  for (const [index, line] of tune.lines.entries()) {
    if (line.start >= tune.header.end) break;
    if (!isVoiceLine(line)) continue;
    spans.push({ start: line.start, end: lastContinuation(tune, index).next });
  }
  let current = first;
  let at = tune.header.end;
  for (const change of changes) {
    spans.push({ start: current === voice ? change.start : at, end: change.end });
    current = change.voice;
    at = change.end;
  }
  if (current !== voice) spans.push({ start: at, end: tune.end });
  return spans;
}

function isVoiceLine({ kind, code }: Line): boolean {
  return kind === "field" && code === "V";
}

/** The last of the `+:` lines that continue a line; the line itself when there are none. */
function lastContinuation({ lines }: Tune, index: number): Line {
  let at = index;
  while (lines[at + 1]?.kind === "continuation") at++;
  return lines[at] as Line;
}

function changesWithin(source: string, line: Line): VoiceChange[] {
  const changes: VoiceChange[] = [];
  for (const { index } of source.slice(line.start, line.end).matchAll(/\[V:/g)) {
    const start = line.start + index;
    const part = inlinePartAt(source, line, start + 1);
    if (part?.start !== start || !part.closed) continue;
    const voice = voiceIn(source.slice(start + 3, part.end - 1));
    if (voice === undefined) continue;
    let end = part.end;
    while (source[end] === " " || source[end] === "\t") end++;
    const leads = source.slice(line.start, start).trim() === "";
    changes.push({ start: leads ? line.start : start, from: part.end, end, voice });
  }
  return changes;
}

/** The id that a V: field's value begins with; one without changes nothing. */
function voiceIn(value: string): string | undefined {
  return /\S+/.exec(value)?.[0];
}
