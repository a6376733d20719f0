/** How a model marks a tune's start and end: by symbols of their own, or spelled out in characters as in the study. */
export type Markers = "symbols" | "spelled";

/** The marks around a tune, as the study spells them. */
export const startMarker = "<start>";
export const endMarker = "<end>";

/** Characters (code points) and the ids by which a model knows them. With marker symbols, id 0 is the start, 1 the end. */
export class Vocabulary {
  readonly markers: Markers;
  /** The characters in the order of their ids. */
  readonly characters: readonly string[];
  private readonly ids = new Map<string, number>();
  private readonly first: number;

  constructor(characters: readonly string[], markers: Markers) {
    this.characters = characters;
    this.markers = markers;
    this.first = markers === "symbols" ? 2 : 0;
    for (const [index, character] of characters.entries()) {
      if ([...character].length !== 1) throw new Error(`"${character}" is not one character.`);
      if (this.ids.has(character)) throw new Error(`The vocabulary has "${character}" twice.`);
      this.ids.set(character, this.first + index);
    }
    if (characters.length === 0) throw new Error("The vocabulary is empty.");
  }

  /** The vocabulary of the characters that occur in `texts`, in code point order. */
  static of(texts: Iterable<string>, markers: Markers): Vocabulary {
    const seen = new Set<string>();
    for (const text of texts) for (const character of text) seen.add(character);
    const points = [...seen].map((character) => character.codePointAt(0) ?? 0);
    points.sort((a, b) => a - b);
    return new Vocabulary(
      points.map((point) => String.fromCodePoint(point)),
      markers,
    );
  }

  /** The number of ids. */
  get size(): number {
    return this.first + this.characters.length;
  }

  /** The id of the start symbol, where there is one. */
  get startId(): number | undefined {
    return this.markers === "symbols" ? 0 : undefined;
  }

  /** The id of the end symbol, where there is one. */
  get endId(): number | undefined {
    return this.markers === "symbols" ? 1 : undefined;
  }

  /** The id of a character, or undefined when the model has never seen it. */
  idOf(character: string): number | undefined {
    return this.ids.get(character);
  }

  /** The character of an id, or "" for a marker symbol. */
  characterOf(id: number): string {
    return this.characters[id - this.first] ?? "";
  }

  /** The ids of the known characters of `text` and the unknown ones, which are left out. */
  encode(text: string): { ids: number[]; unknown: string } {
    const ids: number[] = [];
    let unknown = "";
    for (const character of text) {
      const id = this.ids.get(character);
      if (id === undefined) unknown += character;
      else ids.push(id);
    }
    return { ids, unknown };
  }

  /** The ids of a whole tune between its marks: what a network reads, and one further on, what it is to predict. */
  encodeTune(text: string): { ids: number[]; unknown: string } {
    const { startId, endId } = this;
    if (startId === undefined || endId === undefined) {
      return this.encode(`${startMarker}\n${text}${endMarker}\n`);
    }
    const { ids, unknown } = this.encode(text);
    return { ids: [startId, ...ids, endId], unknown };
  }

  /** The ids of the beginning of a tune, its start mark included: what stands before the first character to compose. */
  encodePrime(text: string): { ids: number[]; unknown: string } {
    const { startId } = this;
    if (startId === undefined) return this.encode(`${startMarker}\n${text}`);
    const { ids, unknown } = this.encode(text);
    return { ids: [startId, ...ids], unknown };
  }
}
