import { describe, expect, test } from "vitest";
import { type Answers, optionSteps, wishesOf } from "../../../src/host/compose/optionSteps";

const answers: Answers = {
  temperature: "0.8",
  motifStrength: "1",
  bars: "0",
  variations: "4",
  seed: "",
};

function problem(key: keyof Answers, answer: string): string | undefined {
  return optionSteps.find((step) => step.key === key)?.problem(answer);
}

describe("the options", () => {
  const good: [keyof Answers, string][] = [
    ["temperature", "0.01"],
    ["temperature", " 10 "],
    ["temperature", ".5"],
    ["temperature", "0,75"],
    ["motifStrength", "0"],
    ["motifStrength", "1,5"],
    ["bars", "0"],
    ["bars", "256"],
    ["variations", "8"],
    ["seed", ""],
    ["seed", "42"],
    ["seed", "42-fused-i8"],
  ];
  test.each(good)("take as %s: %j", (key, answer) => {
    expect(problem(key, answer)).toBeUndefined();
  });

  const bad: [keyof Answers, string, string][] = [
    ["temperature", "", "The temperature is a number from 0.01 to 10."],
    ["temperature", "0", "The temperature is a number from 0.01 to 10."],
    ["temperature", "1e1", "The temperature is a number from 0.01 to 10."],
    ["motifStrength", "2.1", "The motif strength is a number from 0 to 2."],
    ["bars", "2.5", "The number of bars is a whole number from 0 to 256."],
    ["bars", "257", "The number of bars is a whole number from 0 to 256."],
    ["bars", "-1", "The number of bars is a whole number from 0 to 256."],
    ["variations", "0", "The number of variations is a whole number from 1 to 8."],
    ["variations", "9", "The number of variations is a whole number from 1 to 8."],
    ["seed", "reel", '"reel" is not a seed'],
  ];
  test.each(bad)("refuse as %s with a sentence: %j", (key, answer, sentence) => {
    expect(problem(key, answer)).toContain(sentence);
  });

  test("become what is asked for", () => {
    expect(wishesOf(answers)).toEqual({
      temperature: 0.8,
      motifStrength: 1,
      bars: 0,
      variations: 4,
      seed: "fresh",
    });
    const seeded = wishesOf({ ...answers, temperature: "1,5", seed: "42-fused-i8" });
    expect(seeded).toMatchObject({ temperature: 1.5, seed: { seed: 42, madeOn: "fused-i8" } });
  });
});
