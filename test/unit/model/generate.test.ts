import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CharModel } from "../../../src/model/charModel";
import { generate } from "../../../src/model/generate";
import type { Network } from "../../../src/model/network";
import { TfjsNetwork } from "../../../src/model/tfjsNetwork";
import { targetLosses } from "../../../src/model/training/loss";
import { Vocabulary } from "../../../src/model/vocabulary";
import { use } from "./backends";
import { anything, collect, options, reciter, type Text, texts, vocabulary } from "./generating";
import { smallModel } from "./network";

describe.each(["wasm", "cpu"] as const)("generation on %s", (backend) => {
  let model: CharModel;
  beforeAll(async () => {
    await use(backend);
    model = smallModel({ layers: 2, hidden: 33, embedding: 12 });
  });
  afterAll(() => model.dispose());

  test("the same seed gives the same text, warm or cold; another one another", async () => {
    const [first] = await texts(model, "AB|", { maxChars: 40 });
    for (let run = 0; run < 3; run++) {
      expect(await texts(model, "AB|", { maxChars: 40 })).toEqual([first]);
    }
    const cold = smallModel({ layers: 2, hidden: 33, embedding: 12 });
    expect(await texts(cold, "AB|", { maxChars: 40 })).toEqual([first]);
    cold.dispose();
    expect((await texts(model, "AB|", { maxChars: 40, seed: 8 }))[0]?.text).not.toBe(first?.text);
  });

  test("a network that answers later writes the same", async () => {
    const network = new TfjsNetwork(model);
    const later: Network = {
      architecture: network.architecture,
      precision: network.precision,
      step: async (...args: Parameters<Network["step"]>) => network.step(...args),
      read: async (...args: Parameters<Network["read"]>) => network.read(...args),
      losses: async (...args: Parameters<Network["losses"]>) => network.losses(...args),
      dispose() {},
    };
    const { ids } = vocabulary.encodePrime("AB|".repeat(50));
    const found = await collect(generate(later, vocabulary, ids, options({ candidates: 2 })), 2);
    expect(found).toEqual(await texts(model, "AB|".repeat(50), { candidates: 2 }));
  });

  test("a candidate is the same to the bit alone and in any batch", async () => {
    const all = await texts(model, "AB|", { candidates: 8 });
    expect(new Set(all.map(({ text }) => text)).size).toBeGreaterThan(1);
    for (const candidates of [1, 2, 3, 5]) {
      expect(await texts(model, "AB|", { candidates })).toEqual(all.slice(0, candidates));
    }
  });

  test("ln p of a text is the sum over its characters, whatever the temperature", async () => {
    const sharp = smallModel({ hidden: 16 });
    const found: Text[] = [];
    for (const changes of [{}, { temperature: 3 }, { topK: 2 }, { maxChars: 5 }, { maxChars: 2 }]) {
      found.push(...(await texts(sharp, "AC", { ...changes, candidates: 24, seed: 2 })));
    }
    const { ids: prime } = vocabulary.encodePrime("AC");
    let ends = 0;
    for (const { text, reason, logProb } of found) {
      const ids = [...prime, ...vocabulary.encode(text).ids];
      // Line ends before the end are no text, but the end comes after them.
      if (reason === "end") ends++;
      if (reason !== "length") continue;
      expect(logProb).toBeCloseTo(sumOfLogs(sharp, ids, prime.length), 4);
    }
    expect(ends).toBeGreaterThan(0);
    sharp.dispose();
  });

  test("ln p of an ended text counts the end", async () => {
    const noLines = new Vocabulary([..."|ABCDEFG<"], "symbols");
    const found = await texts(model, "A", { candidates: 8 }, noLines);
    const { ids: prime } = noLines.encodePrime("A");
    const ended = found.filter(({ reason }) => reason === "end");
    expect(ended.length).toBeGreaterThan(0);
    for (const { text, logProb } of ended) {
      const ids = [...prime, ...noLines.encode(text).ids, 1];
      expect(logProb).toBeCloseTo(sumOfLogs(model, ids, prime.length), 4);
    }
  });

  test("the start symbol never comes", async () => {
    const outputs = vocabulary.size;
    const startLover = smallModel({ outputs });
    const weights = startLover.weights();
    (weights.get("output/bias") as Float32Array)[0] = 50;
    startLover.assign(weights);
    const [found] = await texts(startLover, "A", { maxChars: 30 });
    expect(found?.text.length).toBeGreaterThan(3);
    expect(found?.logProb).toBeLessThan(-40 * (found?.text.length as number));
    startLover.dispose();
  });

  test.each([1, 2, 17])("no more than %i characters come", async (maxChars) => {
    for (const { text, reason } of await texts(model, "A", { maxChars, candidates: 8 })) {
      expect(text.length).toBeLessThanOrEqual(maxChars);
      if (reason === "length") expect(text.length).toBeGreaterThan(maxChars - 5);
      else expect(reason).toBe("end");
    }
  });
});

