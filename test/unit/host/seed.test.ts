import { describe, expect, test } from "vitest";
import { madeOn, parseSeed } from "../../../src/shared/seed";

describe("a seed", () => {
  test.each([
    ["", undefined],
    [" ", undefined],
    ["42", { seed: 42, madeOn: "" }],
    [" 0 ", { seed: 0, madeOn: "" }],
    ["4294967295", { seed: 4294967295, madeOn: "" }],
    ["42-fused-i8", { seed: 42, madeOn: "fused-i8" }],
    ["42-FUSED-I8", { seed: 42, madeOn: "fused-i8" }],
    ["42-tfjs-node-f32", { seed: 42, madeOn: "tfjs-node-f32" }],
  ])("reads %j", (given, seed) => {
    expect(parseSeed(given)).toEqual(seed);
  });

  test.each(["-1", "4294967296", "1.5", "reel", "42-", "1e3", "fused-i8"])(
    "refuses %j",
    (given) => {
      expect(() => parseSeed(given)).toThrow(`"${given}" is not a seed`);
    },
  );

  test("names what it was made on", () => {
    expect(madeOn("42-fused-i8")).toBe("fused-i8");
    expect(madeOn("42-tfjs-node-f32")).toBe("tfjs-node-f32");
  });
});
