import type { Checkpoint } from "../../../src/model/checkpoint";
import { initialWeights } from "../../../src/model/initialize";
import { Vocabulary } from "../../../src/model/vocabulary";
import { inputsFor } from "../../../src/worker/structureEncoder";
import { architecture } from "../model/network";
import { musicModel } from "./folders";

/**
 * A network that writes what the bar before has at this place, all but surely (the odds are e^40), and some note
 * where that has nothing; it never ends a tune or a line by itself.
 */
export function certainCopy(): Checkpoint {
  const vocabulary = new Vocabulary([...'\n "/0123468:DGKLM[]abcdefg|'], "symbols");
  const inputs = inputsFor(vocabulary, { structure: ["memory"] });
  const { size } = vocabulary;
  const shape = architecture({ cell: "rnn", inputs, outputs: size, hidden: size, embedding: size });
  const weights = initialWeights(shape, () => 0.5);
  for (const values of weights.values()) values.fill(0);
  const copied = weights.get("next_character_of_the_bar_before_embedding/embeddings");
  for (let id = 0; id < size; id++) {
    // Row 0 stands for no character.
    (copied as Float32Array)[(id + 1) * size + id] = 1;
    (weights.get("recurrent_1/kernel") as Float32Array)[id * size + id] = 20;
    (weights.get("output/kernel") as Float32Array)[id * size + id] = 40;
  }
  for (const character of "abcdefg") {
    (weights.get("output/bias") as Float32Array)[vocabulary.idOf(character) as number] = 3;
  }
  for (const id of [vocabulary.endId, vocabulary.idOf("\n")]) {
    (weights.get("output/bias") as Float32Array)[id as number] = -1000;
  }
  const { metadata } = musicModel({ structure: true });
  return { architecture: shape, weights, vocabulary, metadata: { ...metadata, inputs } };
}
