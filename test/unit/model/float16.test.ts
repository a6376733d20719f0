import { describe, expect, test } from "vitest";
import { float16Bits, fromFloat16Bits, readFloat16 } from "../../../src/model/float16";

describe("half precision", () => {
  test.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [0.5, 0x3800],
    [1365 * 2 ** -12, 0x3555],
    [65504, 0x7bff],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [1023 * 2 ** -24, 0x03ff],
    [Number.POSITIVE_INFINITY, 0x7c00],
    [Number.NEGATIVE_INFINITY, 0xfc00],
    [Number.NaN, 0x7e00],
  ])("%d is %i", (value, bits) => {
    expect(float16Bits(value)).toBe(bits);
    expect(fromFloat16Bits(bits)).toBe(value);
  });

  test.each([
    ["a tie to the even one below", 1 + 2 ** -11, 0x3c00],
    ["a tie to the even one above", 1 + 3 * 2 ** -11, 0x3c02],
    ["above a tie up", 1 + 2 ** -11 + 2 ** -20, 0x3c01],
    ["below a tie down", 1 + 2 ** -11 - 2 ** -20, 0x3c00],
    ["up into the next power of two", 2 - 2 ** -12, 0x4000],
    ["half of the smallest to nothing", 2 ** -25, 0x0000],
    ["a little more than that to the smallest", 2 ** -25 + 2 ** -40, 0x0001],
    ["a subnormal tie to the even one", 3 * 2 ** -25, 0x0002],
    ["the largest subnormal up to a normal one", 1023.5 * 2 ** -24, 0x0400],
    ["what is tiny to nothing, its sign kept", -(2 ** -60), 0x8000],
    ["just below the tie to infinity", 65519.99, 0x7bff],
    ["the tie to infinity", 65520, 0x7c00],
    ["what is far too large to infinity", 1e30, 0x7c00],
    ["the largest single to infinity", -3.4e38, 0xfc00],
  ])("rounds %s", (_, value, bits) => {
    expect(float16Bits(value)).toBe(bits);
  });

  test("keeps all 65536 patterns", () => {
    const changed: number[] = [];
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = fromFloat16Bits(bits);
      const back = float16Bits(value);
      // All the patterns that are no number become the quiet one.
      if (Number.isNaN(value) ? back !== 0x7e00 : back !== bits) changed.push(bits);
    }
    expect(changed).toEqual([]);
  });

  test("is read in a row as one by one, whatever the pattern", () => {
    const bytes = new Uint8Array(2 * 0x10000 + 3);
    const view = new DataView(bytes.buffer, 3);
    for (let bits = 0; bits < 0x10000; bits++) view.setUint16(2 * bits, bits, true);
    const values = new Float32Array(0x10000 + 1).subarray(1);
    readFloat16(bytes.subarray(3), values);
    const others = values.findIndex((value, bits) => !Object.is(value, fromFloat16Bits(bits)));
    expect(others).toBe(-1);
  });

  test("grows with its bits", () => {
    for (let bits = 1; bits <= 0x7c00; bits++) {
      if (fromFloat16Bits(bits) <= fromFloat16Bits(bits - 1)) expect.fail(`0x${bits.toString(16)}`);
    }
  });
});
