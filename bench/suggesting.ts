import { excerptAround } from "../src/abc/excerptAround";
import type { SuggestRequest } from "../src/shared/composeProtocol";
import { usualSectionStrength } from "../src/shared/usual";
import { type ModelThread, startModelThread } from "./modelThread";
import { wanderingTunes } from "./tuneBook";

/** Times in milliseconds, in order of size, and how many of the requests got an offer. */
interface Times {
  readonly ms: readonly number[];
  readonly offered: number;
}

const tunes = wanderingTunes(1000);

/** The lines of the book with one tune cut off behind so many characters of its body, and the place there. */
function cut(tune: number, characters: number) {
  let book = "";
  let before = "";
  for (const [index, { header, body }] of tunes.entries()) {
    book += header + (index === tune ? body.slice(0, characters) : body.trimEnd());
    if (index === tune) before = book;
    book += "\n\n";
  }
  const lines = book.split("\n");
  const begun = before.split("\n");
  const character = begun.at(-1)?.length ?? 0;
  const around = { count: lines.length, text: (line: number) => lines[line] ?? "" };
  return { lines: around, line: begun.length - 1, character, length: book.length };
}

/** What the editor asks at the end of a tune that was cut off. */
function request(tune: number, characters: number, candidates: number): SuggestRequest {
  const { lines, line, character } = cut(tune, characters);
  const excerpt = excerptAround(lines, line, character);
  if (!excerpt) throw new Error("There is no tune at that place.");
  return {
    source: excerpt.text,
    offset: excerpt.offset,
    bars: 1,
    asked: false,
    candidates,
    temperature: 0.6,
    topP: 1,
    topK: 0,
    keepMeter: true,
    sectionStrength: usualSectionStrength,
    motifStrength: 1,
    seed: 1,
  };
}

/**
 * How long offers take in a tune book of 1,000 tunes, from the request to the texts: of a thread that is only started then,
 * in tunes that the model has not read yet, and at each of 200 characters typed one after the other; and what it takes to
 * find the tune in the book.
 */
export async function suggesting(worker: string, model: string) {
  let id = 0;
  const ask = async (thread: ModelThread, wanted: SuggestRequest) => {
    const began = performance.now();
    const { texts } = await thread.orBroken(thread.remote.suggest(++id, model, wanted));
    return { ms: performance.now() - began, offers: texts.length };
  };
  const coldModel = async (candidates: number) => {
    const wanted = request(500, 100, candidates);
    return times(10, async () => {
      const began = performance.now();
      const thread = startModelThread(worker);
      const { offers } = await ask(thread, wanted);
      const ms = performance.now() - began;
      await thread.end();
      return { ms, offers };
    });
  };
  const warmModel = async (candidates: number) => {
    const thread = startModelThread(worker);
    for (let tune = 900; tune < 920; tune++) await ask(thread, request(tune, 100, candidates));
    // Behind a bar line.
    const place = (tune: number) => (tunes[tune]?.body.indexOf("|", 100) ?? 0) + 1;
    const coldTune = await times(100, (tune) =>
      ask(thread, request(tune, place(tune), candidates)),
    );
    const typing = await times(200, (typed) => ask(thread, request(500, 1 + typed, candidates)));
    await thread.end();
    return { coldTune, typing };
  };
  const of = async (candidates: number) => ({
    candidates,
    coldModel: await coldModel(candidates),
    ...(await warmModel(candidates)),
  });
  const { lines, line, character, length } = cut(500, 100);
  const excerpt = await times(50, async () => {
    const began = performance.now();
    const found = excerptAround(lines, line, character);
    return { ms: performance.now() - began, offers: found ? 1 : 0 };
  });
  return { characters: length, rows: [await of(1), await of(3)], excerpt };
}

async function times(
  count: number,
  run: (index: number) => Promise<{ ms: number; offers: number }>,
): Promise<Times> {
  const ms: number[] = [];
  let offered = 0;
  for (let index = 0; index < count; index++) {
    const found = await run(index);
    ms.push(found.ms);
    if (found.offers > 0) offered++;
  }
  return { ms: ms.sort((a, b) => a - b), offered };
}
