import { type CharacterRule, generate } from "../src/model/generate";
import type { Later, Network } from "../src/model/network";
import { PrimeReader } from "../src/model/primeReader";
import { logProbability } from "../src/model/sampling";
import type { ComposeOptions, ComposeTask } from "../src/shared/composeProtocol";
import { prepare } from "../src/worker/composition";
import type { LoadedModel } from "../src/worker/loadedModel";

/** Characters written, and those of them at which more than half of what the model would write was not allowed. */
export interface Masked {
  steps: number;
  overHalf: number;
}

/** Composes once more and looks at every step at how much of the model's probability (temperature 1) was not allowed. */
export async function maskedSteps(
  loaded: LoadedModel,
  task: ComposeTask,
  options: ComposeOptions,
  into: Masked,
): Promise<void> {
  const { vocabulary } = loaded.checkpoint;
  const composition = prepare(loaded, task, options);
  let logits: Float32Array = new Float32Array(vocabulary.size);
  const keep = async (answer: Later<Float32Array>): Promise<Float32Array> => {
    logits = await answer;
    return logits;
  };
  const { network } = loaded;
  const watched: Network = {
    architecture: network.architecture,
    precision: network.precision,
    step: (...args) => keep(network.step(...args)),
    read: (...args) => keep(network.read(...args)),
    losses: (...args) => network.losses(...args),
    dispose() {},
  };
  const generating = composition.generating(options);
  const watch = (rule: CharacterRule): CharacterRule => {
    const read = rule.read.bind(rule);
    rule.read = (character) => {
      let allowed = 0;
      for (let id = 0; id < vocabulary.size; id++) {
        const next = vocabulary.characterOf(id);
        const may = id === vocabulary.endId ? rule.mayEnd : next !== "" && rule.allows(next);
        if (may) allowed += Math.exp(logProbability(logits, id));
      }
      into.steps++;
      if (allowed < 0.5) into.overHalf++;
      read(character);
    };
    return rule;
  };
  const events = generate(watched, vocabulary, composition.ids, {
    ...generating,
    reader: new PrimeReader(watched, () => "", loaded.encoder),
    ...(generating.rule && { rule: () => watch((generating.rule as () => CharacterRule)()) }),
  });
  for await (const _ of events);
}
