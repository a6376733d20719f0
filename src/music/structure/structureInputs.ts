import { lags } from "./barMemory";

/** A number that is known of the music so far behind each character, as networks read it. */
export interface StructureInput {
  readonly name: string;
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

const counters: readonly StructureInput[] = [
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
export const memorySources: readonly string[] = [
  ...lags.map((lag) => (lag === 1 ? "the bar before" : `${lag} bars back`)),
  "the same bar of the section before",
];

/** What is known behind each character beside the character itself; all values are 0 in the tune's header. */
export const structureInputs: readonly StructureInput[] = [
  ...counters,
  ...memorySources.flatMap(memoryInputs),
];

function memoryInputs(source: string): StructureInput[] {
  const ending = source.startsWith("the same") ? " (in a later ending, of the first)" : "";
  return [
    {
      name: `next character of ${source}`,
      size: "character",
      foretells: true,
      meaning: `The character that stands at this place in ${source}${ending}; 0 where there is none.`,
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
