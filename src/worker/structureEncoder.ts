import type { InputSpec } from "../model/architecture";
import { CharacterEncoder, characterInput, type StepEncoder } from "../model/stepEncoder";
import type { Vocabulary } from "../model/vocabulary";
import {
  type StructureGroup,
  type StructureInput,
  structureInputs,
} from "../music/structure/structureInputs";
import { StructureReader } from "../music/structure/structureReader";

/** Encodes for a model that reads, beside the characters, what of the bars so far matters to the next one. */
export class StructureEncoder implements StepEncoder {
  readonly width: number;
  readonly bytes = 12_000;
  private readonly vocabulary: Vocabulary;
  /** Which of the structure's values the inputs behind the character are. */
  private readonly chosen: readonly number[];
  private readonly reader: StructureReader;
  private readonly values = new Int32Array(structureInputs.length);
  private readonly idOf: (character: string) => number;
  private id = 0;

  constructor(
    vocabulary: Vocabulary,
    chosen: readonly number[],
    reader: StructureReader = new StructureReader(),
  ) {
    this.width = 1 + chosen.length;
    this.vocabulary = vocabulary;
    this.chosen = chosen;
    this.reader = reader;
    this.idOf = (character) => vocabulary.idOf(character) ?? -1;
  }

  read(id: number): void {
    this.id = id;
    const character = this.vocabulary.characterOf(id);
    if (character !== "") this.reader.read(character);
  }

  write(into: readonly Int32Array[], at: number): void {
    const { chosen, values } = this;
    this.reader.values(this.idOf, values, 0, 1);
    (into[0] as Int32Array)[at] = this.id;
    for (let index = 0; index < chosen.length; index++) {
      (into[index + 1] as Int32Array)[at] = values[chosen[index] as number] as number;
    }
  }

  copy(): StepEncoder {
    const copy = new StructureEncoder(this.vocabulary, this.chosen, this.reader.copy());
    copy.id = this.id;
    return copy;
  }
}

export { structureGroups } from "../music/structure/structureInputs";

/** What a network reads beside the characters. */
export interface Reading {
  /** Inputs of the structure. */
  readonly structure?: readonly StructureGroup[];
  /** Of the structure, what foretells the next character can be copied. */
  readonly copy?: boolean;
}

/** The inputs of a network for a vocabulary: the character alone, or with the structure's. */
export function inputsFor(
  vocabulary: Vocabulary,
  { structure = [], copy }: Reading = {},
): InputSpec[] {
  const character = characterInput(vocabulary.size);
  const read = structureInputs.filter(({ group }) => structure.includes(group));
  const inputs = read.map((input): InputSpec => {
    const spec = specOf(input, vocabulary);
    return copy && input.foretells ? { ...spec, copied: true } : spec;
  });
  return [character, ...inputs];
}

/**
 * What encodes the steps of a network with these inputs, at a tune's beginning; throws an error that says in one sentence
 * why there is none.
 */
export function encoderFor(inputs: readonly InputSpec[], vocabulary: Vocabulary): StepEncoder {
  const [, ...others] = inputs;
  if (others.length === 0) return new CharacterEncoder();
  const known = structureInputs.map((input) => specOf(input, vocabulary));
  const chosen = others.map(({ name, size }) => {
    const index = known.findIndex((input) => input.name === name && input.size === size);
    if (index < 0) {
      throw new Error(
        `its input "${name}" of ${size} values is none that this version of Tunesmith knows.`,
      );
    }
    return index;
  });
  return new StructureEncoder(vocabulary, chosen);
}

/** An input as the network has it; other tools take no blanks in the names of layers. */
function specOf({ name, size }: StructureInput, vocabulary: Vocabulary): InputSpec {
  return {
    name: name.replaceAll(" ", "_"),
    size: size === "character" ? 1 + vocabulary.size : size,
  };
}
