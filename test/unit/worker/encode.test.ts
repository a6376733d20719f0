import { expect, test } from "vitest";
import { parseTuneBook, type Tune } from "../../../src/abc/tuneBook";
import { tuneText } from "../../../src/composing/tuneText";
import { CharacterEncoder } from "../../../src/model/stepEncoder";
import { Vocabulary } from "../../../src/model/vocabulary";
import { encodeTune } from "../../../src/worker/encode";

const source = "X:1\nT:Gate\nM:6/8\nK:D\n|:d2é fed|😀\n% so\ncde|\n";
const book = parseTuneBook(source);
const tune = tuneText(book, book.tunes[0] as Tune, "MK");
const symbols = new Vocabulary([..."\n/68:2DKM|cdef "], "symbols");
const spelled = Vocabulary.of(["<start>\n<end>", "/68:2DKM|cdef "], "spelled");

/** The characters to predict from the first of the body on, › for the end symbol. */
function bodyTargets(vocabulary: Vocabulary): string {
  const { sequence, bodyTarget } = encodeTune(tune, vocabulary, new CharacterEncoder());
  const ids = [...sequence.targets.subarray(bodyTarget)];
  return ids.map((id) => vocabulary.characterOf(id) || "›").join("");
}

test("the targets of the body start at its first character", () => {
  expect(bodyTargets(symbols)).toBe("|:d2 fed|\ncde|\n›");
  expect(bodyTargets(spelled)).toBe("|:d2 fed|\ncde|\n<end>\n");
  // M:6/8, K:D and their line ends are 10 characters, each of them a target.
  expect(encodeTune(tune, symbols, new CharacterEncoder()).bodyTarget).toBe(10);
  // Spelled out, the first "<" is read, not predicted.
  expect(encodeTune(tune, spelled, new CharacterEncoder()).bodyTarget).toBe("start>\n".length + 10);
});

test("every character but the first mark is a target, and each is read before the next", () => {
  const { sequence } = encodeTune(tune, symbols, new CharacterEncoder());
  expect(sequence.targets).toHaveLength(10 + "|:d2 fed|\ncde|\n".length + 1);
  expect([...(sequence.inputs[0] as Int32Array)]).toEqual([0, ...sequence.targets.subarray(0, -1)]);
});

test("what is not seen is counted: lines left out and characters unknown", () => {
  const { dropped, droppedBody } = encodeTune(tune, symbols, new CharacterEncoder());
  const leftOut = ["X:1\n", "T:Gate\n", "% so\n"].join("").length;
  expect(dropped).toBe(leftOut + "é😀".length);
  expect(droppedBody).toBe("% so\n".length + "é😀".length);
});
