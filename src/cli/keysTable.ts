import { type KeysEvaluation, keyModes, type OfModes } from "../worker/evaluateKeys";
import { signatureName } from "./signatureName";

/** Losses by key as lines of text: a row for each signature, a column for each mode that there are tunes in. */
export function keysTable(keys: KeysEvaluation, tunes: number): string[] {
  const modes = keyModes.filter((mode) => keys.modes[mode] !== undefined);
  const loss = (value: number | undefined): string => value?.toFixed(1) ?? "";
  const ofModes = (figures: OfModes): string[] => modes.map((mode) => loss(figures[mode]));
  const head = ["signature", "all", ...modes, "written so", "impossible"];
  const counts = ["tunes", `${keys.tunes}`, ...modes.map((mode) => `${keys.modes[mode]}`), "", ""];
  const rows = keys.signatures.map((one) => [
    signatureName(one.fifths),
    loss(one.bodyNllPerTune),
    ...ofModes(one.modes),
    `${one.written}`,
    `${one.impossible}`,
  ]);
  const cells = [head, counts, ...rows];
  const widths = head.map((_, column) =>
    Math.max(...cells.map((row) => (row[column] ?? "").length)),
  );
  const worst = keys.signatures.find(({ fifths }) => fifths === keys.worst);
  return [
    "",
    `In every key, ${keys.tunes} of the ${tunes} tunes, nats per body:`,
    ...cells.map(([name = "", ...figures]) =>
      [
        name.padEnd(widths[0] ?? 0),
        ...figures.map((figure, index) => figure.padStart(widths[index + 1] ?? 0)),
      ]
        .join("  ")
        .trimEnd(),
    ),
    `as they are  ${loss(keys.asWritten)}`,
    `worst        ${loss(worst?.bodyNllPerTune)}, with ${signatureName(keys.worst)}`,
  ];
}
