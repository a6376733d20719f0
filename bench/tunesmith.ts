import { CharModel, disposeState } from "../src/model/charModel";
import { generate } from "../src/model/generate";
import { initialWeights } from "../src/model/initialize";
import { seededRandom } from "../src/model/random";
import { chunks } from "../src/model/training/batches";
import { adam } from "../src/model/training/optimizer";
import { trainOnChunk } from "../src/model/training/step";
import { Vocabulary } from "../src/model/vocabulary";
import { lstm, medianTime, symbols, walk } from "./data";

/** Characters per second of composing at batch 1: the network, sampling, and all that composing does around them. */
export async function generation(hidden: number): Promise<number> {
  const model = new CharModel(lstm(hidden), initialWeights(lstm(hidden), seededRandom(1)));
  const letters = Array.from({ length: symbols }, (_, index) =>
    String.fromCodePoint(0x4e00 + index),
  );
  const vocabulary = new Vocabulary(letters, "spelled");
  const maxChars = 200;
  const options = { temperature: 1, topK: 0, topP: 1, maxChars, seed: 2, candidates: 1 };
  const time = await medianTime(async () => {
    for await (const event of generate(model, vocabulary, [0], options)) {
      if (event.kind === "end" && event.reason !== "length") throw new Error(event.reason);
    }
  });
  return (maxChars / time) * 1000;
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
