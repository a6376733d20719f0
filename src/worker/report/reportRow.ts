import { agrees } from "./agreement";
import { type Figure, figureOf } from "./figure";
import { type MeasureName, measures } from "./measures";
import type { Share } from "./share";
import { warningsOf } from "./understood";
import type { Written } from "./written";

/** A text with what the model and the tunes that it has learned from say of it. */
export interface Weighed {
  readonly written: Written;
  /** Which of the tunes it continues. */
  readonly tune: number;
  readonly logProbability: Share;
  /** How long what is copied from each place on is; nothing where there is no text to look in. */
  readonly runs: readonly number[];
}

/** What is measured on many texts. */
export interface ReportRow {
  readonly texts: number;
  readonly figures: Readonly<Record<MeasureName, Figure>>;
  /** The longest run of characters copied in a text: of the middle one, of all but 5 of 100, of all. */
  readonly longestCopy?: { readonly median: number; readonly p95: number; readonly most: number };
  /** What abcjs warned of, with the text around it. */
  readonly warnings: readonly { readonly message: string; readonly text: string }[];
  /** Bars that abcjs plays for another time than is counted. */
  readonly otherwisePlayed: readonly string[];
}

/** So many characters and more are a copy. */
const windowLength = 32;

/** Puts the measures of texts together. */
export function reportRow(texts: readonly Weighed[]): ReportRow {
  const figure = (shareOf: (text: Weighed) => Share): Figure =>
    figureOf(texts.map((text) => ({ tune: text.tune, share: shareOf(text) })));
  const of = (name: keyof typeof measures): Figure =>
    figure(({ written }) => measures[name](written));
  const longest = texts.map(({ runs }) => Math.max(0, ...runs)).sort((a, b) => a - b);
  const hasCopies = texts.some(({ runs }) => runs.length > 0);
  return {
    texts: texts.length,
    figures: {
      understood: of("understood"),
      exactBars: of("exactBars"),
      agreedBars: of("agreedBars"),
      complete: of("complete"),
      endsItself: of("endsItself"),
      deadEnds: of("deadEnds"),
      sectionsOfFours: of("sectionsOfFours"),
      sectionsOfEight: of("sectionsOfEight"),
      wholeSections: of("wholeSections"),
      lastBarsAlike: of("lastBarsAlike"),
      repeatedBars: of("repeatedBars"),
      distinctBars: of("distinctBars"),
      thirdRepeats: of("thirdRepeats"),
      notesInScale: of("notesInScale"),
      endsOnTonic: of("endsOnTonic"),
      bars: of("bars"),
      logProbability: figure(({ logProbability }) => logProbability),
      copied: figure(copied),
    },
    ...(hasCopies && {
      longestCopy: {
        median: quantile(longest, 0.5),
        p95: quantile(longest, 0.95),
        most: quantile(longest, 1),
      },
    }),
    warnings: texts.flatMap(({ written }) =>
      warningsOf(written).map(({ message, at }) => ({
        message,
        text: written.text.slice(Math.max(0, at - 12), at + 12),
      })),
    ),
    otherwisePlayed: texts.flatMap(({ written: { own, judged, text } }) =>
      own
        .filter((bar) => !agrees(bar, judged.bars))
        .map(({ start, end }) => text.slice(start, end)),
    ),
  };
}

/** Windows of so many characters that are copied as a whole, of all that there are. */
function copied({ runs }: Weighed): Share {
  const whole = Math.max(0, runs.length - windowLength + 1);
  return { part: runs.filter((run) => run >= windowLength).length, whole };
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] ?? 0;
}
