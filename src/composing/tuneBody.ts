import { type MusicToken, musicTokens } from "../abc/musicTokens";

/** A line of a tune's body: of music, or a field. */
export type BodyLine =
  | { readonly kind: "music"; readonly tokens: readonly MusicToken[] }
  | { readonly kind: "field"; readonly code: string; readonly value: string };

/** A tune as a model reads it, taken apart; a music line that has ended has its line end as last token. */
export interface TuneBody {
  /** The value of the header's K: field, "" where there is none. */
  readonly key: string;
  readonly lines: readonly BodyLine[];
}

/** Takes a tune's text apart; its body begins behind the K: line or, without one, behind the fields at the start. */
export function tuneBody(text: string): TuneBody {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let bodyStart = lines.findIndex((line) => line.startsWith("K:")) + 1;
  if (bodyStart === 0)
    bodyStart = Math.max(
      0,
      lines.findIndex((line) => !isOther(line)),
    );
  const key = bodyStart > 0 ? (/^K:(.*)/.exec(lines[bodyStart - 1] ?? "")?.[1] ?? "") : "";
  return { key, lines: lines.slice(bodyStart).flatMap(readLine) };
}

/** Whether a line is a field, a comment or a directive. */
function isOther(line: string): boolean {
  return line.startsWith("%") || fieldOf(line) !== undefined;
}

function readLine(line: string): BodyLine[] {
  if (line.startsWith("%") || line.startsWith("+:")) return [];
  return [fieldOf(line) ?? { kind: "music", tokens: [...musicTokens(line)] }];
}

function fieldOf(line: string): (BodyLine & { kind: "field" }) | undefined {
  // A letter of a note before a repeat opens no field.
  const [, code, value = ""] = /^([A-Za-z]):(?![|:])(.*)/.exec(line) ?? [];
  return code === undefined ? undefined : { kind: "field", code, value };
}
