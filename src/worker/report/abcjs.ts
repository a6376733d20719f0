import Parse, { type ParsedElement, type ParsedTune } from "abcjs/src/parse/abc_parse.js";
import sequence from "abcjs/src/synth/abc_midi_sequencer.js";

/** Something in a tune that abcjs does not understand. */
export interface Warning {
  readonly message: string;
  /** Where in the tune, in UTF-16 units. */
  readonly at: number;
}

/** What abcjs plays between two bar lines. */
export interface PlayedBar {
  /** Where its first and its last note or rest begin. */
  readonly first: number;
  readonly last: number;
  /** How long it is played, in whole notes. */
  readonly time: number;
}

/** A tune as abcjs reads it. */
export interface Judged {
  readonly warnings: readonly Warning[];
  readonly bars: readonly PlayedBar[];
}

/** Reads a tune, header first, with abcjs; its line ends are "\n". Where abcjs gives up, that is a warning at the end. */
export function judge(tune: string): Judged {
  const parser = new Parse();
  try {
    parser.parse(tune, {}, 0);
    const warnings = parser.getWarningObjects() ?? [];
    return {
      warnings: warnings.map(({ message, startChar }) => ({ message, at: startChar })),
      bars: playedBars(parser.getTune()),
    };
  } catch (error) {
    // It keeps the note it was at, and would add it to the next tune.
    new Parse().parse("K:C\nC|\n", {}, 0);
    return { warnings: [{ message: `abcjs gave up: ${error}`, at: tune.length }], bars: [] };
  }
}

function playedBars(tune: ParsedTune): PlayedBar[] {
  const times = playedTimes(tune);
  return voicesOf(tune).flatMap((voice) => {
    const bars: PlayedBar[] = [];
    let bar: PlayedBar | undefined;
    for (const element of voice) {
      if (element.el_type === "bar") {
        if (bar) bars.push(bar);
        bar = undefined;
      }
      // A spacer (y) takes room on paper only.
      if (element.el_type !== "note" || element.rest?.type === "spacer") continue;
      const { startChar: at } = element;
      const time = (bar?.time ?? 0) + (times.get(element) ?? 0);
      bar = { first: bar?.first ?? at, last: at, time };
    }
    return bar ? [...bars, bar] : bars;
  });
}

/** The voices from the first line to the last: a line end ends no bar. */
function voicesOf({ lines }: ParsedTune): ParsedElement[][] {
  const voices: ParsedElement[][] = [];
  for (const { staff = [] } of lines) {
    for (const [index, elements] of staff.flatMap((one) => one.voices).entries()) {
      voices[index] = [...(voices[index] ?? []), ...elements];
    }
  }
  return voices;
}

/** How long each note and rest is played, in whole notes. */
function playedTimes(tune: ParsedTune): ReadonlyMap<ParsedElement, number> {
  const played = sequence({ ...tune, lines: tune.lines.map(withoutRepeats) }, {}).flat();
  return new Map(
    played.flatMap(({ elem, duration = 0 }) => (elem ? [[elem, duration] as const] : [])),
  );
}

/** A line of which each note is played once, whatever the repeats are. */
function withoutRepeats(line: ParsedTune["lines"][number]): ParsedTune["lines"][number] {
  const plain = (element: ParsedElement): ParsedElement =>
    element.el_type === "bar" ? { ...element, type: "bar_thin", startEnding: undefined } : element;
  if (!line.staff) return line;
  const staff = line.staff.map((one) => ({
    ...one,
    voices: one.voices.map((voice) => voice.map(plain)),
  }));
  return { ...line, staff };
}
