import { describe, expect, test } from "vitest";
import {
  architectureProblem,
  type InputSpec,
  parameterCount,
  weightSpecs,
} from "../../../src/model/architecture";
import { joinedSpecs, joinHead, splitHead } from "../../../src/model/head";
import { initialWeights } from "../../../src/model/initialize";
import { KernelNetwork } from "../../../src/model/kernels/kernelNetwork";
import { startState } from "../../../src/model/network";
import { seededRandom } from "../../../src/model/random";
import { kernelBuild } from "./kernelBuilds";
import { architecture, copying, liveWeights, randomIds } from "./network";

const shape = architecture(copying);

/** The same network without copies. */
const plain = architecture({
  ...copying,
  inputs: copying.inputs.map(({ name, size }) => ({ name, size })),
});

test("each copied input has a column of the hidden states' length and a bias", () => {
  const more = weightSpecs(shape).slice(weightSpecs(plain).length);
  expect(more).toEqual(
    ["next", "following", "later"].flatMap((name) => [
      { name: `${name}_copy/kernel`, shape: [8, 1] },
      { name: `${name}_copy/bias`, shape: [1] },
    ]),
  );
  expect(parameterCount(shape) - parameterCount(plain)).toBe(3 * 9);
});

test("a fresh network copies nothing: it computes what it computes without, to the bit", () => {
  const weights = initialWeights(shape, seededRandom(1));
  const build = kernelBuild("kernels-simd");
  const random = seededRandom(2);
  const ids = shape.inputs.map(({ size }) => randomIds(3 * 20, size, random));
  const [copies, without] = [shape, plain].map((one) =>
    new KernelNetwork(build, one, weights, "float32").read(ids, 20, startState(one, 3)),
  );
  expect(copies).toEqual(without);
});

describe("what cannot be copied is named:", () => {
  const problem = (inputs: readonly InputSpec[]) =>
    architectureProblem(architecture({ inputs, outputs: 7 }));
  const character: InputSpec = { name: "character", size: 7 };

  test("nothing, where each value names an output or none", () => {
    expect(problem(copying.inputs)).toBeUndefined();
  });

  test("the first input", () => {
    expect(problem([{ name: "character", size: 8, copied: true }])).toBe(
      'Only an input of 8 values behind the first can be copied, not "character".',
    );
  });

  test.each([7, 9])("an input of %i values for 7 outputs", (size) => {
    expect(problem([character, { name: "next", size, copied: true }])).toBe(
      'Only an input of 8 values behind the first can be copied, not "next".',
    );
  });
});

test("the copies' weights stand behind the output's, and come apart again", () => {
  const weights = liveWeights(shape);
  const joined = joinHead(shape, weights);
  for (const { name, shape: of } of joinedSpecs(shape)) {
    expect(joined.get(name)?.length).toBe(of.reduce((product, length) => product * length, 1));
  }
  expect(joined.size).toBe(weightSpecs(plain).length);
  const [kernel, bias] = ["kernel", "bias"].map((kind) => joined.get(`output/${kind}`) ?? []);
  expect(kernel?.[2 * 10 + 7 + 1]).toBe(weights.get("following_copy/kernel")?.[2]);
  expect(bias?.[7 + 2]).toBe(weights.get("later_copy/bias")?.[0]);
  expect([...splitHead(shape, joined)]).toEqual([...weights]);
});
