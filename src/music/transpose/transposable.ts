import { upChordSymbol } from "./chordSymbol";
import { nearestSteps, upFifths } from "./circle";
import { applyEdits, type Edit, type Transposed } from "./edits";
import { mostFifths, nameOf, readKeyName, type TuneKey } from "./keyName";
import { continuation, type MovedPart, movedParts, readTune } from "./movedParts";
import { type WrittenNote, writtenAccidental, writtenHeight } from "./written";

/** What instruments that play from ABC have, most of them: from `G,` to `d'`, in letters above C. */
const usualRange = { lowest: -3, highest: 15 };

/** A tune that can be written in other keys, its text read once. */
export class TransposableTune {
  /** The key in its header. */
  readonly key: TuneKey;
  private readonly text: string;
  private readonly parts: readonly MovedPart[];

  private constructor(text: string, parts: readonly MovedPart[], key: TuneKey) {
    this.text = text;
    this.parts = parts;
    this.key = key;
  }

  /**
   * Reads a tune's text, with or without its X: field. Undefined when it cannot be written in another key: without a
   * signature, with accidentals listed in a K: field, or where it is not clear what is a note.
   */
  static of(text: string): TransposableTune | undefined {
    const read = readTune(text);
    const parts = read && movedParts(read);
    const first = parts?.find((part) => part.kind === "tonic");
    if (!read || !parts || !first) return undefined;
    const own = parts.map((part) => {
      const shift = -read.added;
      const span = { start: part.start + shift, end: part.end + shift };
      return part.kind === "note"
        ? { ...part, ...span, letterAt: part.letterAt + shift }
        : { ...part, ...span };
    });
    return new TransposableTune(text, own, first.key);
  }

  /**
   * The tune with this signature, so many sharps or, below 0, flats: moved the nearest way, and `octaves` further up. All
   * sounds exactly as far from before; modes, words and lengths stay. Undefined where a key would have more than seven
   * sharps or flats, or a note more than a double accidental.
   */
  to(signature: number, octaves = 0): Transposed | undefined {
    const fifths = signature - this.key.fifths;
    const steps = nearestSteps(fifths) + 7 * octaves;
    const edits: Edit[] = [];
    for (const part of this.parts) {
      const found =
        part.kind === "note" ? editNote(part, fifths, steps) : this.rename(part, fifths);
      if (!found) return undefined;
      edits.push(...found);
    }
    return applyEdits(this.text, edits);
  }

  /**
   * How many octaves further up than the nearest way the tune with this signature lies well: where it leaves what
   * instruments have least, or no more than before, and of those places the nearest.
   */
  octavesTo(signature: number): number {
    const heights = this.parts.flatMap((part) => (part.kind === "note" ? [part.height] : []));
    const [lowest, highest] = [Math.min(...heights), Math.max(...heights)];
    const nearest = nearestSteps(signature - this.key.fifths);
    const costs = [0, -1, 1].map((octaves) => {
      const steps = nearest + 7 * octaves;
      const below = Math.max(0, Math.min(lowest, usualRange.lowest) - (lowest + steps));
      const above = Math.max(0, highest + steps - Math.max(highest, usualRange.highest));
      return { octaves, cost: 10 * (below + above) + Math.abs(steps) };
    });
    return costs.reduce((best, other) => (other.cost < best.cost ? other : best)).octaves;
  }

  private rename(
    part: Exclude<MovedPart, { kind: "note" }>,
    fifths: number,
  ): readonly Edit[] | undefined {
    const { start, end } = part;
    if (part.kind === "tonic" && Math.abs(part.key.fifths + fifths) > mostFifths) return undefined;
    const name =
      part.kind === "tonic"
        ? nameOf(upFifths(part.key.tonic, fifths))
        : upChordSymbol(this.text.slice(start, end), fifths);
    return name === undefined ? undefined : [{ start, end, text: name }];
  }
}

/** The key in a tune's header; undefined without one that has a signature and no accidentals of its own. */
export function keyOf(text: string): TuneKey | undefined {
  const read = readTune(text);
  const field = read?.tune.key;
  if (!read || !field) return undefined;
  const { source, tune } = read;
  return readKeyName(source, field.value, continuation(source, tune.lines, field.line))?.key;
}

function editNote(note: WrittenNote, fifths: number, steps: number): readonly Edit[] | undefined {
  const { start, letterAt, end, letter, raised } = note;
  const name = { start: letterAt, end, text: writtenHeight(note.height + steps) };
  if (raised === undefined) return [name];
  const text = writtenAccidental(upFifths({ letter, raised }, fifths).raised);
  return text === undefined ? undefined : [{ start, end: letterAt, text }, name];
}
