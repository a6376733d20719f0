import { beforeAll, describe, expect, test } from "vitest";
import { MusicReader } from "../../../src/music/reading/musicReader";
import type { SuggestRequest } from "../../../src/shared/composeProtocol";
import { type LoadedModel, loadModel } from "../../../src/worker/loadedModel";
import { writeModelFolder } from "../../../src/worker/modelFolder";
import { countBars, isCountable, isExact } from "../../../src/worker/report/barCounter";
import { suggest } from "../../../src/worker/suggestEngine";
import { atCursor } from "../abc/cursor";
import { use } from "../model/backends";
import { freshFolder, musicModel } from "./folders";

const jig = "X:1\nT:Gate\nM:6/8\nL:1/8\nK:D\n";

let loaded: LoadedModel;
beforeAll(async () => {
  const folder = freshFolder();
  writeModelFolder(folder, musicModel({ endless: true }), "float32");
  loaded = await loadModel(folder, await use("wasm"), "float32");
  return () => loaded.network.dispose();
});

const usual = {
  bars: 1,
  asked: false,
  candidates: 1,
  temperature: 1,
  topP: 1,
  topK: 0,
  keepMeter: true,
  sectionStrength: 0.95,
  motifStrength: 1,
  seed: 3,
};

/** What is offered at ║; the bars that it makes are right by another count. */
async function offered(marked: string, changes: Partial<SuggestRequest> = {}, header = jig) {
  const { text, offset } = atCursor(header + marked);
  const request = { ...usual, source: text, offset, ...changes };
  const { texts } = await suggest(loaded, request, new AbortController().signal);
  for (const offer of texts) {
    if (!request.keepMeter) continue;
    const bars = countBars(text.slice(0, offset) + offer + text.slice(offset));
    const [start, end] = [offset, offset + offer.length];
    for (const bar of bars.filter((bar) => bar.start < end && bar.end > start)) {
      expect(bar.hasJunk, offer).toBe(false);
      if (isCountable(bar)) expect(isExact(bar), offer).toBe(true);
    }
  }
  return texts;
}

/** How many bars end in what is offered. */
function barEnds(marked: string, offer: string): number {
  const reader = MusicReader.behind(
    jig.slice(jig.indexOf("M:")) + marked.slice(0, marked.indexOf("║")),
  );
  const before = reader.barsSoFar;
  for (const character of offer) reader.read(character);
  return reader.barsSoFar - before;
}

/** The same for any of a few seeds: how many bars end in each of them; -1 where nothing is offered. */
async function ends(marked: string, changes: Partial<SuggestRequest> = {}): Promise<number[]> {
  const found = new Set<number>();
  for (let seed = 1; seed <= 12; seed++) {
    const [offer] = await offered(marked, { ...changes, seed });
    found.add(offer === undefined ? -1 : barEnds(marked, offer));
  }
  return [...found].sort();
}

describe("what is offered while one types", () => {
  test.each<[string, string, number[]]>([
    ["the rest of the bar, with its bar line", "d6|d2║", [1]],
    ["so it is before the end of the line", "d6|d2║\n", [1]],
    ["and above other music", "d6|d2║\nd6|d6|\n", [1]],
    ["the next bar behind a bar line", "d6|║", [1]],
    ["the next bar on a line of its own", "d6|d6|\n║", [1]],
    ["the next bar, too, where nothing but the bar line is missing", "d6|d2 d4║", [2]],
    ["so it is behind a blank", "d6|d2 d4 ║", [2]],
    ["what is missing before music on the same line", "d6|d2║d|d6|\n", [0]],
    ["what is missing before a bar line on the same line", "d6|d2║|d6|\n", [0]],
    ["what is missing before the line that goes on with the bar", "d6|d2║\nd2|d6|\n", [0]],
    ["nothing between bars", "d6|║d6|\n", [-1]],
    ["nothing in mid-bar of a right bar", "d6|d2║d4|\n", [-1]],
    ["nothing before the bar line of a full bar", "d6|d6║|\n", [-1]],
    ["nothing in a wrong bar before more of it", "d6|d8║d|\n", [-1]],
    ["nothing within a note", "d6|d║2 d4|\n", [-1]],
    ["nothing within a triplet before its last note", "d6|(3dd║d d4|\n", [-1]],
  ])("is %s", async (_, marked, expected) => {
    expect(await ends(marked)).toEqual(expected);
  });

  test.each([2, 3, 4])("is up to %i bars where as many are wanted", async (bars) => {
    // A line may end a tune, and an offer, sooner.
    const most = async (marked: string) => Math.max(...(await ends(marked, { bars })));
    expect(await most("d6|d2║")).toBe(bars);
    expect(await most("d6|d6║")).toBe(bars + 1);
    expect(await most("d6|║")).toBe(bars);
  });

  test("fills a hole no further than to what stands there, however many bars are wanted", async () => {
    expect(await ends("d6|d2║d|d6|\n", { bars: 4 })).toEqual([0]);
  });

  test("is the same with the same seed", async () => {
    expect(await offered("d6|d2║")).toEqual(await offered("d6|d2║"));
    expect(await offered("d6|d2║", { seed: 4 })).not.toEqual(await offered("d6|d2║"));
  });
});

