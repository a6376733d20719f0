import { expect, test } from "vitest";
import { isBarLine, isNoteOrBarLine } from "../../../src/host/suggest/acceptedPiece";

test.each(["|", " |", "||", ":|2", "|:", "::", ".|", "[|", "|]", "\n|:"])(
  "%j is a bar line",
  (piece) => {
    expect(isBarLine(piece)).toBe(true);
    expect(isNoteOrBarLine(piece)).toBe(true);
  },
);

test.each(["G2", " ^c'", "_B,/", "=g", "z4", "[CEG]2", "x", "\nd"])("%j is a note", (piece) => {
  expect(isNoteOrBarLine(piece)).toBe(true);
  expect(isBarLine(piece)).toBe(false);
});

test.each(["", " ", "\n", ">", "-", "(", "(3", "~", '"Am7"', "!trill!", "{ga}", "[K:D]"])(
  "%j goes with what follows",
  (piece) => {
    expect(isNoteOrBarLine(piece)).toBe(false);
  },
);
