import { expect, test } from "vitest";
import { OfferMemory } from "../../../src/host/suggest/offerMemory";
import { placeSeed } from "../../../src/host/suggest/placeSeed";

function remembering(...texts: string[]): OfferMemory {
  const memory = new OfferMemory();
  memory.remember({ before: "X:1\nG2", after: "\n", texts, asked: false });
  return memory;
}

test("An offer is given again at its place", () => {
  const memory = remembering("BG dGBG|", "AF|");
  expect(memory.at("X:1\nG2", "\n")?.rest).toEqual(["BG dGBG|", "AF|"]);
});

test("An offer of nothing is remembered, too, and only there", () => {
  const memory = remembering();
  expect(memory.at("X:1\nG2", "\n")?.rest).toEqual([]);
  expect(memory.at("X:1\nG2B", "\n")).toBeUndefined();
});

test("What is left of the offers that were begun is offered on", () => {
  const memory = remembering("BG dGBG|", "AF|", "BA|");
  expect(memory.at("X:1\nG2B", "\n")?.rest).toEqual(["G dGBG|", "A|"]);
  expect(memory.at("X:1\nG2BG ", "\n")).toMatchObject({ rest: ["dGBG|"], isSamePlace: false });
});

test("An offer is forgotten by what it does not begin with, by its end, and by what follows", () => {
  const memory = remembering("BG|");
  for (const [before, after] of [
    ["X:1\nG2c", "\n"],
    ["X:1\nG2BG|", "\n"],
    ["X:1\nG2B", "|\n"],
    ["X:2\nG2B", "\n"],
    ["X:1\nG", "\n"],
  ]) {
    expect(memory.at(before ?? "", after ?? "")).toBeUndefined();
  }
});

test("The latest of several offers counts, and only the latest are kept", () => {
  const memory = remembering("BG|");
  memory.remember({ before: "X:1\nG2B", after: "\n", texts: ["A|"], asked: true });
  expect(memory.at("X:1\nG2B", "\n")?.rest).toEqual(["A|"]);
  expect(memory.at("X:1\nG2", "\n")?.rest).toEqual(["BG|"]);
  for (let bar = 0; bar < 16; bar++) {
    memory.remember({ before: `X:${bar}\n`, after: "", texts: ["c|"], asked: false });
  }
  expect(memory.at("X:1\nG2", "\n")).toBeUndefined();
  expect(memory.at("X:15\n", "")?.rest).toEqual(["c|"]);
});

test("A place has its own seed, always the same", () => {
  expect(placeSeed("X:1\nG2")).toBe(placeSeed("X:1\nG2"));
  const seeds = ["", "G", "G2", "G2B", "2G"].map(placeSeed);
  expect(new Set(seeds).size).toBe(5);
  for (const seed of seeds)
    expect(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32).toBe(true);
});
