import { describe, expect, test } from "vitest";
import { excerptAt } from "../../../src/abc/excerpt";
import { placeAt } from "../../../src/abc/place";
import { type Lines, parseTuneBook, type Span, type TuneBook } from "../../../src/abc/tuneBook";
import { countedText } from "./countedText";
import { oddLines, pick, seeded } from "./oddBook";

const seeds = Array.from({ length: 200 }, (_, seed) => seed);
const eols = ["\n", "\r\n", "\r"] as const;

function partsInOrder({ fileHeader, tunes, freeText }: TuneBook): Lines[] {
  const parts = [...tunes, ...freeText].sort((a, b) => a.start - b.start);
  return fileHeader ? [fileHeader, ...parts] : parts;
}

function expectTiles(tiles: readonly Span[], { start, end }: Span, ends: (tile: Span) => number) {
  let at = start;
  for (const tile of tiles) {
    if (tile.start !== at) expect(tile.start).toBe(at);
    at = ends(tile);
  }
  expect(at).toBe(end);
}

function expectInside(inner: Span, outer: Span) {
  const inside = outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end;
  if (!inside) expect(inner).toBe(outer);
}

function expectWellFormed(book: TuneBook) {
  const { source } = book;
  const whole = { start: book.bom ? 1 : 0, end: source.length };
  expectTiles(partsInOrder(book), whole, (part) => part.end);
  for (const part of partsInOrder(book)) {
    let next = part.start;
    for (const line of part.lines) {
      expectInside(line, part);
      if (line.start !== next) expect(line.start).toBe(next);
      const lineEnd = source.slice(line.end, line.next);
      expect(eols.some((eol) => eol === lineEnd) || line.next === source.length).toBe(true);
      expect(/[\r\n]/.test(source.slice(line.start, line.end))).toBe(false);
      if (line.comment) expectInside(line.comment, line);
      next = line.next;
    }
    expect(next).toBe(part.end);
  }
  for (const tune of book.tunes) {
    expectTiles([tune.header, tune.body], tune, (part) => part.end);
    for (const field of tune.headerFields) {
      expectInside(field, tune.header);
      expectInside(field.value, field);
      expect(tune.lines[field.line]).toMatchObject({ start: field.start, code: field.code });
    }
  }
}

/** Everything about a book but its offsets. */
function structure(book: TuneBook) {
  const text = ({ start, end }: Span) => book.source.slice(start, end);
  return {
    parts: partsInOrder(book).map(({ lines }) =>
      lines.map((line) => [line.kind, line.code, text(line), line.comment && text(line.comment)]),
    ),
    tunes: book.tunes.map((tune) => ({
      number: tune.number,
      title: tune.title,
      key: tune.key && text(tune.key.value),
      fields: tune.headerFields.map(({ code, value, line }) => [code, text(value), line]),
      headerLines: tune.lines.filter((line) => line.start < tune.header.end).length,
    })),
  };
}

describe("odd books", () => {
  test("are the same with any line end", () => {
    for (const seed of seeds) {
      const lines = oddLines(seeded(seed));
      const books = eols.map((eol) => parseTuneBook(lines.join(eol)));
      for (const book of books) {
        expectWellFormed(book);
        expect(structure(book)).toEqual(structure(books[0] ?? book));
      }
    }
  });

  test("are well formed with mixed line ends, cut anywhere", () => {
    for (const seed of seeds.slice(0, 20)) {
      const random = seeded(seed);
      const bom = random() < 0.3 ? "\ufeff" : "";
      const source =
        bom +
        oddLines(random)
          .map((line) => line + pick(eols, random))
          .join("");
      for (let end = 0; end <= source.length; end += 1 + Math.floor(random() * 6)) {
        expectWellFormed(parseTuneBook(source.slice(0, end)));
      }
    }
  });

  test("are well formed with characters changed", () => {
    for (const seed of seeds) {
      const random = seeded(seed);
      const units = Array.from(oddLines(random).join("\n"));
      for (let change = 0; change < 20; change++) {
        const at = Math.floor(random() * units.length);
        units[at] = pick(
          ["%", "\n", "\r", '"', "X", ":", "[", "!", "\\", " ", "K", "\ud83d"],
          random,
        );
        expectWellFormed(parseTuneBook(units.join("")));
      }
    }
  });

  test("have a place at each offset, and an excerpt that reads the same", () => {
    for (const seed of seeds.slice(0, 60)) {
      const random = seeded(seed);
      const source = oddLines(random)
        .map((line) => line + pick(eols, random))
        .join("");
      const book = parseTuneBook(source);
      for (let offset = 0; offset <= source.length; offset += 1 + Math.floor(random() * 4)) {
        // No editor puts its cursor between the two characters of one line end.
        if (source.startsWith("\r\n", offset - 1)) continue;
        const place = placeAt(book, offset);
        const excerpt = excerptAt(book, offset);
        if (place.tune) expect(excerpt).toBeDefined();
        if (!excerpt || !place.tune) continue;
        expect(excerpt.offset + excerpt.shift).toBe(offset);
        const again = parseTuneBook(excerpt.text);
        expect(placeAt(again, excerpt.offset).kind).toBe(place.kind);
        expect(structure(again).tunes).toEqual([
          structure(book).tunes[book.tunes.indexOf(place.tune)],
        ]);
      }
    }
  });
});

describe("the work grows with the length only", () => {
  const repeated = ["c", "!a", '"%"', '"', "[K:", "%", "\\", "a\n", "\n", "\r", "%%begintext\n"];
  const starting = ["", "X:1\nK:C\n", "X:1\nT:%\n", "%%begintext\n"];
  test.each(repeated.flatMap((text) => starting.map((start) => [start, text])))(
    "%j then many %j",
    (start = "", text = "") => {
      const work = (times: number) => {
        const counted = countedText(start + text.repeat(times));
        parseTuneBook(counted.text);
        return counted.looked();
      };
      expect(work(4000) / work(1000)).toBeLessThan(4.1);
    },
  );
});
