import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ComposingRule } from "../../../src/composing/composingRule";
import { rewritingPassage } from "../../../src/composing/rewriting";
import { MusicReader } from "../../../src/music/reading/musicReader";
import { countBars } from "../../../src/worker/report/barCounter";
import { pick, seeded } from "../abc/oddBook";
import { written } from "../music/written";

const jig = "M:6/8\nL:1/8\nK:D\n";

/** What stands before, within and behind ├…┤. */
function parts(marked: string): [before: string, replaced: string, behind: string] {
  const [before = "", replaced = "", behind = ""] = marked.split(/[├┤]/);
  return [before, replaced, behind];
}

/** The passage in place of what stands in ├…┤: how far each bar is filled, and what stands behind it. */
function frames(marked: string): string[] {
  const [before, replaced] = parts(marked);
  const { frames, bars } = rewritingPassage(MusicReader.behind(jig + before), replaced);
  expect(bars).toBe(0);
  return frames.map(({ limit, behind }) => written(limit) + behind);
}

describe("what is rewritten keeps", () => {
  test.each<[string, string, string[]]>([
    ["the time of a bar", "d6|├d6┤|d6|", ["3/4"]],
    ["bar lines between bars", "d6|├d6|d6┤|", ["3/4|", "3/4"]],
    ["the time before a selection in mid-bar", "d6|d├d5|d3┤d3|", ["3/4|", "3/8"]],
    ["bars that are too long and too short", "├d7|d5||d6┤|", ["7/8|", "5/8||", "3/4"]],
    ["blanks around bar lines", "├d6 | d6  |\td6┤|", ["3/4 | ", "3/4  |\t", "3/4"]],
    ["repeats", "|:├d6:||:d6::d6┤:|", ["3/4:||:", "3/4::", "3/4"]],
    ["endings", "├d6|1 d6:|2 d6┤|]", ["3/4|1 ", "3/4:|2 ", "3/4"]],
    ["endings in brackets", "├d6|[1d6:|[2 d6┤|]", ["3/4|[1", "3/4:|[2 ", "3/4"]],
    ["endings for several turns", "├d6|1,3 d6:|2-4 d6┤|]", ["3/4|1,3 ", "3/4:|2-4 ", "3/4"]],
    ["a bar line that opens with a bracket", "├d6 [|d6┤|]", ["3/4 [|", "3/4"]],
    ["a dotted bar line", "├d6.|d6┤|]", ["3/4.|", "3/4"]],
    ["line ends", "├d6|\nd6|\n\n┤", ["3/4|\n", "3/4|\n\n", "0"]],
    ["a line end before a bar line", "├d6\n|d6┤|", ["3/4\n|", "3/4"]],
    ["a line that goes on", "├d6|\\\nd6┤|", ["3/4|\\\n", "3/4"]],
    ["lines of fields", "├d6|\nK:G\nM:2/4\nd4┤|", ["3/4|\nK:G\nM:2/4\n", "1/2"]],
    ["inline fields behind a bar line", "├d6| [K:G] [M:2/4]d4┤|", ["3/4| [K:G] [M:2/4]", "1/2"]],
    ["an inline field with a bar line in it", "├d6|[r:so|so]d6┤|", ["3/4|[r:so|so]", "3/4"]],
    ["what stands between bar lines without notes", "├d6|!segno!|d6┤|", ["3/4|!segno!|", "3/4"]],
    ["a rest of several bars", "├d6|Z2|d6┤|", ["3/4|Z2|", "3/4"]],
    ["so it does where that stands first or last", "├Z2|d6|Z3┤|", ["0Z2|", "3/4|Z3", "3/4"]],
  ])("%s", (_, marked, expected) => {
    expect(frames(marked)).toEqual(expected);
  });

  test.each([
    ["a triplet", "├(3ddd d4┤|"],
    ["a chord and a broken rhythm", "├[df]2 d>d d2┤|"],
    ["grace notes, a chord symbol, a tie", '├"A"{g}d3- d3┤|'],
    ["a rest", "├z6┤|"],
    ["a line end in the bar", "├d3\nd3┤|"],
  ])("the time of a bar with %s", (_, marked) => {
    expect(frames(marked)).toEqual(["3/4"]);
  });

  test("nothing of a tune's time gets lost where the bars are any bars", () => {
    const bars = ["d6", "d2 e4", "(3ddd d4", "d>d d4", "[df]3 z3", "d7", "d5", "d12", "{g}d6"];
    const lines = [
      "|",
      " | ",
      ":|",
      "|:",
      "::",
      "||",
      "|\n",
      " |\n",
      "\n|",
      "|1 ",
      ":|2 ",
      "|[K:G]",
    ];
    for (let seed = 0; seed < 200; seed++) {
      const random = seeded(seed);
      const music: string[] = [];
      let text = "";
      for (let bar = 0; bar < 8; bar++) {
        music.push(pick(bars as [string], random));
        text += music.at(-1) + (bar < 7 ? pick(lines as [string], random) : "");
      }
      const { frames } = rewritingPassage(MusicReader.behind(jig), text);
      expect(music.map((bar, at) => bar + frames[at]?.behind).join("")).toBe(text);
      const alone = music.map((bar) => countBars(`${jig}${bar}|`)[0]?.time);
      expect(frames.map(({ limit }) => limit && [limit.n, limit.d])).toEqual(
        alone.map((time) => time && [Number(time.n), Number(time.d)]),
      );
    }
  });
});

const { characters: alphabet } = JSON.parse(readFileSync("models/folk/model.json", "utf8"))
  .userDefinedMetadata.tunesmith as { characters: string[] };

const tunes = [
  "d6|├d6|d6┤|d6|",
  "d6|d├d5|d7| d6┤ |d6|",
  "|:d6|├d2 d2 d2|1 d6 :|2 d4 d2┤|]",
  "|:d6|├d3d3|\nd3 d3:|\n|:d6|d┤d5:|",
  "├d>d d4|[K:G](3ddd d4\n|d5┤d|",
  "d6|├d6|Z2|d6|!segno!|d6┤|",
  "|:├A|d6|d6|d5:|\n|:d|d2┤d4:|",
];

test.each(tunes)("random characters that may come in place of %j make bars as long", (marked) => {
  const [before, replaced, behind] = parts(marked);
  const reader = MusicReader.behind(jig + before);
  const passage = rewritingPassage(reader, replaced);
  const old = countBars(jig + before + replaced + behind);
  const pool = Array.from("abcdefgABcdefgABG23/ abcdef|:[]()<>^_=z{}-',1\n");
  for (let seed = 0; seed < 30; seed++) {
    const random = seeded(seed);
    const guidance = { keepMeter: true, sectionStrength: 1, barsAtLeast: 0, passage };
    const rule = new ComposingRule(reader.copy(), guidance);
    let text = "";
    while (text.length < 2000) {
      if (rule.forced !== "") {
        const [character = ""] = rule.forced;
        text += character;
        rule.read(character);
        continue;
      }
      const among = (all: string[]) => all.filter((character) => rule.allows(character));
      const may = [among(pool), among(alphabet)].find(({ length }) => length > 0) ?? [];
      expect(may, JSON.stringify(text)).not.toEqual([]);
      const character = pick(may as [string], random);
      if (rule.stopsBefore(character)) break;
      text += character;
      rule.read(character);
    }
    const now = countBars(jig + before + text + behind);
    const described = (bars: typeof now) =>
      bars.map(({ time, left, right }) => [time, left, right]);
    expect(described(now), text).toEqual(described(old));
    expect(
      now.some(({ hasJunk }) => hasJunk),
      text,
    ).toBe(false);
  }
});
