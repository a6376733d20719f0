import type { Place } from "../../../src/composing/place";
import { barUnits } from "../../../src/music/barUnits";

const barLine = /(?:\[\||:*\|)[|:\]]*|::+/g;
/** What may be unfinished at the end of a line of music, and what of it has been read; the first that fits counts. */
const unfinished: readonly (readonly [Place["inside"], RegExp])[] = [
  ["inline", /\[[A-Za-z](:[^\]]*)$/],
  ["grace", /\{([^}]*)$/],
  ["barLine", /((?:\[\||:*\|)[|:\]]*|:+)$/],
  ["ending", /(?:[|[])(\d)$/],
  ["chord", /\[([\^_=A-Ga-g][^\]|]*)$/],
  ["bracket", /\[()$/],
  ["paren", /\(()$/],
  ["note", /[A-Ga-gzx][',]*([\d/]*)$/],
];

/** The place behind a tune's text, found by looking at all of it; a bar that is full has so many unit notes. */
export function placeBehind(tune: string, unitsOfWholeBar: number): Place {
  const bodyStart = (/^(?:(?!K:)[A-Za-z]:.*\n)*(?:K:.*\n)?/.exec(tune)?.[0] ?? "").length;
  const [, key = ""] = /[\s\S]*(?:^|\[)K:([^\]\n]*)/m.exec(tune) ?? [];
  const body = tune.slice(bodyStart);
  const line = body.slice(body.lastIndexOf("\n") + 1);
  const isHeader = !/^K:/m.test(tune) && /^[A-Z](?::.*)?$/.test(body);
  const [inside, text] = isHeader ? (["header", body] as const) : insideOf(line);
  const whole = inside === "barLine" ? body.slice(0, -text.length) : body;
  const lines = [...whole.replace(/"[^"\n]*"/g, quiet).matchAll(barLine)];
  const last = lines.at(-1);
  const unitsOfBar = whole.slice(last ? last.index + last[0].length : 0);
  const units = barUnits(unitsOfBar);
  return {
    inside,
    text,
    previous: tune.slice(-1),
    barHasNotes: units > 0,
    barsInLine: 0,
    afterSectionMark: last !== undefined && last[0] !== "|",
    key,
    unitsOfBar,
    barIsFull: units === unitsOfWholeBar,
  };
}

function insideOf(line: string): readonly [Place["inside"], string] {
  if (line.trim() === "") return [line === "" ? "lineStart" : "music", ""];
  if (/^[H-Zm-z]$/.test(line)) return ["code", ""];
  if (/^[A-Za-z]:(?![|:])/.test(line)) return ["field", line.slice(2)];
  const [, quote] = /^(?:[^"]*"[^"]*")*[^"]*"([^"]*)$/.exec(line) ?? [];
  if (quote !== undefined) return ["quote", quote];
  const [, mark] = /^(?:[^!]*![^!]*!)*[^!]*!([^!]*)$/.exec(line) ?? [];
  if (mark !== undefined) return ["decoration", mark];
  for (const [inside, pattern] of unfinished) {
    const [, text] = pattern.exec(line) ?? [];
    if (text !== undefined) return [inside, text];
  }
  return ["music", ""];
}

function quiet(text: string): string {
  return ".".repeat(text.length);
}
