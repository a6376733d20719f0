import { placeAt } from "../abc/place";
import { parseTuneBook } from "../abc/tuneBook";
import type { Plan, Problem } from "./plan";
import { tuneText } from "./tuneText";
import { voiceFrom, voicesOf } from "./voices";

/** Plans a new tune, number `number`, that is primed by the music from `start` to `end` under its tune's header. */
export function planFromSelection(
  source: string,
  start: number,
  end: number,
  number: number,
  fields: string,
): Plan | Problem {
  const book = parseTuneBook(source);
  const { tune } = placeAt(book, start);
  if (!tune)
    return { problem: "The selection is outside a tune: select the bars to compose from." };
  const voices = voicesOf(book, tune);
  const voice = voices && voiceFrom(voices, source, start);
  const { text, offsets, bodyStart } = tuneText(book, tune, fields, { voice });
  const from = offsets.findIndex((at, index) => index >= bodyStart && at >= start);
  const to = offsets.findLastIndex((at, index) => index >= bodyStart && at < end);
  const selected = from < 0 ? "" : text.slice(from, to + 1);
  // A selection that reaches the end of a line is primed with it: music follows, not the rest of a bar line.
  const lineEnd = /\n\s*$/.test(selected) || text[to + 1] === "\n" ? "\n" : "";
  const music = selected.trim() + lineEnd;
  if (music.trim() === "")
    return { problem: "The selection holds no music: select some bars of a tune." };
  const header = headerInEffect(text.slice(0, bodyStart), text.slice(bodyStart, from));
  const ownHeader = header.replace(/^[XT]:.*\n/gm, "");
  const title = tune.title === "" ? "" : `T:${tune.title}, continued\n`;
  return {
    prime: header + music,
    insertAt: tune.end,
    before: `X:${number}\n${title}${ownHeader}${music}`,
    after: "",
    follows: "",
  };
}

/** A header with the meter, unit length and key that the body has changed to by its end. */
function headerInEffect(header: string, body: string): string {
  let changed = header;
  for (const [, code = "", value = ""] of body.matchAll(/(?:^|\[)([KLM]):([^\]\n]*)/gm)) {
    const own = new RegExp(`^${code}:.*$`, "m");
    const line = `${code}:${value.trim()}`;
    changed = own.test(changed) ? changed.replace(own, () => line) : `${line}\n${changed}`;
  }
  return changed;
}
