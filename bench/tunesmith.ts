import { CharModel, disposeState, type ModelState } from "../src/model/charModel";
import { initialWeights } from "../src/model/initialize";
import { seededRandom } from "../src/model/random";
import { sample } from "../src/model/sampling";
import { chunks } from "../src/model/training/batches";
import { adam } from "../src/model/training/optimizer";
import { trainOnChunk } from "../src/model/training/step";
import { lstm, medianTime, walk } from "./data";

const careful = { temperature: 1, topK: 0, topP: 1, forbidden: [] };

/** Characters per second of our network at batch 1, sampling included. */
export async function generation(hidden: number): Promise<number> {
  const model = new CharModel(lstm(hidden), initialWeights(lstm(hidden), seededRandom(1)));
  const random = seededRandom(2);
  const count = 200;
  const time = await medianTime(() => {
    let state: ModelState = model.start(1);
    let id = 0;
    for (let i = 0; i < count; i++) {
      const next = model.step([Int32Array.of(id)], state);
      disposeState(state);
      state = next.state;
      id = sample(next.logits, careful, random);
    }
    disposeState(state);
  });
  return (count / time) * 1000;
}

/** Characters per second of our trainer with Adam, 32 tunes side by side, 64 steps. */
export async function training(hidden: number): Promise<number> {
  const model = new CharModel(lstm(hidden), initialWeights(lstm(hidden), seededRandom(1)));
  const optimizer = adam(model.variables, 0);
  const sequences = Array.from({ length: 32 }, (_, lane) => {
    const ids = walk(65, lane);
    return { inputs: [ids.slice(0, -1)], targets: ids.slice(1) };
  });
  const [chunk] = [...chunks(sequences, 64)];
  if (!chunk) throw new Error("There is nothing to train on.");
  const options = { dropout: 0, clip: 1, rate: 1e-3, random: seededRandom(3) };
  const time = await medianTime(() => {
    disposeState(trainOnChunk(model, optimizer, chunk, model.start(32), options).state);
  });
  return (chunk.count / time) * 1000;
}
