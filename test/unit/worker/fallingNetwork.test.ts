import { expect, test } from "vitest";
import { BadCallError, type Network, startState } from "../../../src/model/network";
import { Ladder, loadRung } from "../../../src/worker/backend";
import type { Rung } from "../../../src/worker/rung";
import { architecture, greatestDifference, liveWeights } from "../model/network";

const shape = architecture();
const inputs = [Int32Array.of(4)];

/**
 * A ladder of two rungs, both tfjs' cpu, whose networks are counted. Each step on the first ends with `error`, unless that
 * is undefined; the second makes a network only after `go`.
 */
async function ladderWith(error: Error | undefined) {
  const cpu = await loadRung("cpu", { distFolder: "" });
  const open: Network[] = [];
  let made = 0;
  let go = (): void => {};
  const wait = new Promise<void>((resolve) => {
    go = resolve;
  });
  const load = async (name: string): Promise<Rung> => ({
    ...cpu,
    async network(...given) {
      if (name === "cpu") await wait;
      const network = await cpu.network(...given);
      made++;
      const counted: Network = {
        architecture: network.architecture,
        precision: network.precision,
        step: (...call) => {
          if (name === "wasm" && error) throw error;
          return network.step(...call);
        },
        read: (...call) => network.read(...call),
        losses: (...call) => network.losses(...call),
        dispose() {
          open.splice(open.indexOf(counted), 1);
          network.dispose();
        },
      };
      open.push(counted);
      return counted;
    },
  });
  const log: string[] = [];
  const ladder = new Ladder({ distFolder: "" }, (line) => log.push(line), ["wasm", "cpu"], load);
  const network = await ladder.network(shape, liveWeights(shape), "float32");
  const direct = await cpu.network(shape, liveWeights(shape), "float32");
  const expected = await direct.step(inputs, startState(shape, 1));
  const step = async () => network.step(inputs, startState(shape, 1));
  return { network, step, expected, open, go, log, made: () => made };
}

test("an error of the engine is the rung's failure, whatever its class", async () => {
  const { step, expected, go, log } = await ladderWith(
    new RangeError("Array buffer allocation failed"),
  );
  go();
  expect(greatestDifference(await step(), expected)).toBe(0);
  expect(log[1]).toMatch(/^The backend .* failed: Array buffer allocation failed$/);
});

test.each([
  ["here", new BadCallError("no such input")],
  ["in another process", Object.assign(new Error("no such input"), { name: "BadCallError" })],
])("what cannot be answered %s goes to the caller, and the rung stays", async (_, error) => {
  const { step, log, made } = await ladderWith(error);
  await expect(step()).rejects.toThrow("no such input");
  expect(log).toHaveLength(1);
  expect(made()).toBe(1);
});

test("calls that fail at once fall together", async () => {
  const { network, step, expected, go, open, made } = await ladderWith(new Error("lost"));
  const calls = [step(), step()];
  go();
  for (const logits of await Promise.all(calls)) {
    expect(greatestDifference(logits, expected)).toBe(0);
  }
  expect(made()).toBe(2);
  expect(open).toHaveLength(1);
  network.dispose();
  expect(open).toEqual([]);
});

test("freed on its way to the next rung, it leaves nothing there", async () => {
  const { network, step, go, open, made } = await ladderWith(new Error("lost"));
  const call = step();
  network.dispose();
  go();
  await expect(call).rejects.toThrow("This network was freed.");
  expect(made()).toBe(2);
  expect(open).toEqual([]);
});

test("freed, it takes no rung down with it", async () => {
  const { network, step, log, made } = await ladderWith(undefined);
  network.dispose();
  network.dispose();
  await expect(step()).rejects.toThrow("This network was freed.");
  expect(log).toHaveLength(1);
  expect(made()).toBe(1);
});
