import { expect, test } from "vitest";
import { placeAt } from "../../../src/abc/place";
import { parseTuneBook, type Tune, type TuneBook } from "../../../src/abc/tuneBook";
import { planContinuation } from "../../../src/composing/plan";
import { tuneText } from "../../../src/composing/tuneText";
import { oddLines, seeded } from "../abc/oddBook";

const random = seeded(5);
const written = "ABc|";

function* oddBooks(count: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    const eol = ["\n", "\r\n", "\r"][i % 3] as string;
    const lines = oddLines(random).map((line) => (line === "" && random() < 0.5 ? " \t" : line));
    yield lines.join(eol) + (random() < 0.5 ? eol : "");
  }
}

/** What the tunes of a book are made of, but for one. */
function others({ tunes, source }: TuneBook, but: number): string[] {
  return tunes
    .filter((_, index) => index !== but)
    .map(({ start, end }) => source.slice(start, end));
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
      const { prime, insertAt, before, after } = plan;
      const at = insertAt + before.length;
      const result = source.slice(0, insertAt) + before + written + after + source.slice(insertAt);
      const told = JSON.stringify(`${source.slice(0, offset)}║${source.slice(offset)}`);
      const changed = parseTuneBook(result);
      const place = placeAt(changed, at + 1);
      const index = changed.tunes.indexOf(place.tune as Tune);
      expect(place.kind, told).toBe("music");
      expect(changed.tunes.length, told).toBe(book.tunes.length);
      expect(others(changed, index), told).toEqual(others(book, index));
      const read = tuneText(changed, changed.tunes[index] as Tune, "MLK", at);
      expect(prime, told).toBe(read.text);
    }
  }
  expect(plans).toBeGreaterThan(2000);
});
