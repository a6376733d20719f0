import { StructureReader } from "../music/structure/structureReader";

/**
 * ln of what the odds of what an earlier bar foretells are multiplied by at strength 0 and at strength 2; chosen for the
 * bundled model by `tunesmith compose-report`, so that about 8 and 60 of 100 bars come back.
 */
const favours = { least: -3, most: 3.5 };
/** How many characters in a row a bar has to have foretold: whole motifs come back, and no scattered notes. */
const foretoldAtLeast = 3;
/** What belongs to a motif; bar lines and spaces stand where they have to. */
const music = /^[A-Ga-gxz\d/<>^=_',]$/;

/** Has a text bring back more or less of what the tune has than the network would; one for each text. */
export class Motifs {
  private readonly reader: StructureReader;
  private readonly favour: number;
  private foretold: readonly (string | undefined)[] | undefined;

  private constructor(reader: StructureReader, favour: number) {
    this.reader = reader;
    this.favour = favour;
  }

  /** Those of a text behind `prime`; `strength` is 0 for the least, 2 for the most and 1 for what the network does by itself. */
  static behind(prime: string, strength: number): Motifs | undefined {
    if (strength === 1) return undefined;
    const { least, most } = favours;
    return new Motifs(
      StructureReader.behind(prime),
      strength < 1 ? (1 - strength) * least : (strength - 1) * most,
    );
  }

  /** Those of another text, which goes on from here. */
  copy(): Motifs {
    return new Motifs(this.reader.copy(), this.favour);
  }

  /** ln of what the odds of a character are multiplied by. */
  bias(character: string): number {
    if (!music.test(character)) return 0;
    this.foretold ??= this.reader.foretold(foretoldAtLeast);
    return this.foretold.includes(character) ? this.favour : 0;
  }

  read(character: string): void {
    this.reader.read(character);
    this.foretold = undefined;
  }
}
