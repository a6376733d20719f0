import { expect, test } from "vitest";
import { startState } from "../../../../src/model/network";
import { Ladder, rungsFrom } from "../../../../src/worker/backend";
import { use, wasmFolder } from "../../model/backends";
import { architecture, greatestDifference, liveWeights } from "../../model/network";
import { PlainNetwork } from "../../model/plainNetwork";

test.each(["wasm", "cpu"] as const)("%s is taken when it is wanted", async (wanted) => {
  const lines: string[] = [];
  const places = { distFolder: wasmFolder };
  const log = (line: string): void => void lines.push(line);
  const rung = await new Ladder(places, log, rungsFrom(wanted)).rung();
  expect(rung.name).toBe(wanted);
  expect(lines).toEqual([`Backend: ${wanted} (${rung.description}).`]);
});

test.each(["wasm", "cpu"] as const)("%s computes what the model says, in float32", async (name) => {
  const rung = await use(name);
  const shape = architecture({ layers: 2 });
  const weights = liveWeights(shape);
  const plain = new PlainNetwork(shape, weights);
  const expected = plain.step([4], plain.start());
  for (const precision of ["int8", "float32"] as const) {
    const network = await rung.network(shape, weights, precision);
    expect(network.precision).toBe("float32");
    const logits = await network.step([Int32Array.of(4)], startState(shape, 1));
    expect(greatestDifference(logits, expected)).toBeLessThan(1e-5);
    network.dispose();
  }
  const recipe = { optimizer: "sgd", weightDecay: 0, clip: 0 } as const;
  const trainee = await rung.trainee(shape, weights, recipe);
  expect([...(await trainee.weights())]).toEqual([...weights]);
  trainee.dispose();
  weights.delete("output/bias");
  await expect(rung.network(shape, weights, "float32")).rejects.toThrow("output/bias");
  await expect(rung.trainee(shape, weights, recipe)).rejects.toThrow("output/bias");
});
