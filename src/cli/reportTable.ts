import type { Report } from "../worker/report/composeReport";
import type { Figure } from "../worker/report/figure";
import type { MeasureName } from "../worker/report/measures";
import type { ReportRow } from "../worker/report/reportRow";

/** How a figure is shown: a share in percent, a mean, or how many there are. */
type Kind = "percent" | "mean" | "count";

const lines: readonly (readonly [MeasureName, string, Kind])[] = [
  ["understood", "tunes without abcjs warnings", "percent"],
  ["exactBars", "exact bars", "percent"],
  ["agreedBars", "bars that abcjs plays as counted", "percent"],
  ["complete", "complete tunes", "percent"],
  ["endsItself", "tunes that end by themselves", "percent"],
  ["deadEnds", "dead ends", "count"],
  ["sectionsOfFours", "sections of a multiple of 4 bars", "percent"],
  ["sectionsOfEight", "sections of 8 bars", "percent"],
  ["wholeSections", "sections of whole bars", "percent"],
  ["lastBarsAlike", "last bars of sections alike", "percent"],
  ["repeatedBars", "bars equal to an earlier one", "percent"],
  ["distinctBars", "distinct bars", "percent"],
  ["thirdRepeats", "bars in a third repeat", "percent"],
  ["notesInScale", "notes in scale", "percent"],
  ["endsOnTonic", "last note on the tonic", "percent"],
  ["copied", "32-character windows found in training", "percent"],
  ["bars", "bars", "mean"],
  ["logProbability", "ln p per character", "mean"],
];

/** A report as lines of text: a row for each measure, a column for each way to continue. */
export function reportTable({ one, best, human }: Report, candidates: number): string[] {
  const columns = [one, best, human];
  const head = ["", "one", `best of ${candidates}`, "human"];
  const counts = ["continuations", ...columns.map(({ texts }) => `${texts}`)];
  const rows = lines
    .filter(([name]) => columns.some(({ figures }) => figures[name].whole > 0))
    .map(([name, label, kind]) => [
      label,
      ...columns.map(({ figures }) => shown(figures[name], kind)),
    ]);
  const copies = one.longestCopy
    ? [["longest copied run (median, 95 %, most)", ...columns.map(longestCopy)]]
    : [];
  const cells = [head, counts, ...rows, ...copies];
  const widths = head.map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? "").length)),
  );
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

function shown({ part, whole, low, high }: Figure, kind: Kind): string {
  if (kind === "count") return `${part}`;
  if (whole === 0) return "-";
  const [scale, digits] = kind === "percent" ? [100, 1] : [1, 2];
  const round = (value: number): string => (scale * value).toFixed(digits);
  return `${round(part / whole)} (${round(low)} to ${round(high)})`;
}

function longestCopy({ longestCopy: run }: ReportRow): string {
  return run ? `${run.median}, ${run.p95}, ${run.most}` : "-";
}
