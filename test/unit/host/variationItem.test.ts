import { expect, test } from "vitest";
import type { Variation } from "../../../src/host/compose/variation";
import { variationItem } from "../../../src/host/compose/variationItem";
import type { Composed } from "../../../src/shared/composeProtocol";

const composed: Composed = {
  candidates: [],
  order: [],
  insertAt: 0,
  replaceTo: 0,
  after: "",
  unseen: "",
  seedToken: "1-fused-i8",
  model: "folk",
};

function variation(text: string, bars: number): Variation {
  const onTonic = bars > 1;
  return { text, bars, ended: "end", likelihood: -0.614, onTonic, drawnFrom: [], composed };
}

test("A variation is listed by its first bars, and all of it on one line", () => {
  expect(variationItem(variation("GABc|cBAG|\nd4|]", 3))).toEqual({
    label: "GABc|cBAG|",
    description: "3 bars, ln p −0.61 per character, ends on the tonic",
    detail: "GABc|cBAG| d4|]",
  });
  expect(variationItem(variation(" GABc|", 1))).toMatchObject({
    label: "GABc|",
    description: "1 bar, ln p −0.61 per character",
  });
});

test("A variation in a list tells which of its bars are as earlier ones", () => {
  const drawnFrom = [{ bars: [9, 12], from: [1, 4], share: 1 }] as const;
  expect(variationItem({ ...variation("GABc|", 1), drawnFrom }).detail).toBe(
    "Bars 9–12 as in bars 1–4. GABc|",
  );
});

test("Music in a list is not taken for an icon", () => {
  expect(variationItem(variation("G4|$(AB)c2|", 2)).detail).toBe("G4|\\$(AB)c2|");
});
