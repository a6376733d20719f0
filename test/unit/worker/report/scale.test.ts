import { expect, test } from "vitest";
import { endsOnTonic, notesInScale } from "../../../../src/worker/report/scale";
import { reading, spoken } from "./reading";

test("an accidental holds to the end of its bar, in every octave", () => {
  expect(spoken(notesInScale(reading("d6|║=fFe|fed|]\n")))).toBe("4 of 6");
  expect(spoken(notesInScale(reading("d6|║^f=c^c|]\n")))).toBe("2 of 3");
});

test("rests, grace notes and chord symbols are no notes, and a chord is several", () => {
  expect(spoken(notesInScale(reading('d6|║"Fm"z{=f=c}[d=fa]3|]\n')))).toBe("2 of 3");
});

test("the key may change, and be none", () => {
  expect(spoken(notesInScale(reading("d6|║c=c|\nK:G\nc^c|[K:none]^d_a|]\n")))).toBe("2 of 4");
});

test("the last note is the tonic in any octave, in a chord any of its notes", () => {
  expect(spoken(endsOnTonic(reading("d6|║d3A3|D6|]\n")))).toBe("1 of 1");
  expect(spoken(endsOnTonic(reading("d6|║d6|[FAd]6|]\n")))).toBe("1 of 1");
  expect(spoken(endsOnTonic(reading("d6|║d6|A6|]\n")))).toBe("0 of 1");
  expect(spoken(endsOnTonic(reading("d6|║d3z3|z6|]\n")))).toBe("1 of 1");
  expect(spoken(endsOnTonic(reading("d6|║B3^G3|A6|]\n", "end", "Am")))).toBe("1 of 1");
});

test("a tune that was cut, and one without a tonic, have no last note to tell", () => {
  expect(spoken(endsOnTonic(reading("d6|║d6|d6|d", "length")))).toBe("0 of 0");
  expect(spoken(endsOnTonic(reading("d6|║d6|]\n", "end", "none")))).toBe("0 of 0");
});
