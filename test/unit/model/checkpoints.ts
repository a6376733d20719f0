import type { Architecture } from "../../../src/model/architecture";
import type { Checkpoint } from "../../../src/model/checkpoint";
import { Vocabulary } from "../../../src/model/vocabulary";
import { architecture, liveWeights } from "./network";

/** A model of eight characters with a small network. */
export function checkpointOf(changes: Partial<Architecture> = {}): Checkpoint {
  const shape = architecture(changes);
  const vocabulary = new Vocabulary([..."\n|ABCDE😀"], "symbols");
  const inputs = shape.inputs.map((input, index) => {
    if (input.copied) return { ...input, size: vocabulary.size + 1 };
    return index === 0 ? { ...input, size: vocabulary.size } : input;
  });
  const whole = { ...shape, inputs, outputs: vocabulary.size };
  return {
    architecture: whole,
    weights: liveWeights(whole),
    vocabulary,
    metadata: {
      version: 1,
      name: "small",
      characters: vocabulary.characters,
      markers: "symbols",
      preprocessing: { fields: "MK" },
      inputs,
      training: [],
    },
  };
}
