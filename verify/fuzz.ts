import { seededRandom, shuffle } from "../src/model/random";
import { MusicReader } from "../src/music/reading/musicReader";
import { type ComposeOptions, type ComposeTask, UserError } from "../src/shared/composeProtocol";
import { usualMotifStrength, usualSectionStrength } from "../src/shared/usual";
import { compose } from "../src/worker/composeEngine";
import type { LoadedModel } from "../src/worker/loadedModel";
import { suggest } from "../src/worker/suggestEngine";
import type { TuneSource } from "../src/worker/tuneFiles";
import { faultsOf } from "./change";
import { fuzzBooks } from "./fuzzBooks";

/** What became of requests of a kind at places of real books. */
export interface FuzzCounts {
  kind: Kind;
  requests: number;
  /** Requests that were answered with a sentence for the user. */
  declined: number;
  /** Requests that offered nothing. */
  silent: number;
  /** Texts that were offered. */
  texts: number;
  /** Requests that threw what is no sentence for the user. */
  exceptions: number;
  /** Texts that break something. */
  faulty: number;
  /** How often what was broken, or what was thrown. */
  faults: Record<string, number>;
  /** For each of these examples: the text around the place, and what went in, in brackets. */
  examples: Record<string, string[]>;
  /** Milliseconds a request took: the median, the 95th percentile and the most. */
  milliseconds: { p50: number; p95: number; max: number };
}

const kinds = ["suggested while typing", "suggested when asked", "continued", "rewritten"] as const;
type Kind = (typeof kinds)[number];

/** A text that is offered, and where. */
interface Offer {
  readonly at: number;
  readonly to: number;
  readonly text: string;
}

interface Place {
  readonly book: string;
  readonly offset: number;
  readonly seed: number;
  readonly pick: <T>(...choices: readonly [T, ...T[]]) => T;
}

const sampling = {
  temperature: 1,
  topP: 1,
  topK: 0,
  keepMeter: true,
  sectionStrength: usualSectionStrength,
  motifStrength: usualMotifStrength,
};

/** Asks at `count` places of books that are made of the tunes; equal seeds ask the same. */
export async function fuzz(
  loaded: LoadedModel,
  sources: readonly TuneSource[],
  count: number,
  seed = 1,
): Promise<FuzzCounts[]> {
  const random = seededRandom(seed);
  const books = fuzzBooks(shuffle([...sources], random), seed);
  const pick: Place["pick"] = (...choices) =>
    choices[Math.floor(random() * choices.length)] ?? choices[0];
  const rows = new Map(kinds.map((kind) => [kind, { ...counted(kind), times: [] as number[] }]));
  for (let asked = 0; asked < count; asked++) {
    const book = books[Math.floor((asked * books.length) / count)] ?? "";
    const kind = pick(...kinds);
    const row = rows.get(kind);
    const offset = placeIn(book, random);
    if (!row) continue;
    const place = { book, offset, seed: asked, pick };
    const began = performance.now();
    const offers = await offersFor(kind, loaded, place).catch((error: unknown) => error);
    row.times.push(performance.now() - began);
    addOffers(row, place, offers);
  }
  return [...rows.values()].map(({ times, ...row }) => {
    times.sort((one, other) => one - other);
    const at = (share: number): number => times[Math.floor(share * (times.length - 1))] ?? 0;
    return { ...row, milliseconds: { p50: at(0.5), p95: at(0.95), max: at(1) } };
  });
}

function counted(kind: Kind): FuzzCounts {
  const none = { requests: 0, declined: 0, silent: 0, texts: 0, exceptions: 0, faulty: 0 };
  return { kind, ...none, faults: {}, examples: {}, milliseconds: { p50: 0, p95: 0, max: 0 } };
}

function addOffers(row: FuzzCounts, { book, offset }: Place, offers: unknown): void {
  row.requests++;
  const add = (fault: string, example: string): void => {
    row.faults[fault] = (row.faults[fault] ?? 0) + 1;
    row.examples[fault] = [...(row.examples[fault] ?? []), example];
  };
  if (!Array.isArray(offers)) {
    if (offers instanceof UserError) row.declined++;
    else {
      row.exceptions++;
      const stack = offers instanceof Error ? (offers.stack ?? offers.message) : String(offers);
      add(
        stack.split("\n").slice(0, 3).join(" "),
        around(book, { at: offset, to: offset, text: "" }),
      );
    }
    return;
  }
  const texts: readonly Offer[] = offers.filter(({ text }: Offer) => text !== "");
  if (texts.length === 0) row.silent++;
  row.texts += texts.length;
  for (const offer of texts) {
    const text = book.includes("\r\n") ? offer.text.replaceAll("\n", "\r\n") : offer.text;
    const faults = faultsOf({ ...offer, book, text });
    if (faults.length > 0) row.faulty++;
    for (const fault of faults) add(fault, around(book, offer));
  }
}

function around(book: string, { at, to, text }: Offer): string {
  const replaced = to > at ? `${book.slice(at, to)}⟧` : "";
  return `${book.slice(Math.max(0, at - 80), at)}⟦${text}⟧${replaced}${book.slice(to, to + 60)}`;
}

/** Anywhere, and often where lines, tunes or bars begin and end. */
function placeIn(book: string, random: () => number): number {
  const offset = Math.floor(random() * (book.length + 1));
  if (random() < 0.6) return offset;
  const edge = [/[|:\]]/g, /\r?\n/g, /\n(?=\r?\n|$)/g][Math.floor(random() * 3)] ?? /$/g;
  edge.lastIndex = offset;
  const found = edge.exec(book);
  return found ? found.index + (random() < 0.5 ? found[0].length : 0) : book.length;
}

async function offersFor(kind: Kind, loaded: LoadedModel, place: Place): Promise<Offer[]> {
  const { book: source, offset, seed, pick } = place;
  const { signal } = new AbortController();
  if (kind === "suggested while typing" || kind === "suggested when asked") {
    const asked = kind === "suggested when asked";
    const bars = asked ? pick(1, 2, 3, 4) : 1;
    const candidates = asked ? pick(1, 3) : 1;
    const request = { ...sampling, source, offset, asked, bars, candidates, seed };
    const { texts } = await suggest(loaded, request, signal);
    return texts.map((text) => ({ at: offset, to: offset, text }));
  }
  const end = offset + pick(1, 5, 10, 20, 40, 80);
  const task: ComposeTask =
    kind === "continued"
      ? { kind: "continue", source, offset }
      : { kind: "rewrite", source, start: offset, end };
  const bars = kind === "continued" ? pick(0, 1, 2, 4) : 0;
  const options: ComposeOptions = { ...sampling, bars, maxChars: 600, seed, candidates: 1 };
  const listener = { placed() {}, streamed() {} };
  const composed = await compose(loaded, task, options, listener, signal);
  const { candidates, insertAt: at, replaceTo: to, after } = composed;
  return candidates.map(({ text, ended }) => {
    const kept = ended === "end" || ended === "bars" ? text : wholeBars(source.slice(0, at), text);
    return { at, to, text: kept === "" ? "" : kept + after };
  });
}

/** What the editor keeps of a text that was cut short. */
function wholeBars(before: string, text: string): string {
  const reader = MusicReader.behind(before.slice(before.lastIndexOf("X:")));
  let end = 0;
  for (let at = 0; at < text.length; at++) if (reader.read(text.charAt(at))) end = at;
  return text.slice(0, reader.end() ? text.length : end);
}
