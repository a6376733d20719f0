import { describe, expect, test } from "vitest";
import { structureInputs } from "../../../../src/music/structure/structureInputs";
import { readerBehind, valuesOf } from "./readings";

/** The value of an input behind a text. */
function value(name: string, text: string): number | undefined {
  return valuesOf(readerBehind(text))[structureInputs.findIndex((input) => input.name === name)];
}

/** Degree, height and step behind a body. */
function melody(body: string, key = "C"): string {
  const text = `M:4/4\nL:1/8\nK:${key}\n${body}`;
  const names = ["degree of the last note", "height of the last note", "step to the last note"];
  return names.map((name) => value(name, text)).join(" ");
}

describe("the last note", () => {
  test.each([
    ["", "0 0 0"],
    ["C", "1 15 0"],
    ["c", "1 22 0"],
    ["c'", "1 29 0"],
    ["C,", "1 8 0"],
    ["C,,", "1 1 0"],
    ["C,,,", "1 1 0"],
    ["f''", "4 32 0"],
    ["CD", "2 16 11"],
    ["CC", "1 15 10"],
    ["DC", "1 15 9"],
    ["Cc", "1 22 17"],
    ["Cc'", "1 29 19"],
    ["c'C", "1 15 1"],
    ["C^D", "2 16 11"],
    ["C2 z2|\nD", "2 16 11"],
    ["C{g}D", "2 16 1"],
    ["[CE]", "3 17 12"],
    ["[CE]2", "3 17 12"],
    ['C"Am"D', "2 16 11"],
    ["C!accent!D", "2 16 11"],
    ["C[K:D]", "7 15 0"],
    ["C|[K:D]D", "1 16 11"],
    ["C|\nw:a b e\n", "1 15 0"],
    ["C % g\n", "1 15 0"],
    ["C|\nP:B\nD", "2 16 11"],
  ])("of %j is %s", (body, expected) => {
    expect(melody(body)).toBe(expected);
  });

  test("has its degree from the tonic's letter, whatever the signature", () => {
    expect(melody("e", "Em")).toBe("1 24 0");
    expect(melody("e", "Eb")).toBe("1 24 0");
    expect(melody("d", "E dorian")).toBe("7 23 0");
    expect(melody("e", "HP")).toBe("0 24 0");
    expect(melody("e", "none")).toBe("0 24 0");
  });
});

describe("the fields in force", () => {
  const keyOf = (key: string): number | undefined => value("key", `K:${key}\nc`);
  const meterOf = (meter: string): number | undefined => value("meter", `M:${meter}\nK:C\nc`);

  test("have a number for each signature and mode", () => {
    expect(keyOf("C")).toBe(36);
    expect(keyOf("Am")).toBe(37);
    expect(keyOf("Gmix")).toBe(38);
    expect(keyOf("Ddor")).toBe(39);
    expect(keyOf("Blocrian")).toBe(keyOf("Flyd") as number);
    expect(keyOf("G")).toBe(41);
    expect(keyOf("C#")).toBe(71);
    expect(keyOf("Cb")).toBe(1);
    expect(keyOf("what")).toBe(0);
    expect(keyOf("HP")).toBe(50);
  });

  test("follow a change of key, meter and unit", () => {
    const text = "M:6/8\nL:1/8\nK:C\nc3|[K:D][M:2/4]d|\nL:1/16\nd";
    expect(value("key", text)).toBe(keyOf("D"));
    expect(value("meter", text)).toBe(8);
    expect(value("unit", text)).toBe(5);
  });

  test("tell a meter by its bar and its beats", () => {
    expect(meterOf("C|")).toBe(16);
    expect(meterOf("3/4")).toBe(12);
    expect(meterOf("6/8")).toBe(44);
    expect(meterOf("none")).toBe(0);
    expect(meterOf("9/1")).toBe(32);
    expect(meterOf("1/64")).toBe(1);
  });

  test("name a rhythm, however it is written", () => {
    const rhythm = (name: string): number | undefined => value("rhythm", `R:${name}\nK:C\nc`);
    expect(rhythm("")).toBe(0);
    expect(rhythm("Slip Jig")).toBe(rhythm("slipjig") as number);
    expect(rhythm("Jig")).toBe(rhythm("double jig") as number);
    expect(rhythm("jig")).not.toBe(rhythm("slip jig") as number);
    expect(rhythm("Reel ")).toBe(8);
    expect(rhythm("xyz")).toBe(14);
  });
});
