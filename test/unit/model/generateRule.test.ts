import { beforeAll, expect, test } from "vitest";
import type { CharacterRule } from "../../../src/model/generate";
import { Vocabulary } from "../../../src/model/vocabulary";
import { use } from "./backends";
import { anything, texts } from "./generating";
import { smallModel } from "./network";

beforeAll(() => use("cpu"));

/** Lets only pairs come: "AB" again and again; the text may end behind a B. */
function pairs(): CharacterRule {
  let last = "B";
  const allows = (character: string) => character === (last === "B" ? "A" : "B");
  const rule = anything({
    allows,
    allowsAtNeed: allows,
    allowsLast: (character) => last === "A" && character === "B",
    read(character) {
      last = character;
    },
  });
  return Object.defineProperty(rule, "mayEnd", { get: () => last === "B" });
}

test("a text holds to its rule, and ends where that may be", async () => {
  const model = smallModel();
  for (const seed of [1, 2, 3, 4, 5]) {
    const given = { rule: pairs, seed, candidates: 3, maxChars: 20 + seed };
    for (const { text, reason } of await texts(model, "C", given)) {
      // A text that grew too long ends behind a whole pair, too.
      expect(text).toMatch(/^(AB)*$/);
      expect(["end", "length"]).toContain(reason);
    }
  }
});

test("candidates have rules of their own, whatever their batch", async () => {
  const model = smallModel();
  const three = await texts(model, "C", { rule: pairs, candidates: 3 });
  const one = await texts(model, "C", { rule: pairs, candidates: 1 });
  expect(three[0]).toEqual(one[0]);
});

test("where nothing may come, it says so", async () => {
  const none = () => false;
  const rule = () =>
    anything({ allows: none, allowsAtNeed: none, allowsLast: none, mayEnd: false });
  const found = await texts(smallModel(), "C", { rule, candidates: 2 });
  expect(found).toEqual(new Array(2).fill({ text: "", reason: "stuck", logProb: 0 }));
});

test("a spelled end goes past the rule where the text may end, and is no text", async () => {
  const using = new Vocabulary(
    [..."\nAB<start>end"].filter((c, i, all) => all.indexOf(c) === i),
    "spelled",
  );
  const size = using.size;
  const model = smallModel({ inputs: [{ name: "character", size }], outputs: size });
  const lines = (): CharacterRule => {
    let last = "\n";
    const allows = (character: string) => character === (last === "\n" ? "A" : "\n");
    const rule = anything({
      allows,
      allowsAtNeed: allows,
      allowsLast: allows,
      read(character) {
        last = character;
      },
    });
    return Object.defineProperty(rule, "mayEnd", { get: () => last === "\n" });
  };
  const found = await texts(model, "\n", { rule: lines, candidates: 8, maxChars: 400 }, using);
  for (const { text, reason } of found) {
    expect(["end", "length"]).toContain(reason);
    expect(text).toMatch(/^(A\n)*A?$/);
  }
  expect(found.some(({ text, reason }) => text !== "" && reason === "end")).toBe(true);
});

test("what has to come comes, also where the network does not know it, and is read where it does", async () => {
  const model = smallModel();
  /** Forces "é" and then `known` in front of what the network writes. */
  const forcing = (known: string) => () => {
    let left = `é${known}`;
    const rule = anything({
      read(character) {
        if (left.startsWith(character)) left = left.slice(character.length);
      },
    });
    return Object.defineProperty(rule, "forced", { get: () => left });
  };
  const plain = await texts(model, "C", { maxChars: 12 });
  const unknown = await texts(model, "C", { maxChars: 12, rule: forcing("") });
  // The network has read nothing of it, so it goes on as if it were not there.
  expect(unknown[0]?.text).toBe(`é${plain[0]?.text}`);
  const behindA = await texts(model, "CA", { maxChars: 11 });
  const known = await texts(model, "C", { maxChars: 12, rule: forcing("A") });
  expect(known[0]?.text).toBe(`éA${behindA[0]?.text}`);
});
