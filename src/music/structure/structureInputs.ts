import { lags } from "./barMemory";
import { keys, meters, rhythmNames, unitLengths } from "./heading";
import { heights, steps } from "./melody";

/** Kinds of inputs: where the music is in bar and section, what stood there before, the fields in force, the last notes. */
export const structureGroups = ["counters", "memory", "heading", "melody"] as const;
export type StructureGroup = (typeof structureGroups)[number];

/** A number that is known of the music so far behind each character, as networks read it. */
export interface StructureInput {
  readonly name: string;
  readonly group: StructureGroup;
  /** How many values it has, from 0; those of "character" are 0 and a character's id plus 1. */
  readonly size: number | "character";
  /** Whether its value is the character that comes next if the music repeats itself. */
  readonly foretells?: true;
  /** What its values say. */
  readonly meaning: string;
}

/** The highest value of each of the counters. */
export const highest = {
  elapsed: 26,
  left: 28,
  bar: 20,
  barsBefore: 20,
  section: 7,
  right: 10,
} as const;

type Ungrouped = Omit<StructureInput, "group">;

const counters: readonly Ungrouped[] = [
  {
    name: "time elapsed in the bar",
    size: highest.elapsed + 1,
    meaning:
      "1 and the whole sixteenths since the bar began, at most 25, the note that is being written at its length so far.",
  },
  {
    name: "time left in the bar",
    size: highest.left + 1,
    meaning:
      "0 without a meter, 1 when the bar holds too much, 2 when it is full, else 2 and the sixteenths left, begun ones counted, at most 26.",
  },
  {
    name: "bar in the section",
    size: highest.bar + 1,
    meaning:
      "1 until it is known whether the section begins with a pick-up, then 2 and the bars before, the pick-up not counted, at most 18; a later ending goes on from where the first began.",
  },
  {
    name: "bars in the section before",
    size: highest.barsBefore + 1,
    meaning:
      "1 in the first section, else 2 and the bars of the section before, its pick-up not counted, at most 18.",
  },
  {
    name: "section",
    size: highest.section + 1,
    meaning: "1 and the sections before, at most 6; one with several endings counts once.",
  },
];

/** The earlier bars that the begun one is likened to. */
export const alignedSources: readonly string[] = [
  ...lags.map((lag) => (lag === 1 ? "the bar before" : `${lag} bars back`)),
  "the same bar of the section before",
];

/** Where what is written may come from: those bars, and any other place behind the same few characters. */
export const memorySources: readonly string[] = [...alignedSources, "the latest place like this"];

const heading: readonly Ungrouped[] = [
  {
    name: "key",
    size: keys,
    meaning:
      "0 where it cannot be read, else 1 and five times the sharps of the signature above seven flats, and 0 to 4 for major, minor, mixolydian, dorian and others.",
  },
  {
    name: "meter",
    size: meters,
    meaning:
      "0 without one, else the sixteenths of a bar, 1 to 32, and 32 more where its beats have three parts.",
  },
  {
    name: "unit",
    size: unitLengths,
    meaning: "The unit note length: 1 to 6 for a whole note to a thirty-second, 7 for others.",
  },
  {
    name: "rhythm",
    size: rhythmNames,
    meaning: "What the R: field names: 0 for nothing, 1 to 13 for kinds of tunes, 14 for others.",
  },
];

const melody: readonly Ungrouped[] = [
  {
    name: "degree of the last note",
    size: 8,
    meaning: "1 to 7 from the letter of the tonic upwards; 0 without a note or a tonic.",
  },
  {
    name: "height of the last note",
    size: 1 + heights,
    meaning: "1 for C,, and below, and one more for each step of the staff; 0 without a note.",
  },
  {
    name: "step to the last note",
    size: 1 + steps,
    meaning:
      "1 for nine steps of the staff down from the note before, 10 for none, 19 for nine up; 0 before the second note.",
  },
];

/** What is known behind each character beside the character itself; all values are 0 in the tune's header. */
export const structureInputs: readonly StructureInput[] = [
  ...grouped("counters", counters),
  ...grouped("memory", memorySources.flatMap(memoryInputs)),
  ...grouped("heading", heading),
  ...grouped("melody", melody),
];

function grouped(group: StructureGroup, inputs: readonly Ungrouped[]): StructureInput[] {
  return inputs.map((input) => ({ ...input, group }));
}

function memoryInputs(source: string): Ungrouped[] {
  const ending = source.startsWith("the same") ? " (in a later ending, of the first)" : "";
  const few = source.startsWith("the latest")
    ? " (one where the six or three characters before were the same, at the same time of the bar)"
    : "";
  return [
    {
      name: `next character of ${source}`,
      size: "character",
      foretells: true,
      meaning: `The character that stands at this place in ${source}${ending}${few}; 0 where there is none.`,
    },
    {
      name: `second next character of ${source}`,
      size: "character",
      meaning: `The character behind that one in ${source}${ending}; 0 where there is none.`,
    },
    {
      name: `rightness of ${source}`,
      size: highest.right + 1,
      meaning:
        "0 where nothing stands at this place there, else by how many characters in a row it foretold: 1 to 10 for 0, 1, 2, 3, 4–5, 6–8, 9–12, 13–18, 19–30 and more.",
    },
  ];
}