describe("what a reciting model writes", () => {
  beforeAll(() => use("cpu"));

  /** The text of a model that writes `recited`. */
  async function said(recited: string, using: Vocabulary, changes = {}): Promise<Text | undefined> {
    const model = reciter(recited, using);
    const [text] = await texts(model, "#", changes, using);
    model.dispose();
    return text;
  }

  const symbols = new Vocabulary([..."#ABC|<\n"], "symbols");
  const spelled = Vocabulary.of(["#ABC|\n<start><end>"], "spelled");

  test("ends at the end symbol, without the line ends before it", async () => {
    expect(await said("AB|C", symbols)).toMatchObject({ text: "AB|C", reason: "end" });
    expect(await said("AB|\n", symbols)).toMatchObject({ text: "AB|", reason: "end" });
    expect(await said("AB|\n", symbols, { maxChars: 4 })).toMatchObject({
      text: "AB|",
      reason: "length",
    });
    expect(await said("A\nB<", symbols)).toMatchObject({ text: "A\nB<", reason: "end" });
  });

  test("ends at a marker spelled out, no part of which is text", async () => {
    expect(await said("AB|\n<end>", spelled)).toMatchObject({ text: "AB|", reason: "end" });
    expect(await said("AB|\n<end>", spelled, { maxChars: 6 })).toMatchObject({
      text: "AB|",
      reason: "length",
    });
    expect(await said("AB|<start", spelled, { maxChars: 9 })).toMatchObject({
      text: "AB|",
      reason: "length",
    });
  });

  test("stops before the character its stop rule says", async () => {
    const rule = () => anything({ stopsBefore: (character) => character === "C" });
    expect(await said("AB|C", symbols, { rule })).toMatchObject({
      text: "AB|",
      reason: "stopped",
    });
    const model = reciter("AB|C", symbols);
    // Each candidate has a rule of its own.
    const third = () => {
      let seen = 0;
      return anything({ stopsBefore: () => ++seen > 2 });
    };
    const found = await texts(model, "#", { candidates: 3, rule: third }, symbols);
    expect(found.map(({ text, reason }) => [text, reason])).toEqual(
      new Array(3).fill(["AB", "stopped"]),
    );
    model.dispose();
  });

  test("comes in pieces, as soon as it is certain", async () => {
    const model = reciter("A\nB<C", spelled);
    const network = new TfjsNetwork(model);
    const pieces: string[] = [];
    const { ids } = spelled.encodePrime("#");
    for await (const event of generate(network, spelled, ids, options({ maxChars: 5 }))) {
      pieces.push(event.kind === "text" ? event.text : event.reason);
    }
    expect(pieces).toEqual(["A", "\nB", "<C", "length"]);
    model.dispose();
  });
});

/** The sum of ln p of the ids from the one at `from` on, computed at once. */
function sumOfLogs(model: CharModel, ids: number[], from: number): number {
  return tf.tidy(() => {
    const steps = ids.length - 1;
    const { logits } = model.sequence([Int32Array.from(ids.slice(0, -1))], model.start(1), steps);
    const losses = [...targetLosses(logits, tf.tensor1d(ids.slice(1), "int32")).dataSync()];
    return -losses.slice(from - 1).reduce((sum, loss) => sum + loss, 0);
  });
}
