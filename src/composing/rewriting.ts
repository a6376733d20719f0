import type { MusicReader } from "../music/reading/musicReader";
import { type Frame, type Passage, settled } from "./passage";

/** A bar line with all that stands between it and the next note: endings, fields, line ends. */
const between =
  /[ \t]*(?:\[\||\||:)(?:[|:\]]|\d[\d,.-]*|\[\d[\d,.-]*|\[[A-Za-z]:[^\]\n]*\]|\n(?:(?:[IKLMNPQRTUVWrswm+]:|%)[^\n]*)?|[ \t])*/y;

/**
 * The passage that takes the place of `replaced`, to which `reader` has come: every bar gets the time that it had, and
 * what stands between the bars stays to the letter.
 */
export function rewritingPassage(reader: MusicReader, replaced: string): Passage {
  const old = reader.copy();
  const frames: Frame[] = [];
  for (let at = 0; at < replaced.length; at++) {
    old.read(replaced.charAt(at));
    if (old.state.mode !== "barLine") continue;
    const { filled } = old.state.bar;
    const begins = /[ \t]*\[?$/.exec(replaced.slice(0, at))?.index ?? at;
    between.lastIndex = begins;
    const behind = between.exec(replaced)?.[0] ?? replaced.charAt(at);
    frames.push({ limit: filled, behind });
    const end = Math.max(at + 1, begins + behind.length);
    for (at++; at < end; at++) old.read(replaced.charAt(at));
    at--;
  }
  const last = { limit: settled(old).state.bar.filled, behind: "" };
  return { bars: 0, frames: [...frames, last], isInBetween: true };
}
