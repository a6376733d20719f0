import { expect, test } from "vitest";
import { placeAt } from "../../../src/abc/place";
import { parseTuneBook, type Tune, type TuneBook } from "../../../src/abc/tuneBook";
import { type Plan, splitsPair } from "../../../src/composing/plan";
import { planContinuation } from "../../../src/composing/planContinuation";
import { planRewrite } from "../../../src/composing/planRewrite";
import { planSuggestion } from "../../../src/composing/planSuggestion";
import { tuneText } from "../../../src/composing/tuneText";
import { voiceAt, voicesOf } from "../../../src/composing/voices";
import { oddLines, pick, seeded } from "../abc/oddBook";

const random = seeded(5);
const written = "ABc|";
const voiceLines: readonly [string, ...string[]] = [
  "V:1",
  "V: 2 clef=bass % low",
  "V:",
  "[V:1] ABc|",
  " [V:2]A,B,C,| [V:1]  d|[V:3] e",
  "ABc|[V:2 stem=up]\t",
  '"[V:4" A [V:2',
];

function* oddBooks(count: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    const eol = ["\n", "\r\n", "\r"][i % 3] as string;
    const voiced = random() < 0.5;
    const lines = oddLines(random)
      .map((line) => (line === "" && random() < 0.5 ? " \t" : line))
      .flatMap((line) => (voiced && random() < 0.2 ? [pick(voiceLines, random), line] : [line]));
    yield lines.join(eol) + (random() < 0.5 ? eol : "");
  }
}

/** What the tunes of a book are made of, but for one. */
function others({ tunes, source }: TuneBook, but: number): string[] {
  return tunes
    .filter((_, index) => index !== but)
    .map(({ start, end }) => source.slice(start, end));
}

/** Each voice of a tune but the one at `offset`, as a model reads it. */
function otherVoices(book: TuneBook, tune: Tune, offset: number): string[] {
  const voices = voicesOf(book, tune);
  if (!voices) return [];
  const ids = new Set([voices.first, ...voices.changes.map(({ voice }) => voice)]);
  ids.delete(voiceAt(voices, offset));
  return [...ids].map((voice) => tuneText(book, tune, "MLK", { voice }).text);
}

/** Carries a plan out and expects that it changes its tune alone, of its voices one, and that all of that is as foretold. */
function expectRight(book: TuneBook, plan: Plan, replaceTo: number, told: string): void {
  const { source } = book;
  const { prime, insertAt, before, after, follows } = plan;
  const at = insertAt + before.length;
  expect(splitsPair(source, insertAt) || splitsPair(source, replaceTo), told).toBe(false);
  const result = source.slice(0, insertAt) + before + written + after + source.slice(replaceTo);
  const changed = parseTuneBook(result);
  const place = placeAt(changed, at + 1);
  const index = changed.tunes.indexOf(place.tune as Tune);
  expect(place.kind, told).toBe("music");
  expect(changed.tunes.length, told).toBe(book.tunes.length);
  expect(others(changed, index), told).toEqual(others(book, index));
  const tune = changed.tunes[index] as Tune;
  const voices = voicesOf(changed, tune);
  const voice = voices && voiceAt(voices, at);
  expect(prime, told).toBe(tuneText(changed, tune, "MLK", { upTo: at, voice }).text);
  const whole = tuneText(changed, tune, "MLK", { voice }).text;
  if (follows !== "") expect(prime + written + follows, told).toBe(whole);
  else expect(prime + written, told).toBe(whole.trimEnd());
  if (voices)
    expect(otherVoices(changed, tune, at), told).toEqual(
      otherVoices(book, book.tunes[index] as Tune, insertAt),
    );
}

test("wherever the cursor is in odd books, the music goes into its tune and changes no other", () => {
  let plans = 0;
  for (const source of oddBooks(150)) {
    const book = parseTuneBook(source);
    for (let offset = -1; offset <= source.length + 1; offset++) {
      const plan = planContinuation(source, offset, "MLK");
      if ("problem" in plan) {
        expect(plan.problem).toMatch(/^[A-Z][^\n]*\.$/);
        continue;
      }
      // Music behind a note and a colon that begin a line makes a field of them.
      if (/(^|[\r\n])[A-Za-z]:$/.test(source.slice(0, plan.insertAt))) continue;
      plans++;
      const told = JSON.stringify(`${source.slice(0, offset)}║${source.slice(offset)}`);
      expectRight(book, plan, plan.insertAt, told);
    }
  }
  expect(plans).toBeGreaterThan(2000);
});

test("whatever is selected in odd books, what is rewritten is music of one voice", () => {
  let plans = 0;
  for (const source of oddBooks(150)) {
    const book = parseTuneBook(source);
    for (let round = 0; round < source.length; round++) {
      const start = Math.floor(random() * (source.length + 2)) - 1;
      const end = start + Math.floor(random() ** 2 * 60) - 1;
      const plan = planRewrite(source, start, end, "MLK");
      if ("problem" in plan) {
        expect(plan.problem).toMatch(/^[A-Z][^\n]*\.$/);
        continue;
      }
      plans++;
      const { insertAt, replaceTo, prime, replaced, follows } = plan;
      const told = JSON.stringify([source, insertAt, replaceTo]);
      const replacedText = source.slice(insertAt, replaceTo);
      expect(replaced.replaceAll(/\s/g, ""), told).toBe(replacedText.replaceAll(/\s/g, ""));
      expect(replacedText.trim(), told).toBe(replacedText);
      const { tune } = placeAt(book, insertAt);
      const voices = voicesOf(book, tune as Tune);
      const voice = voices && voiceAt(voices, insertAt);
      const whole = tuneText(book, tune as Tune, "MLK", { voice }).text;
      expect((prime + replaced + follows).trimEnd(), told).toBe(whole.trimEnd());
      expectRight(book, plan, replaceTo, told);
    }
  }
  expect(plans).toBeGreaterThan(500);
});

test("whatever is suggested in odd books goes in at the cursor, into its tune alone", () => {
  let plans = 0;
  for (const source of oddBooks(150)) {
    const book = parseTuneBook(source);
    for (let offset = -1; offset <= source.length + 1; offset++) {
      const plan = planSuggestion(source, offset, "MLK");
      if (!plan || /(^|[\r\n])[A-Za-z]:$/.test(source.slice(0, offset))) continue;
      plans++;
      expect(plan).toMatchObject({ insertAt: offset, before: "", after: "" });
      const told = JSON.stringify(`${source.slice(0, offset)}║${source.slice(offset)}`);
      expectRight(book, plan, offset, told);
    }
  }
  expect(plans).toBeGreaterThan(500);
});
