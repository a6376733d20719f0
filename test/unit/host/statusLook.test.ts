import { expect, test } from "vitest";
import { type StatusFacts, statusLook } from "../../../src/host/suggest/statusLook";

const on: StatusFacts = {
  mode: "automatic",
  isEnabledInEditor: true,
  isThinking: false,
  latency: undefined,
  trouble: undefined,
};

const looks: [string, Partial<StatusFacts>, string, RegExp][] = [
  ["on", {}, "$(music) Tunesmith", /while you type\. Click/],
  ["manual", { mode: "manual" }, "$(music) Tunesmith: manual", /when you ask/],
  ["off", { mode: "off" }, "$(circle-slash) Tunesmith: off", /no music here/],
  ["off", { isEnabledInEditor: false }, "$(circle-slash) Tunesmith: off", /inlineSuggest/],
  ["off", { mode: "off", trouble: "It broke." }, "$(circle-slash) Tunesmith: off", /no music/],
  ["thinking", { isThinking: true }, "$(loading~spin) Tunesmith: thinking", /while you type/],
  ["trouble", { trouble: "It broke." }, "$(warning) Tunesmith: trouble", /^It broke\. Click/],
];
test.each(looks)(
  "A state is told in words, not by its icon alone: %s, %j",
  (word, facts, ...told) => {
    const { text, tooltip, label } = statusLook({ ...on, ...facts });
    expect(text).toBe(told[0]);
    expect(tooltip).toMatch(told[1]);
    expect(label).toBe(`Tunesmith suggestions: ${word}`);
  },
);

test("The last latency is told once there is one", () => {
  expect(statusLook(on).tooltip).not.toContain("ms");
  expect(statusLook({ ...on, latency: 12.4 }).tooltip).toContain("The last took 12 ms.");
});