describe("what is offered when asked", () => {
  test.each<[string, string, number[]]>([
    ["whole bars between bars", "d6|║d6|\n", [1]],
    ["a bar more in mid-bar", "d6|d2║d4|\n", [1]],
    ["a bar more before the bar line of a full bar", "d6|d2 d4║|d6|\n", [1]],
    ["what is missing in a hole", "d6|d2║d|d6|\n", [0]],
  ])("is %s", async (_, marked, expected) => {
    const found = (await ends(marked, { asked: true })).filter((count) => count >= 0);
    expect(found).toEqual(expected);
  });

  test("is four bars where as many are wanted", async () => {
    const found = await ends("d6|║d6|\n", { asked: true, bars: 4 });
    expect(found.filter((count) => count >= 0)).toEqual([4]);
  });
});

describe("several offers", () => {
  test.each(["d6|d2║", "d6|║", "d6|d2║d|d6|\n", "d6|d2║\nd6|\n"])(
    "at %s differ",
    async (marked) => {
      const [alone] = await offered(marked);
      const three = await offered(marked, { candidates: 3 });
      expect(three.length).toBeGreaterThan(1);
      expect(new Set(three).size).toBe(three.length);
      expect(three[0]).toBe(alone);
    },
  );

  test("are no more than wanted", async () => {
    expect(await offered("d6|║", { candidates: 3 })).toHaveLength(3);
    expect(await offered("d6|║", { candidates: 2 })).toHaveLength(2);
  });
});

test("nothing is offered once it is not wanted any more", async () => {
  const stop = new AbortController();
  const { text, offset } = atCursor(`${jig}d6|║`);
  const request = { ...usual, source: text, offset, bars: 4, candidates: 3 };
  const running = suggest(loaded, request, stop.signal);
  setTimeout(() => stop.abort(), 5);
  expect((await running).texts).toEqual([]);
  expect((await suggest(loaded, request, stop.signal)).texts).toEqual([]);
});

describe("places and tunes that are odd", () => {
  test.each([
    ["a wrong bar before the cursor's", jig, "d6|d5|d8|d2║"],
    ["bars that hold what is not known", jig, "d6|$@|[A-c-]|d2║"],
    ["words where music should be", jig, "Some words that are none|\nd2║"],
    ["a tune that changes its meter", jig, "d6|\nM:9/8\nd9|d2║"],
    ["lyrics above", jig, "d6|d6|\nw: la la\nd2║"],
    ["no M:", "X:1\nL:1/8\nK:D\n", "d6|d2║"],
    ["no L:", "X:1\nM:6/8\nK:D\n", "d6d6|d2║"],
    ["M:none", "X:1\nM:none\nL:1/8\nK:D\n", "d6|d2║"],
    ["a meter that cannot be read", "X:1\nM:x\nL:1/8\nK:D\n", "d6|d2║"],
    ["a key that cannot be read", "X:1\nM:6/8\nL:1/8\nK:?\n", "d6|d2║"],
    ["an inline field just before", jig, "d6|[K:G]║"],
    ["a meter between brackets just before", jig, "d6|[M:9/8]║"],
    ["the first note of a triplet", jig, "d6|(3d║"],
    ["the number of a triplet", jig, "d6|(3║"],
    ["a broken rhythm's sign", jig, "d6|d>║"],
    ["grace notes just before", jig, "d6|{g}║"],
    ["a slur that is open", jig, "d6|(d2║"],
    ["an ending just begun", jig, "|:d6|d6|1║"],
    ["a second ending just begun", jig, "|:d6|d6|1d6:|2║"],
    ["a pick-up just begun", jig, "d║"],
    ["2,000 bars", jig, `${"d6|d3 d3|d2 d4|d6|\n".repeat(500)}d2║`],
  ])("offer something right: %s", async (_, header, marked) => {
    expect(await offered(marked, {}, header)).toHaveLength(1);
  });

  test.each([
    ["no K:", "X:1\nM:6/8\n", "d6|d2║"],
    ["a chord", jig, "d6|[d║f]2|"],
    ["a chord that is open", jig, "d6|[d║"],
    ["grace notes", jig, "d6|{g║a}d|"],
    ["an inline field", jig, "d6|[K:║G]d6|"],
    ["an inline field that is open", jig, "d6|[K:║"],
    ["a triplet that goes on", jig, "d6|(3d║dd d4|"],
    ["a line of words", jig, "These are words ║"],
    ["words instead of a tune", "", "Nothing of this is music, is it?║"],
    ["nothing", "", "║"],
  ])("offer nothing: %s", async (_, header, marked) => {
    expect(await offered(marked, {}, header)).toEqual([]);
    expect(await offered(marked, { asked: true }, header)).toEqual([]);
  });

  test("offer something that nobody counted where the meter is not kept", async () => {
    expect(await offered("d6|d2║", { keepMeter: false })).toHaveLength(1);
  });

  test("are refused by name where the request cannot be", async () => {
    const refused = { name: "UserError" };
    await expect(offered("d6|║", { temperature: 0 })).rejects.toMatchObject(refused);
    await expect(offered("d6|║", { bars: -1 })).rejects.toMatchObject(refused);
  });
});
