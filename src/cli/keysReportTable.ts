import {
  type KeyFigures,
  type KeyMeasure,
  type KeysReport,
  keyMeasures,
} from "../worker/report/keysReport";
import { signatureName } from "./signatureName";

const labels: Readonly<Record<KeyMeasure, string>> = {
  notesInScale: "notes in scale",
  endsOnTonic: "last note on the tonic",
  exactBars: "exact bars",
  endsItself: "tunes that end by themselves",
  repeatedBars: "bars equal to an earlier one",
};
const widths = keyMeasures.map((name) => labels[name].length);

/** A report by key as lines of text: for each way to continue a table with a row for each signature. */
export function keysReportTable(report: KeysReport, candidates: number): string[] {
  const { tunes, given, human } = report;
  return [
    `In every key, ${tunes} of the ${given} tunes that can be continued, in %:`,
    "",
    ...rowsOf(report, "one", "one"),
    "",
    ...rowsOf(report, "best", `best of ${candidates}`),
    "",
    rowOf("human", cellsOf(human)),
  ];
}

function rowsOf(
  { signatures, worst }: KeysReport,
  column: keyof KeysReport["worst"],
  name: string,
): string[] {
  const named = keyMeasures.map((measure) => {
    const fifths = worst[column][measure];
    return fifths === undefined ? "" : signatureName(fifths);
  });
  return [
    rowOf(
      name,
      keyMeasures.map((measure) => labels[measure]),
    ),
    ...signatures.map((signature) =>
      rowOf(signatureName(signature.fifths), cellsOf(signature[column])),
    ),
    rowOf("worst", named),
  ];
}

function cellsOf(figures: KeyFigures): string[] {
  return keyMeasures.map((name) => {
    const { part, whole } = figures[name];
    return whole === 0 ? "-" : ((100 * part) / whole).toFixed(1);
  });
}

function rowOf(name: string, cells: readonly string[]): string {
  return [name.padEnd(9), ...cells.map((cell, index) => cell.padStart(widths[index] ?? 0))]
    .join("  ")
    .trimEnd();
}
