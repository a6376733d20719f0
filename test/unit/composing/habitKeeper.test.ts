import { describe, expect, test } from "vitest";
import { HabitKeeper } from "../../../src/composing/habitKeeper";
import { readHabits } from "../../../src/composing/habits";
import { type Place, placeOf } from "../../../src/composing/place";
import { MusicReader } from "../../../src/music/reading/musicReader";

const jig = "M:6/8\nL:1/8\nK:D\n";
const line = "dAF DFA|BGE EFG|FDF AFA|BGE E2d|\n";
const wide = line.replaceAll("|", " | ").replaceAll(" \n", "\n");

function placeBehind(tune: string): Place {
  return placeOf(MusicReader.behind(tune));
}

/** A keeper behind a tune; what stands behind ║ is written with the habits of what stands before. */
function keeperBehind(marked: string): { keeper: HabitKeeper; tune: string } {
  const [before = "", written = ""] = marked.split("║");
  const keeper = new HabitKeeper(readHabits(before));
  let tune = before;
  for (const character of written) {
    keeper.read(placeBehind(tune), character);
    tune += character;
  }
  return { keeper, tune };
}

/** Of `characters`, those that break no habit there. */
function allowed(marked: string, characters: string): string {
  const { keeper, tune } = keeperBehind(marked);
  const place = placeBehind(tune);
  return [...characters].filter((character) => keeper.allows(place, character)).join("");
}

/** What is added to ln p of each of the characters there. */
function biases(marked: string, characters: string): number[] {
  const { keeper, tune } = keeperBehind(marked);
  return [...characters].map((character) => keeper.bias(placeBehind(tune), character));
}

describe("a space beside a bar line", () => {
  const tight = `${jig}${line.repeat(5)}`;
  const spaced = `${jig}${wide.repeat(6)}`;

  test.each([
    ["comes before none, but the bar line does", `${tight}║dAF DFA`, " |:)", "|:)"],
    ["comes within a bar", `${tight}║dAF`, " |", " |"],
    ["comes before every one", `${spaced}║dAF DFA`, " |:", " "],
    ["comes once", `${spaced}║dAF DFA `, " |:", "|:"],
    ["comes behind every one", `${spaced}║dAF DFA |`, " A^(|:]1[", " |:]1["],
    ["does not have to come where a line begins", `${spaced}║`, " |A", " |A"],
    ["is not looked for behind a mark", `${spaced}║dAF DFAH`, "|:", "|:"],
    ["comes or not where a tune is new", `${jig}║dAF DFA`, " |", " |"],
  ])("%s", (_, tune, characters, expected) => {
    expect(allowed(tune, characters)).toBe(expected);
  });

  test("is none behind a plain one where many have none", () => {
    const unbroken = `${jig}${line.repeat(8).replaceAll("\n", "")}`;
    expect(allowed(`${unbroken}║dAF DFA|`, " A|")).toBe("A|");
    expect(allowed(`${unbroken}║dAF DFA:|`, " A|")).toBe(" A|");
  });

  test("is unlikely where few bars have none", () => {
    expect(biases(`${jig}dAF DFA|BGE EFG|FDF AFA|║d6`, " |")).toEqual([-3, 0]);
    expect(biases(`${jig}dAF DFA |BGE EFG |FDF AFA |║d6`, " |")).toEqual([0, -3]);
    expect(biases(`${jig}dAF DFA |BGE EFG|FDF AFA |║d6`, " |")).toEqual([0, 0]);
  });

  test("is unlikely between notes where there are none", () => {
    const unbroken = `${jig}${line.replaceAll(" ", "").repeat(4)}`;
    expect(biases(`${unbroken}║dAF`, " d")).toEqual([-3, 0]);
  });
});

