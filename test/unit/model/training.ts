import type { Recipe, Trainee } from "../../../src/model/network";
import { CharacterEncoder } from "../../../src/model/stepEncoder";
import type { Sequence } from "../../../src/model/training/batches";
import { sequenceOf } from "../../../src/model/training/batches";
import type { TrainOptions, TrainProgress } from "../../../src/model/training/options";
import { train } from "../../../src/model/training/train";
import { Vocabulary } from "../../../src/model/vocabulary";

/** Four short tunes written for the tests. */
export const tunes = [
  "M:6/8\nK:D\nd2A FED|dcd e2f|gfe dcB|A3 d3|]\n",
  "M:4/4\nK:G\nG2BG dGBG|c2ec d2BG|A2cA FADF|G4 G4|]\n",
  "M:6/8\nK:G\nG3 GAB|d2B dBA|GAG EFG|A3 G3|]\n",
  "M:4/4\nK:D\nf2af d2fd|e2ge cege|\nd4 d4|]\n",
];

export const vocabulary = Vocabulary.of(tunes, "symbols");

/** The tunes as plain character models read them. */
export const sequences: Sequence[] = tunes.map((tune) =>
  sequenceOf(vocabulary.encodeTune(tune).ids, new CharacterEncoder()),
);

/** A recipe for small networks, `changes` to it apart; its clock goes a second further at each look. */
export function recipe(changes: Partial<Recipe & TrainOptions> = {}): Recipe & TrainOptions {
  let clock = 0;
  return {
    optimizer: "adam",
    learningRate: 0.01,
    schedule: "constant",
    weightDecay: 0,
    clip: 1,
    batchSize: 2,
    sequenceLength: 16,
    epochs: 3,
    seed: 1,
    now: () => {
      clock += 1000;
      return clock;
    },
    ...changes,
  };
}

/** Trains to the end; gives all that was told. */
export async function trained(
  trainee: Trainee,
  options: TrainOptions,
  heldOut: readonly Sequence[] = [],
  on: readonly Sequence[] = sequences,
): Promise<TrainProgress[]> {
  const told: TrainProgress[] = [];
  for await (const progress of train(trainee, () => on, heldOut, options)) told.push(progress);
  return told;
}
