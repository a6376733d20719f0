import { seededRandom } from "../src/model/random";
import type { TuneSource } from "../src/worker/tuneFiles";

const tunesOfBook = 5;
const between = ["\n", "\n\n", "\n% A comment\n\n", "\nSome words about the next one.\n\n"];
const besides = ["% a comment", "w:la la la", "P:A", "%%vskip 1cm"];

/** Books of some tunes each with text between them; every other one has CRLF, and some tunes two voices. */
export function fuzzBooks(sources: readonly TuneSource[], seed: number): string[] {
  const random = seededRandom(seed);
  const books: string[] = [];
  for (let at = 0; at < sources.length; at += tunesOfBook) {
    const tunes = sources.slice(at, at + tunesOfBook).map(({ text }) => {
      const tune = withLinesBeside(text.trimEnd(), random);
      return random() < 0.2 ? inTwoVoices(tune, random() < 0.5) : tune;
    });
    const begin = random() < 0.3 ? "%abc-2.1\nR:reel\n\n" : "";
    const gap = (): string => between[Math.floor(random() * between.length)] ?? "\n";
    const text = tunes.reduce((book, tune) => `${book}\n${gap()}${tune}`);
    const book = begin + text + (random() < 0.7 ? "\n" : "");
    books.push(books.length % 2 === 0 ? book : book.replaceAll("\n", "\r\n"));
  }
  return books;
}

/** Puts comments, lyrics and the like below some lines of music. */
function withLinesBeside(tune: string, random: () => number): string {
  const [header, body] = parted(tune);
  const lines = body.split("\n").flatMap((line) => {
    if (random() < 0.04) return [`${line} % so`];
    const beside = besides[Math.floor(random() * besides.length)] ?? "";
    return random() < 0.06 ? [line, beside] : [line];
  });
  return header + lines.join("\n");
}

/** A tune with its body twice, one voice after the other or line by line. */
function inTwoVoices(tune: string, byLines: boolean): string {
  const [header, body] = parted(tune);
  if (body.includes("V:")) return tune;
  if (!byLines) return `${header}V:1\n${body}\nV:2\n${body}`;
  const lines = body.split("\n").map((line) => {
    if (!/^[A-Za-z]:[^|:]|^%/.test(line)) return `[V:1]${line}\n[V:2] ${line}`;
    return line;
  });
  return `${header}${lines.join("\n")}`;
}

function parted(tune: string): [header: string, body: string] {
  const end = (/^K:.*\n/m.exec(tune)?.index ?? 0) + (/^K:.*\n/m.exec(tune)?.[0].length ?? 0);
  return [tune.slice(0, end), tune.slice(end)];
}
