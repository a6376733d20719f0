import { MusicReader } from "../../music/reading/musicReader";
import { drawnFromSentence } from "../../shared/drawnFrom";
import type { Variation } from "./variation";

/** A variation in words, for a list to choose from. */
export interface VariationItem {
  /** Its first bars. */
  readonly label: string;
  readonly description: string;
  /** Which of its bars are as earlier ones, and all of it on one line. */
  readonly detail: string;
}

const barsInLabel = 2;

/** Names a variation for a list. */
export function variationItem(variation: Variation): VariationItem {
  const { text, bars, likelihood, onTonic } = variation;
  const count = bars === 1 ? "1 bar" : `${bars} bars`;
  const mean = likelihood.toFixed(2).replace("-", "−");
  return {
    label: onOneLine(firstBars(text)),
    description: `${count}, ln p ${mean} per character${onTonic ? ", ends on the tonic" : ""}`,
    detail: [drawnFromSentence(variation.drawnFrom), onOneLine(text)].filter(Boolean).join(" "),
  };
}

function firstBars(text: string): string {
  const reader = MusicReader.ofBody();
  for (let index = 0; index < text.length; index++) {
    reader.read(text.charAt(index));
    if (reader.state.bars >= barsInLabel) return text.slice(0, index);
  }
  return text;
}

/** Line ends become spaces, and nothing is taken for the name of an icon. */
function onOneLine(text: string): string {
  return text
    .trim()
    .replace(/\s*\n\s*/g, " ")
    .replace(/\$\([\w~-]+\)/g, "\\$&");
}