describe("a line end", () => {
  const three = `${jig}${line.repeat(3)}`;

  test.each([
    ["does not come before its bar", `${three}║d6|A6|F6|`, "\nd |", "d |"],
    ["does not come within a bar", `${three}║d6|A3`, "\nd ", "d "],
    ["alone comes behind its bar", `${three}║d6|A6|F6|E6|`, "\nd:1[^(", "\n"],
    ["waits for a longer bar line", `${three}║d6|A6|F6|E6|`, "|]", "|]"],
    ["comes behind a section", `${three}║d6|A6:|`, "\nd|:", "\nd|:"],
    ["comes behind the pick-up of a section", `${three}║d6|A3||d3`, "\nd", "\nd"],
    ["comes behind that pick-up in a line of its own", `${three}║d6|A3||\nd3`, "\nd", "\nd"],
    ["waits behind a pick-up for as many whole bars", `${three}║d|A6|F6|D6|`, "\nd", "d"],
    ["comes behind as many whole bars", `${three}║d|A6|F6|D6|B6|`, "\nd", "\n"],
    ["waits for the second ending", `${three}║d6|A6|F6|1E6:|`, "\n2[ ", "\n2[ "],
    ["is counted anew in each line", `${three}║${line}d6|A6|F6|`, "\nd", "d"],
    ["is counted on behind a second ending", `${three}║d6|1A6:|2A6||F6|E6|`, "\nd", "\n"],
    ["waits behind a pick-up between bar lines", `${three}║|d|A6|F6|D6|`, "\nd", "d"],
    ["comes behind an empty line", `${three}║\n`, "\nd", "\nd"],
    ["counts the bars before the cursor", `${three}d6|A6|F6║|`, "\nd", "d"],
    ["counts the bar at the cursor", `${three}d6|A6|F6|E6║|`, "\nd", "\n"],
    ["counts a bar line begun at the cursor", `${three}d6|A6|F6|E6|║`, "\nd", "\n"],
    [
      "comes behind a backslash",
      `${jig}d6|A6|\\\nF6|E6|\n${line.repeat(10)}║d6|A3\\`,
      "\nd",
      "\nd",
    ],
    ["comes anywhere where no line is done", `${jig}║d6|A3`, "\nd", "\nd"],
  ])("%s", (_, tune, characters, expected) => {
    expect(allowed(tune, characters)).toBe(expected);
  });

  test("is unlikely, or most likely, where one line shows how long lines are", () => {
    expect(biases(`${jig}${line}║d6|A6|`, "\nd")).toEqual([-3, 0]);
    expect(biases(`${jig}${line}║d6|A6|F6|E6|`, "\nd")).toEqual([0, -3]);
    expect(allowed(`${jig}${line}║d6|A6|F6|E6|`, "\nd")).toBe("\nd");
  });
});

describe("what a tune does not use", () => {
  test.each([
    ["rests of other letters", `${jig}dAF|║`, "zxXZ", "z"],
    ["but those in use", `${jig}dAF|x6|║`, "zxXZ", "zx"],
    ["decorations, spacers and continuations", `${jig}dAF|║`, "!y\\dT~", "dT~"],
    ["but those in use", `${jig}!p!dAFy|\\\nd|║`, "!y\\d", "!y\\d"],
    ["fields in a line", `${jig}dAF|\n║`, "INQVWrswmdzPTL", "dzPTL"],
    ["fields by letters that are decorations, too", `${jig}dAF|\n║P`, ":d", "d"],
    ["but those in use", `${jig}P:A\ndAF|\n║P`, ":d", ":d"],
    ["another unit note length", `${jig}P:A\ndAF|\n║L`, ":d", "d"],
    ["inline fields", `${jig}P:A\ndAF|║[`, "KLMPd^1|", "Pd^1|"],
    ["double accidentals", `${jig}dAF|║^`, "^d", "d"],
    ["but those in use", `${jig}d^^AF|║^`, "^d", "^d"],
  ])("does not come: %s", (_, tune, characters, expected) => {
    expect(allowed(tune, characters)).toBe(expected);
  });

  test("is unlikely as a chord symbol or a backtick", () => {
    expect(biases(`${jig}dAF|║`, '"`d')).toEqual([-3, -3, 0]);
    expect(biases(`${jig}"D"d\`AF|║`, '"`d')).toEqual([0, 0, 0]);
  });

  test("is nothing within fields, quotes and decorations", () => {
    expect(allowed(`${jig}dAF|\nP:║`, "ABy!^\\")).toBe("ABy!^\\");
    expect(allowed(`${jig}"D"dAF|║"`, "Ay!^_x")).toBe("Ay!^_x");
    expect(allowed(`${jig}!p!dAF|║!`, "yxf")).toBe("yxf");
    expect(biases(`${jig}"D"dAF|║"`, "A^_`")).toEqual([0, 0, 0, 0]);
    expect(allowed("X:1\nT║", ":y!")).toBe(":y!");
  });
});

