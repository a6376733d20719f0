import { zero } from "../music/fraction";
import type { BarTime } from "../music/reading/barTime";
import type { MusicReader } from "../music/reading/musicReader";
import { type Frame, type Passage, settled } from "./passage";

/** A bar line with all that stands between it and the next note: endings, fields, line ends. */
const between =
  /\s*[.[]?(?:\||:)(?:[|:\]]|\[\||\d[\d,.-]*|\[\d[\d,.-]*|\[[A-Za-z]:[^\]\n]*\]|\\?\n(?:(?:[IKLMNPQRTUVWrswm+]:|%)[^\n]*)?|[ \t])*/y;

/**
 * The passage that takes the place of `replaced`, to which `reader` has come: every bar gets the time that it had, and
 * what stands between the bars stays to the letter, as do rests of several bars.
 */
export function rewritingPassage(reader: MusicReader, replaced: string): Passage {
  const old = reader.copy();
  const frames: Frame[] = [];
  /** Where the music of the bar begins. */
  let from = 0;
  for (let at = 0; at < replaced.length; at++) {
    old.read(replaced.charAt(at));
    if (old.state.mode !== "barLine") continue;
    const { bar } = old.state;
    const begins = /\s*[.[]?$/.exec(replaced.slice(from, at))?.index ?? 0;
    between.lastIndex = from + begins;
    const end = Math.max(at + 1, between.exec(replaced) ? between.lastIndex : 0);
    if (hasMusic(bar)) {
      frames.push({ limit: bar.filled, behind: replaced.slice(from + begins, end) });
    } else keep(frames, replaced.slice(from, end));
    while (++at < end) old.read(replaced.charAt(at));
    at--;
    from = end;
  }
  const { bar } = settled(old).state;
  if (!hasMusic(bar)) keep(frames, replaced.slice(from));
  return { bars: 0, frames: [...frames, { limit: bar.filled, behind: "" }], isInBetween: true };
}

/** Whether a bar holds what other music can take the place of. */
function hasMusic({ hasNotes, rests }: BarTime): boolean {
  return hasNotes && rests === 1;
}

/** Adds text that stays. */
function keep(frames: Frame[], text: string): void {
  const last = frames.pop() ?? { limit: zero, behind: "" };
  frames.push({ ...last, behind: last.behind + text });
}
