import { parseTuneBook } from "../src/abc/tuneBook";
import { medianTime } from "./data";

/** Milliseconds to parse a tune book of 10 MB, made of one tune with running numbers; the first run counts as cold. */
export async function parsing(): Promise<{ cold: number; warm: number; tunes: number }> {
  const tune = [
    "T:The Running Tune",
    "R:jig",
    "M:6/8",
    "L:1/8",
    "K:D",
    '|:"D"DFA dcd|"G"BGB "A"A3|DFA d2e|f{g}fe d3:|',
    "w: la la la",
    "|:fed ed^c|(3BcB A2 F3|GBd g>fe|dcd d3:|",
  ].join("\n");
  const parts: string[] = [];
  for (let size = 0, number = 1; size < 10e6; number++) {
    const text = `X:${number}\n${tune}\n\n`;
    parts.push(text);
    size += text.length;
  }
  const book = parts.join("");
  const began = performance.now();
  const { tunes } = parseTuneBook(book);
  const cold = performance.now() - began;
  const warm = await medianTime(() => parseTuneBook(book));
  return { cold, warm, tunes: tunes.length };
}