describe("an accidental", () => {
  test.each([
    ["does not repeat the signature", `${jig}║^`, "fcdgFC", "dg"],
    ["takes back the signature", `${jig}║=`, "fcdg", "fc"],
    ["does not repeat one of the bar", `${jig}║^gA^`, "gGda", "Gda"],
    ["does not repeat one before the cursor", `${jig}^gA║^`, "gd", "d"],
    ["takes back one of the bar", `${jig}║^gA=`, "gd", "g"],
    ["is taken back a bar later", `${jig}║^gAA AAA|A=`, "gd", "g"],
    ["comes again in the next bar", `${jig}║^gAA AAA|A^`, "gdf", "gd"],
    ["counts in chords and grace notes", `${jig}║[^ga]{=c}^`, "gdc", "dc"],
    ["repeats where the tune has such", `${jig}^fA|║^`, "fcd", "fcd"],
    ["goes by the key in force", `${jig}A6|\nK:G\nA6|║^`, "fcd", "cd"],
    ["goes by the key that comes", `${jig}A6|[K:A]A6|║[K:G]^`, "fgcd", "gcd"],
    ["goes by no signature without a key", "K:none\n║=", "fcd", "fcd"],
    ["goes by no signature for pipes", "K:HP\n║=", "fcd", "fcd"],
    ["goes by no signature without a field", "M:6/8\nabc\n║=", "fcd", "fcd"],
    ["goes on from the cursor", `${jig}A^║`, "fcdg", "dg"],
  ])("%s", (_, tune, characters, expected) => {
    expect(allowed(tune, characters)).toBe(expected);
  });

  test("has no sign that would only repeat", () => {
    expect(allowed("K:C\n║", "^=_")).toBe("^_");
    expect(allowed("K:C\n║_b", "^=_")).toBe("^=_");
    expect(allowed("K:C#\n║", "^=_")).toBe("=_");
  });

  test("is unlikely where neither the tune nor the mode has it", () => {
    expect(biases(`${jig}║^`, "gda|")).toEqual([0, -2, -2, 0]);
    expect(biases(`${jig}^dA|║^`, "gda|")).toEqual([0, 0, -2, 0]);
    expect(biases(`${jig}║=`, "cf")).toEqual([0, -2]);
    expect(biases("K:Am\n║^", "fgcd")).toEqual([0, 0, -2, -2]);
    expect(biases("K:Ador\n║^", "gc")).toEqual([0, -2]);
    expect(biases("K:Gm\n║=", "eb")).toEqual([0, -2]);
  });

  test("has an unlikely sign where no usual one is written so", () => {
    expect(biases("K:Am\n║", "^_=a")).toEqual([0, -2, 0, 0]);
    expect(biases("K:Am\n_bA|║", "^_=a")).toEqual([0, 0, 0, 0]);
    expect(biases("K:none\n║", "^_=a")).toEqual([0, 0, 0, 0]);
    expect(biases("K:Hp\n║", "^_=a")).toEqual([-2, -2, 0, 0]);
  });

  test("that takes back one of the bar is as likely as any", () => {
    expect(biases("K:C\n║^d=", "d")).toEqual([0]);
  });
});

describe("a keeper", () => {
  test("has copies that go on by themselves", () => {
    const { keeper } = keeperBehind(`${jig}║^gA`);
    const copy = keeper.copy();
    const behind = placeBehind(`${jig}^gA`);
    copy.read(behind, "^");
    const place = placeBehind(`${jig}^gA^`);
    expect(copy.allows(place, "g")).toBe(false);
    expect(copy.copy().allows(place, "g")).toBe(false);
    expect(keeper.allows(place, "g")).toBe(true);
    keeper.read(behind, "^");
    keeper.read(place, "d");
    expect(copy.allows(place, "d")).toBe(true);
  });

  test.each([
    ["nothing", ""],
    ["a header alone", jig],
    ["one bar", `${jig}dAF DFA|`],
    ["no key", "X:1\nM:6/8\n"],
    ["K:none", "K:none\nabc|"],
    ["free meter", "M:none\nK:D\nd2A4|B|c6 d|\n"],
    ["pipes", "M:6/8\nK:HP\ne|A2A A2e|\n"],
    ["text that is no music", "K:D\nThis is no music; is it?\n"],
  ])("lets music go on behind %s", (_, tune) => {
    expect(allowed(`${tune}║`, "dz")).toBe("dz");
    expect(allowed(`${tune}║d`, "|A2\n ")).toBe("|A2\n ");
  });
});
