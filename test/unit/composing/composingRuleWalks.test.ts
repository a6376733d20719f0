import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { seededRandom } from "../../../src/model/random";
import { countBars, isCountable, isExact } from "../../../src/worker/report/barCounter";
import { ruleBehind } from "./rules";

const { characters: alphabet } = JSON.parse(readFileSync("models/folk/model.json", "utf8"))
  .userDefinedMetadata.tunesmith as { characters: string[] };
const musical = Array.from("ABcdefgabGFED2/34  ABcdefgab||||||:[]()<>^_=z\n\n\n\n{}-'\",1[M:L]");

test.each([
  "M:6/8\nL:1/8\n",
  "M:4/4\nL:1/8\n",
  "M:2/4\nL:1/16\n",
  "M:3/4\n",
  "M:9/8\nL:1/8\n",
  "M:C|\nL:1/4\n",
  "M:2+2+3/8\n",
  "M:none\nL:1/8\n",
  "M:3/8\nL:1/16\n",
  "",
])("random characters that may come make bars that are right (%j)", (fields) => {
  let countable = 0;
  for (let walk = 0; walk < 20; walk++) {
    const pool = walk % 4 === 0 ? alphabet : musical;
    const tune = walked(`${fields}K:C\n`, pool, seededRandom(walk, fields.length));
    // Nothing is open at a line's end.
    const bars = countBars(tune.slice(0, tune.lastIndexOf("\n") + 1)).filter(({ right }) => right);
    for (const bar of bars.filter(isCountable)) {
      countable++;
      expect(isExact(bar), JSON.stringify(tune.slice(bar.start, bar.end))).toBe(true);
    }
    for (const bar of bars) {
      expect(bar.hasJunk, JSON.stringify(tune.slice(bar.start, bar.end))).toBe(false);
    }
  }
  if (fields.startsWith("M:") && !fields.includes("none")) expect(countable).toBeGreaterThan(0);
});

/** Goes 400 characters on, each drawn from the pool until one may come. */
function walked(header: string, pool: readonly string[], random: () => number): string {
  const rule = ruleBehind(header);
  let tune = header;
  for (let step = 0; step < 400; step++) {
    const draw = (from: readonly string[]): string =>
      from[Math.floor(random() * from.length)] ?? "";
    let character = draw(pool);
    for (let tries = 0; tries < 60 && !rule.allows(character); tries++) character = draw(pool);
    if (!rule.allows(character)) {
      const possible = alphabet.filter((other) => rule.allows(other));
      expect(possible, JSON.stringify(tune.slice(-60))).not.toEqual([]);
      character = draw(possible);
    }
    rule.read(character);
    tune += character;
  }
  return tune;
}
