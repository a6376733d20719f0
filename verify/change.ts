import { parseTuneBook } from "../src/abc/tuneBook";
import { type CountedBar, countBars, isCountable, isExact } from "../src/worker/report/barCounter";
import { toNumber } from "../src/worker/report/exactTime";

/** A text that goes into a book, from `at` to `to`. */
export interface Change {
  readonly book: string;
  readonly at: number;
  readonly to: number;
  readonly text: string;
}

/** A voice before and after a change; the places are within its tune. */
interface ChangedVoice {
  readonly before: string;
  readonly after: string;
  readonly at: number;
  readonly to: number;
  readonly length: number;
}

const knownLines = new Set("^  | || ||| |] :| :|| :|] |: ||: :: :|: :||: [| [|: [|]".split(" "));

const fieldLine = /^[A-Za-z]:(?![|:]).*$/gm;

/** What a change breaks, in words that are the same for the same kind of fault; nothing when it is right. */
export function faultsOf({ book, at, to, text }: Change): string[] {
  if (book[at - 1] === "\r" && book[at] === "\n") return ["goes in between CR and LF"];
  const before = parseTuneBook(book);
  const after = parseTuneBook(book.slice(0, at) + text + book.slice(to));
  if (before.tunes.length !== after.tunes.length) return ["another number of tunes"];
  const slices = ({ tunes, source }: typeof before): string[] =>
    tunes.map(({ start, end }) => source.slice(start, end));
  const tunes = slices(before);
  const changed = slices(after);
  const index = before.tunes.findLastIndex(({ start }) => start <= at);
  const isOther = (tune: string, other: number): boolean =>
    other !== index && tune !== changed[other];
  if (tunes.some(isOther)) return ["another tune changed"];
  const own = voicesOf(tunes[index] ?? "");
  const grown = voicesOf(changed[index] ?? "");
  if ([...own.keys()].join() !== [...grown.keys()].join()) return ["other voices"];
  const ids = [...own.keys()].filter((id) => !isSame(own.get(id), grown.get(id)));
  const [id, ...others] = ids;
  if (others.length > 0) return ["another voice changed"];
  // What is rewritten may come out as it was.
  if (id === undefined) return to > at ? [] : ["nothing changed"];
  const start = before.tunes[index]?.start ?? 0;
  return faultsOfVoice({
    before: own.get(id) ?? "",
    after: grown.get(id) ?? "",
    at: at - start,
    to: to - start,
    length: text.length,
  });
}

function isSame(one = "", other = ""): boolean {
  return one.replace(/\s+/g, "") === other.replace(/\s+/g, "");
}

