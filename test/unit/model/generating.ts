import type { CharModel } from "../../../src/model/charModel";
import {
  type CharacterRule,
  type EndReason,
  type Generated,
  type GenerateOptions,
  generate,
} from "../../../src/model/generate";
import { TfjsNetwork } from "../../../src/model/tfjsNetwork";
import { Vocabulary } from "../../../src/model/vocabulary";
import { smallModel } from "./network";

/** Nine characters of music and the two symbols: 11 ids. */
export const vocabulary = new Vocabulary([..."\n|ABCDEF<"], "symbols");

/** A whole text, how it ended and ln p of it. */
export interface Text {
  text: string;
  reason?: EndReason;
  logProb?: number;
}

/** The usual options of the tests, `changes` to them apart. */
export function options(changes: Partial<GenerateOptions> = {}): GenerateOptions {
  return { temperature: 1, topK: 0, topP: 1, maxChars: 60, seed: 7, candidates: 1, ...changes };
}

/** A rule that lets anything come, `but` for what is given. */
export function anything(but: Partial<CharacterRule>): CharacterRule {
  return {
    allows: () => true,
    allowsAtNeed: () => true,
    allowsLast: () => true,
    bias: () => 0,
    stopsBefore: () => false,
    read() {},
    mayEnd: true,
    forced: "",
    ...but,
  };
}

/** Collects the texts of a generation. */
export async function collect(
  generation: AsyncIterable<Generated>,
  candidates: number,
): Promise<Text[]> {
  const texts: Text[] = Array.from({ length: candidates }, () => ({ text: "" }));
  for await (const event of generation) {
    const into = texts[event.candidate] as Text;
    if (into.reason !== undefined) throw new Error("Something came after the end.");
    if (event.kind === "text") into.text += event.text;
    else Object.assign(into, { reason: event.reason, logProb: event.logProb });
  }
  return texts;
}

/** Generates from a prime to the end. */
export function texts(
  model: CharModel,
  prime: string,
  changes: Partial<GenerateOptions> = {},
  using: Vocabulary = vocabulary,
): Promise<Text[]> {
  const given = options(changes);
  const { ids } = using.encodePrime(prime);
  return collect(generate(new TfjsNetwork(model), using, ids, given), given.candidates);
}

/** A model that writes `text` after any prime whose last character is not in it, whatever the seed; then `after`. */
export function reciter(text: string, using: Vocabulary): CharModel {
  const outputs = using.size;
  const model = smallModel({
    inputs: [{ name: "character", size: outputs }],
    embedding: outputs,
    hidden: outputs,
    outputs,
    cell: "rnn",
  });
  const ids = using.encode(text).ids;
  const weights = model.weights();
  for (const values of weights.values()) values.fill(0);
  // h is the character read; each character of the text, all different, calls for the next.
  const set = (name: string, row: number, column: number, value: number): void => {
    (weights.get(name) as Float32Array)[row * outputs + column] = value;
  };
  for (let id = 0; id < outputs; id++) {
    set("character_embedding/embeddings", id, id, 1);
    set("recurrent_1/kernel", id, id, 20);
    const at = ids.indexOf(id);
    const next = at < 0 ? ids[0] : (ids[at + 1] ?? using.endId ?? ids[0]);
    set("output/kernel", id, next as number, 100);
  }
  model.assign(weights);
  return model;
}
