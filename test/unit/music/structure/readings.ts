import { structureInputs } from "../../../../src/music/structure/structureInputs";
import { StructureReader } from "../../../../src/music/structure/structureReader";

export function readerBehind(text: string): StructureReader {
  const reader = new StructureReader();
  for (const character of text) reader.read(character);
  return reader;
}

/** The values that a reader gives, characters as their code points. */
export function valuesOf(reader: StructureReader): number[] {
  const values = new Int32Array(structureInputs.length);
  reader.values(codePoint, values, 0, 1);
  return [...values];
}

/** The values behind each character. */
export function valuesBehindEach(text: string): number[][] {
  const reader = new StructureReader();
  return [...text].map((character) => {
    reader.read(character);
    return valuesOf(reader);
  });
}

/** What each of the sources predicts and for how long it has been right, such as "c1d"; "-" for none. */
export function sourcesBehind(text: string): string[] {
  const values = valuesOf(readerBehind(text)).slice(5, 20);
  return [0, 3, 6, 9, 12].map((at) => {
    const [next = 0, second = 0, right = 0] = values.slice(at, at + 3);
    return right === 0 ? "-" : characterOf(next) + (right - 1) + characterOf(second);
  });
}

function codePoint(character: string): number {
  return character.codePointAt(0) ?? -1;
}

function characterOf(value: number): string {
  return value === 0 ? "." : String.fromCodePoint(value - 1);
}

/** A tune with what a reader may meet. */
export const tune = `X:1
M:6/8
L:1/8
K:G
D|GBd gdB|{a}g2e [DG]2"C"z|G>Bd (3gfe d|1 c3 A2:|2 c3 A3||
M:4/4
B2|[K:D]A2F2 D4|A2F2 E3 F|!trill!G4 Z2|
P:B
w:la la
L:1/16
A4B4 c8|"G"d16 |]
`;
