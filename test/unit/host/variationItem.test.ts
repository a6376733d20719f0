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
  return { text, bars, ended: "end", likelihood: -0.614, onTonic: bars > 1, composed };
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

test("Music in a list is not taken for an icon", () => {
  expect(variationItem(variation("G4|$(AB)c2|", 2)).detail).toBe("G4|\\$(AB)c2|");
});
