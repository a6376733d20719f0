import { expect, test } from "vitest";
import { measureInTurn, median } from "../../scripts/bench/rounds.mjs";

const options = { rounds: 3, length: 1, warmUp: 1, tolerance: () => 0.01 };

/** A peer in a process of its own: JavaScript that answers each `line` through `say`. */
function peer(title: string, answer: string) {
  const source = `const say = (value) => console.log(JSON.stringify(value));
    let rounds = 0;
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => { ${answer} });`;
  return { title, command: [process.execPath, "-e", source] };
}

const right = peer(
  "right",
  `if (line === "check") { console.log("a library's own line"); say({ values: [0, 2] }); }
   else say({ ms: [100, 7, 3, 5][rounds++] });`,
);

test("The warm-up does not count, and the middle of the rounds does", async () => {
  expect(await measureInTurn([right], options)).toEqual([{ ms: 5, least: 3, difference: 0 }]);
});

test("Without values to expect the first peer sets them, and one that computes something else fails", async () => {
  const near = peer("near", `say(line === "check" ? { values: [0, 2.005] } : { ms: 1 })`);
  const far = peer("far", `say(line === "check" ? { values: [0, 2.1] } : { ms: 1 })`);
  const short = peer("short", `say(line === "check" ? { values: [0] } : { ms: 1 })`);
  const none = peer("none", `say(line === "check" ? { values: [null, 2] } : { ms: 1 })`);
  const [, ...found] = await measureInTurn([right, near, far, short, none], options);
  expect(found).toEqual([
    { ms: 1, least: 1, difference: expect.closeTo(0.005) },
    "failed",
    "failed",
    "failed",
  ]);
  const expected = [0, 2.1];
  expect(await measureInTurn([right, far], { ...options, expected })).toEqual([
    "failed",
    { ms: 1, least: 1, difference: 0 },
  ]);
});

test("A peer that falls fails by itself, at any time", async () => {
  const early = peer("early", "process.exit(3)");
  const late = peer("late", `if (line === "check") say({ values: [0, 2] }); else process.exit(3);`);
  const missing = { title: "missing", command: ["no-such-program-anywhere"] };
  const found = await measureInTurn([early, right, late, missing], options);
  expect(found).toEqual(["failed", expect.objectContaining({ ms: 5 }), "failed", "failed"]);
});

test("A peer that is not here is said to be so", async () => {
  const plans = [
    { title: "uninstalled", command: undefined },
    { title: "unsuited", command: undefined, absence: "one thread only" },
    peer("unready", `say({ missing: "a library" })`),
    right,
  ];
  const found = await measureInTurn(plans, options);
  expect(found.slice(0, 3)).toEqual(["not here", "one thread only", "not here"]);
  expect(found[3]).toMatchObject({ ms: 5 });
});

test("The middle of an even number of values is the upper one", () => {
  expect(median([4, 1, 3, 2])).toBe(3);
});