/** The voices of a tune: its text with blanks where another voice or a comment stands. */
function voicesOf(tune: string): Map<string, string> {
  const text = tune.replaceAll("\r", " ").replace(/^(?:[^"\n%\\]|\\.|"[^"\n]*")*%.*/gm, (line) => {
    const at = /^(?:[^"%\\]|\\.|"[^"]*")*/.exec(line)?.[0].length ?? 0;
    return line.slice(0, at).padEnd(line.length);
  });
  const bodyStart = /^K:.*(?:\n|$)/m.exec(text)?.[0].length ?? 0;
  const header = text.slice(0, (/^K:.*(?:\n|$)/m.exec(text)?.index ?? 0) + bodyStart);
  const body = text.slice(header.length);
  const changes = [...body.matchAll(/^V:\s*(\S+).*|\[V:\s*([^\s\]]+)[^\]\n]*\]/gm)];
  const ids = [...header.matchAll(/^V:\s*(\S+)/gm), ...changes].map(([, a, b]) => a ?? b ?? "");
  const voices = new Map<string, string>();
  for (const id of new Set(ids.length > 0 ? ids : [""])) {
    let voice = header;
    let current = ids[0] ?? "";
    let from = 0;
    const take = (to: number): void => {
      const part = body.slice(from, to);
      voice += current === id ? part : part.replace(/[^\n]/g, " ");
      from = to;
    };
    for (const { index, 0: change, 1: line, 2: inline } of changes) {
      take(index);
      voice += " ".repeat(change.length);
      from += change.length;
      current = line ?? inline ?? "";
    }
    take(body.length);
    voices.set(id, voice);
  }
  return voices;
}

function faultsOfVoice(voice: ChangedVoice): string[] {
  const { before, after, at, to, length } = voice;
  const faults = new Set<string>();
  if (splitsToken(before, at) || splitsToken(before, to)) faults.add("a token is split");
  const old = countBars(before);
  const now = countBars(after);
  const same = (one: CountedBar | undefined, other: CountedBar | undefined): boolean =>
    one !== undefined &&
    other !== undefined &&
    bare(before, one) === bare(after, other) &&
    toNumber(one.time) === toNumber(other.time) &&
    one.meter?.n === other.meter?.n &&
    one.meter?.d === other.meter?.d;
  let head = 0;
  while ((old[head]?.end ?? Infinity) <= at && same(old[head], now[head])) head++;
  if ((old[head]?.end ?? Infinity) <= at) return [...faults, "a bar before changed"];
  let tail = 0;
  const isBehind = (): boolean => (old[old.length - 1 - tail]?.start ?? -1) >= to;
  const fits = (): boolean => tail < Math.min(old.length, now.length) - head;
  while (isBehind() && fits() && same(old.at(-1 - tail), now.at(-1 - tail))) tail++;
  const touched = old.slice(head, old.length - tail);
  const written = now.slice(head, now.length - tail);
  const isApart = ({ start }: CountedBar): boolean => before.slice(to, start).trim() !== "";
  if (touched.some(isApart)) return [...faults, "a bar behind changed"];
  if (to > at) {
    const times = (bars: readonly CountedBar[]): string =>
      bars.map(({ time, meter }) => `${toNumber(time)}/${meter && toNumber(meter)}`).join();
    const isKnown = touched.every(({ hasJunk }) => !hasJunk);
    if (isKnown && times(touched) !== times(written)) faults.add("bars of other times");
  }
  const wereRight = touched.every(isRight);
  for (const bar of written) {
    const outside =
      after.slice(bar.start, Math.max(bar.start, at)) + after.slice(at + length, bar.end);
    const isShared = /[^\s|:\]]/.test(outside.replace(fieldLine, ""));
    if (to === at && !(isShared && !wereRight) && !isRight(bar)) {
      faults.add(isShared ? "a bar that was right is wrong" : "a new bar is wrong");
    }
    const [shared] = touched;
    if (to > at || !isShared || !shared || !wereRight || !bar.right || touched.length > 1) continue;
    const asBefore = toNumber(bar.time) === toNumber(shared.time);
    if (isExact(shared) && !isExact(bar)) faults.add("a full bar is no longer full");
    if (!isExact(bar) && !asBefore && shared.right) faults.add("a shared bar is short");
  }
  const oddBefore = new Set([...old.flatMap(lines)].filter((line) => !knownLines.has(line)));
  const odd = now.flatMap(lines).filter((line) => !knownLines.has(line) && !oddBefore.has(line));
  if (odd.length > 0) faults.add(`odd bar line ${odd[0]}`);
  return [...faults];
}

function lines({ left, right }: CountedBar): string[] {
  return [...left, right];
}

/** Whether a bar is as it should be: full between plain bar lines, elsewhere not overfull. */
function isRight(bar: CountedBar): boolean {
  const { meter, time, bars, hasJunk } = bar;
  if (hasJunk) return false;
  if (!meter) return true;
  return isCountable(bar) ? isExact(bar) : time.n * meter.d <= bars * meter.n * time.d;
}

/** A bar's text without blanks and bar lines. */
function bare(text: string, { start, end }: CountedBar): string {
  const music = text.slice(start, end).replace(fieldLine, "");
  return music.replace(/[\s|:\]\\]|\[(?=\||$)/gm, "");
}

const tokens =
  /"[^"\n]*"|![^!\n|]+!|\{[^}\n]*\}|\[[A-Za-z]:[^\]\n]*\]|\((?=\d)\d(?::\d?){0,2}|\[[^\]|\n\d"][^\]|\n]*\]\d*\/*\d*|(?:\^\^?|__?|=)?[A-Ga-gzx][,']*\d*\/*\d*|[|:]*\|[|:\]]*[1-9]?|::|[<>]+/g;

/** Whether a place lies within a note, chord, quote or bar line. */
function splitsToken(text: string, at: number): boolean {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const line = text.slice(start, end < 0 ? text.length : end);
  for (const { index, 0: token } of line.matchAll(tokens)) {
    if (start + index < at && start + index + token.length > at) return true;
  }
  return false;
}
